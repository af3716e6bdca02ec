import { secondRefused } from '../../rules/socket/concurrent.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { CONTRACT } from '../contract.ts';
import { connect, encodeFor, handlerPlace } from './echo.ts';
import { unlessOnlyConcurrent } from './ws-concurrent-clients.ts';
import { ask, echo } from './ws-echo.ts';

/** Two concurrent clients, each with its own words. */
export const wsTwoClients: ChapterCheck<'ws-two-clients'> = {
  id: 'ws-two-clients',
  title: CHECK_TITLES['ws-two-clients'],
  waitsFor: CHECK_WAITS['ws-two-clients'],
  observes: 'socket',
  needs: ['ws-order'],
  async run(context) {
    const { format } = await echo(context);
    const server = await context.servers.get();
    if (!server.ok) return failed(server.problem);
    const opened = await Promise.all([connect(context, server.value), connect(context, server.value)]);
    const refused = opened.find((client) => !client.ok);
    if (refused?.ok === false) {
      return failed(
        secondRefused(CONTRACT.socketPath, refused.problem, { locate: context.sources, where: handlerPlace(context) }),
      );
    }
    const clients = opened.flatMap((client) => (client.ok ? [client.value] : []));
    const answers = await Promise.all(
      clients.map((client) => {
        const word = context.words.word();
        return ask(context, {
          server: server.value,
          client,
          text: encodeFor(context, format, { message: word, origin: server.value.origin }),
          word,
        });
      }),
    );
    const unanswered = answers.find(({ finding }) => finding !== undefined)?.finding;
    return unanswered === undefined ? PASSED : failed(await unlessOnlyConcurrent(context, unanswered, [format]));
  },
};
