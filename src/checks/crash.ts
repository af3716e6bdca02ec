import type { Finding } from '../model/finding.ts';
import { readErrorReport } from '../server/error-report.ts';
import { errorWords, exitWords, portInUse } from '../server/exit-report.ts';
import { lastLines } from '../server/own-lines.ts';
import type { LearnerServer } from '../server/server.ts';
import { DEADLINE } from './deadlines.ts';

export interface CrashFacts {
  /** `exit code 1`, or that it still runs. */
  readonly exit: string;
  /** `TypeError: …`, or the empty string. */
  readonly error: string;
  /** The innermost line of the error that is the learner's. */
  readonly where: readonly { readonly file: string; readonly line?: number }[];
}

/** How a server ended that should not have: exit and error words, and the learner's line. */
export function crashFacts(server: LearnerServer, folder: string): CrashFacts {
  const exit = server.exit();
  const report = readErrorReport(server.output.text(), folder);
  return {
    exit: exit === undefined ? 'still running' : exitWords(exit),
    error: errorWords(report),
    where: report?.where === undefined ? [] : [report.where],
  };
}

/**
 * Whether a server of ours has ended by itself. A process that dies takes its connections along a moment before the system
 * reports its exit, so one that no longer accepts connections is waited for.
 */
export async function hasCrashed(server: LearnerServer): Promise<boolean> {
  if (server.remote) return false;
  if (server.exit() !== undefined) return true;
  if (await server.accepts()) return false;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, DEADLINE.answer);
  });
  await Promise.race([server.exited, late]);
  clearTimeout(timer);
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
      facts: { port: taken, holder: taken === server.port ? 'itself' : '' },
      evidence,
    };
  return {
    code: 'server/crashed-during-check',
    severity: 'error',
    facts: { exit, error, during: options.during },
    evidence,
  };
}
