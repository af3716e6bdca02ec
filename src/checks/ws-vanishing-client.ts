import type { Check } from './check.ts';
import { failed, PASSED } from './check.ts';
import { crashFacts, hasCrashed } from './crash.ts';
import { connect, exchange, spoken } from './echo.ts';
import { echo } from './ws-echo.ts';

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
      await hasCrashed(server.value);
      const { exit, error, where } = crashFacts(server.value, session.options.folder);
      return failed({
        code: 'ws/crashes-on-disconnect',
        severity: 'error',
        facts: { exit, error },
        evidence: { did, output: server.value.output.last(8), where },
      });
    }
    return PASSED;
  },
};
