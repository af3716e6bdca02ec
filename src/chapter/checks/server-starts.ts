import { ignoresPort, unreachable, withPlaceOfPort } from '../../rules/server/address.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';

const MOST_LINES = 4;

/** The server runs and listens on the port in PORT; if it listens on another port, that port is found and reported. */
export const serverStarts: ChapterCheck<'server-starts'> = {
  id: 'server-starts',
  title: CHECK_TITLES['server-starts'],
  waitsFor: CHECK_WAITS['server-starts'],
  observes: 'server',
  tags: ['start'],
  needs: [],
  async run(context) {
    const server = await context.servers.get();
    if (!server.ok) return failed(withPlaceOfPort(server.problem, context.sources));
    if (context.servers.remote) return reachable(context);
    if (server.value.ignoredPort === undefined) return failed();
    const { ignoredPort: asked, port: listens, output } = server.value;
    const launch = await context.backend.launch(context.folder, asked);
    const command = launch.ok ? launch.value.display : '';
    const lines = output.last(MOST_LINES);
    return failed(ignoresPort({ asked, listens, lines, command, locate: context.sources }));
  },
};

/** Whether a server that somebody else runs answers at all. */
export async function reachable(context: RunContext): Promise<Outcome> {
  const server = await context.servers.get();
  if (!server.ok) return failed(server.problem);
  const answer = await context.get('/');
  if (answer.ok) return failed();
  return failed(unreachable(server.value.origin, answer.problem));
}
