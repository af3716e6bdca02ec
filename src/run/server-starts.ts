import { ignoresPort, unreachable, withPlaceOfPort } from '../rules/server/address.ts';
import { withPlaceOfLoop } from '../rules/server/endless-loop.ts';
import { failed } from './check.ts';
import type { Outcome } from './check.ts';
import type { RunContext } from './context.ts';

const MOST_LINES = 4;

/** Whether the server runs and listens on the port in PORT; if it listens on another port, that port is found and reported. */
export async function serverStarted(context: RunContext): Promise<Outcome> {
  const server = await context.servers.get();
  if (!server.ok) return failed(withPlaceOfLoop(withPlaceOfPort(server.problem, context.sources), context.sources));
  if (context.servers.remote) return reachable(context);
  if (server.value.ignoredPort === undefined) return failed();
  const { ignoredPort: asked, port: listens, output } = server.value;
  const launch = await context.backend.launch(context.folder, asked);
  const command = launch.ok ? launch.value.display : '';
  const lines = output.last(MOST_LINES);
  return failed(ignoresPort({ asked, listens, lines, command, locate: context.sources }));
}

/** Whether a server that somebody else runs answers at all. */
export async function reachable(context: RunContext): Promise<Outcome> {
  const server = await context.servers.get();
  if (!server.ok) return failed(server.problem);
  const answer = await context.get('/');
  if (answer.ok) return failed();
  return failed(unreachable(server.value.origin, answer.problem));
}
