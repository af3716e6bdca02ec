import { errorWords, exitWords } from '../server/exit-report.ts';
import { readErrorReport } from '../server/error-report.ts';
import type { LearnerServer } from '../server/server.ts';
import type { Check } from './check.ts';
import { failed, PASSED } from './check.ts';
import { connect, exchange, spoken } from './echo.ts';
import { echo } from './ws-echo.ts';

/** How a server ended that should not have: exit and error words, and the learner's line. */
export function crashFacts(server: LearnerServer, folder: string): { readonly exit: string; readonly error: string; readonly where: readonly { readonly file: string; readonly line?: number }[] } {
  const exit = server.exit();
  const report = readErrorReport(server.output.text(), folder);
  return { exit: exit === undefined ? 'still running' : exitWords(exit), error: errorWords(report), where: report?.where === undefined ? [] : [report.where] };
}

const ROUNDS = 3;

/** A client that breaks its connection, before and after its answer, harms nobody: new clients are served. */
export const wsVanishingClient: Check = {
  id: 'ws-vanishing-client',
  title: 'A client that vanishes harms nobody',
  needs: ['ws-echo'],
  async run(session) {
    const { dialect } = await echo(session);
    const server = await session.server('rough');
    if (!server.ok) return failed(server.problem);
    const { origin } = server.value;
    const did = { kind: 'ws', path: '/ws', sent: ['(then the connection breaks)'] } as const;
    for (let round = 0; round < ROUNDS; round += 1) {
      const leaver = await connect(session, server.value);
      if (leaver.ok) {
        const word = session.words.word();
        if (round === 0) await exchange(leaver.value, spoken(dialect, word, origin), word);
        else leaver.value.send(spoken(dialect, word, origin));
        leaver.value.vanish();
      }
      const word = session.words.word();
      const witness = await connect(session, server.value);
      const waited = witness.ok ? await exchange(witness.value, spoken(dialect, word, origin), word) : undefined;
      if (waited?.kind === 'frame') continue;
      if (!session.remote && server.value.exit() === undefined) await Promise.race([server.value.exited, witness.ok ? witness.value.untilClosed(500) : undefined]);
      const { exit, error, where } = crashFacts(server.value, session.options.folder);
      return failed({ code: 'ws/crashes-on-disconnect', severity: 'error', facts: { exit, error }, evidence: { did, output: server.value.output.last(8), where } });
    }
    return PASSED;
  },
};
