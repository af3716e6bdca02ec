import { evidenceOfHandshake } from '../../rules/http/failure.ts';
import type { ChapterCheck } from '../check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { connect, handlerPlace, spoken } from './echo.ts';
import { becauseOfCompany } from './ws-company.ts';
import { ask, echo } from './ws-echo.ts';

/** Two clients at the same time, each with its own words. */
export const wsTwoClients: ChapterCheck<'ws-two-clients'> = {
  id: 'ws-two-clients',
  title: 'Two clients at once get their answers',
  observes: 'socket',
  needs: ['ws-order'],
  async run(context) {
    const { dialect } = await echo(context);
    const server = await context.servers.get();
    if (!server.ok) return failed(server.problem);
    const opened = await Promise.all([connect(context, server.value), connect(context, server.value)]);
    const refused = opened.find((client) => !client.ok);
    if (refused?.ok === false) {
      return failed({
        code: 'ws/one-client-only',
        severity: 'error',
        facts: { code: refused.problem.status },
        evidence: {
          did: { kind: 'ws', path: '/ws', sent: [] },
          ...evidenceOfHandshake(refused.problem),
          where: handlerPlace(context),
        },
      });
    }
    const clients = opened.flatMap((client) => (client.ok ? [client.value] : []));
    const answers = await Promise.all(
      clients.map((client) => {
        const word = context.words.word();
        return ask(context, { server: server.value, client, text: spoken(dialect, word, server.value.origin), word });
      }),
    );
    const unanswered = answers.find(({ finding }) => finding !== undefined)?.finding;
    return unanswered === undefined ? PASSED : failed(await becauseOfCompany(context, unanswered, [dialect]));
  },
};
