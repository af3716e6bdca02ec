import type { Finding } from '../../model/finding.ts';
import { readErrorReports } from '../../servers/error-report.ts';
import { errorWords } from '../../servers/exit-report.ts';
import { lastLines } from '../../servers/own-lines.ts';
import type { LearnerServer } from '../../servers/server.ts';
import type { ChapterCheck } from '../check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { crashFacts, hasCrashed } from '../../run/crash.ts';
import { connect, exchange, spoken } from './echo.ts';
import { isPython } from '../../run/server-says.ts';
import type { RunContext } from '../../run/context.ts';
import { echo } from './ws-echo.ts';

const ROUNDS = 3;

/** A client that breaks its connection, before and after its answer, harms nobody: new clients are served. */
export const wsVanishingClient: ChapterCheck<'ws-vanishing-client'> = {
  id: 'ws-vanishing-client',
  title: 'A client that vanishes harms nobody',
  observes: 'socket',
  needs: ['ws-echo'],
  async run(context) {
    const { dialect } = await echo(context);
    const server = await context.servers.get('disruptable');
    if (!server.ok) return failed(server.problem);
    const { origin } = server.value;
    const did = { kind: 'ws', path: '/ws', sent: [], ends: 'broken' } as const;
    for (let round = 0; round < ROUNDS; round += 1) {
      const leaver = await connect(context, server.value);
      if (leaver.ok) {
        const word = context.words.word();
        if (round === 0) await exchange(leaver.value, spoken(dialect, word, origin), word);
        else leaver.value.send(spoken(dialect, word, origin));
        leaver.value.vanish();
      }
      const word = context.words.word();
      const witness = await connect(context, server.value);
      const waited = witness.ok ? await exchange(witness.value, spoken(dialect, word, origin), word) : undefined;
      if (waited?.kind === 'frame') continue;
      await hasCrashed(server.value);
      const { exit, error, where } = crashFacts(server.value, context.folder);
      return failed({
        code: 'ws/crashes-on-disconnect',
        severity: 'error',
        facts: { exit, error },
        evidence: { did, output: lastLines(server.value.output, context.folder, 8), where },
      });
    }
    const twice = await closedTwice(context, server.value);
    return twice === undefined ? PASSED : failed(twice);
  },
};

const CLOSES = /\.close\(/u;
/** Starlette and uvicorn on a close that follows a close. */
const CLOSED_ALREADY = /websocket\.close'|close message has been sent/u;
/** Until a server has printed what a vanished client made it do, in milliseconds. */
const SAYS_MS = 2500;

/** The handler closes a connection that its client has ended already. Nobody is harmed, and the log fills with tracebacks. */
async function closedTwice(context: RunContext, server: LearnerServer): Promise<Finding | undefined> {
  // Only a handler that closes by itself is waited for.
  if (!isPython(context) || context.sources.find('server', CLOSES).length === 0) return undefined;
  const { folder } = context;
  const report = await server.output.find(
    () => readErrorReports(server.output.text(), folder).find(({ message }) => CLOSED_ALREADY.test(message)),
    SAYS_MS,
  );
  if (report?.where === undefined) return undefined;
  return {
    code: 'ws/closed-twice',
    severity: 'warning',
    facts: { error: errorWords(report) },
    evidence: {
      did: { kind: 'ws', path: '/ws', sent: [], ends: 'broken' },
      output: lastLines(server.output, folder, 8),
      where: [report.where],
    },
  };
}
