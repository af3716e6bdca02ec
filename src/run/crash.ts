import type { Finding } from '../model/finding.ts';
import type { ProcessEnd } from '../model/observed.ts';
import { withinDeadline } from '../model/waiting.ts';
import { readErrorReport } from '../servers/error-report.ts';
import { errorWords, portInUse, processEnd } from '../servers/exit-report.ts';
import { lastLines } from '../servers/own-lines.ts';
import type { LearnerServer } from '../servers/server.ts';
import { httpGet } from '../observe/http.ts';
import { Timeline } from '../observe/timeline.ts';
import { DEADLINE } from './deadlines.ts';

export interface CrashFacts {
  readonly exit: ProcessEnd;
  /** `TypeError: …`, or the empty string. */
  readonly error: string;
  /** The innermost line of the error that is the learner's. */
  readonly where: readonly { readonly file: string; readonly line?: number }[];
}

/** How a server ended that should not have: exit and error words, and the learner's line. */
export function crashFacts(server: LearnerServer, folder: string): CrashFacts {
  const report = readErrorReport(server.output.text(), folder);
  return {
    exit: processEnd(server.exit()),
    error: errorWords(report),
    where: report?.where === undefined ? [] : [report.where],
  };
}

/** A server that lives answers something within this time, or is busy. Milliseconds. */
const SIGN_OF_LIFE_MS = 1000;

/**
 * Whether a server of ours has ended by itself. The system still takes connections for a process that is dying, and reports its exit
 * a moment after its connections broke: so an answer is what proves life, and where there is none the exit is waited for.
 */
export async function hasCrashed(server: LearnerServer): Promise<boolean> {
  if (server.remote) return false;
  if (server.exit() !== undefined) return true;
  const asked = httpGet(`${server.origin}/`, {
    client: { kind: 'http', label: 'sign of life' },
    timeline: new Timeline(),
    deadlineMs: SIGN_OF_LIFE_MS,
  });
  const sign = await Promise.race([asked, server.exited.then(() => undefined)]);
  if (sign !== undefined && (sign.ok || sign.problem.reason === 'deadline')) return server.exit() !== undefined;
  // A server that breaks connections as it likes still takes new ones.
  const patience = (await server.accepts()) ? SIGN_OF_LIFE_MS : DEADLINE.answer;
  await withinDeadline(server.exited, patience);
  return server.exit() !== undefined;
}

/** The finding for a server that ended while `during` was looked at. */
export function crashFinding(
  server: LearnerServer,
  options: { readonly folder: string; readonly during: string },
): Finding {
  const { exit, error, where } = crashFacts(server, options.folder);
  const evidence = { output: lastLines(server.output, options.folder, 12), where };
  const report = readErrorReport(server.output.text(), options.folder);
  const taken = report === undefined ? undefined : portInUse(report, server.port);
  // It had listened, and then asked for a port once more: `app.listen` beside `server.listen`.
  if (taken !== undefined)
    return {
      code: 'server/port-in-use',
      severity: 'error',
      facts: { port: taken, holder: taken === server.port ? 'itself' : 'unknown' },
      evidence,
    };
  return {
    code: 'server/crashed-during-check',
    severity: 'error',
    facts: { exit, error, during: options.during },
    evidence,
  };
}
