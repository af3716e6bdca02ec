import type { Finding } from '../../model/finding.ts';
import type { Typo } from '../../model/facts/server.ts';
import type { ProcessEnd } from '../../model/observed.ts';
import { errorText, portInUse } from '../../model/server-error.ts';
import type { ErrorReport } from '../../model/server-error.ts';

/** A server that ended although nobody stopped it, or information on whether it did. */
export interface EndedServer {
  readonly exit: ProcessEnd;
  /** The last uncaught error in its output. */
  readonly report: ErrorReport | undefined;
  /** What the line gets wrong, where the error is about a name. */
  readonly typo?: Typo | undefined;
  /** The port that it was listening on. */
  readonly port: number;
  /** Last lines of its output. */
  readonly lines: readonly string[];
}

/** The finding for a server that ended. @param during id of the check that was running */
export function endedFinding(server: EndedServer, during: string): Finding {
  const { exit, report, typo, port, lines } = server;
  const evidence = { output: lines, where: report?.where === undefined ? [] : [report.where] };
  const severity = 'error';
  const taken = report === undefined ? undefined : portInUse(report, port);
  // It was listening, and then tried to listen again: `app.listen` in addition to `server.listen`.
  if (taken !== undefined) {
    const holder = taken === port ? 'itself' : 'unknown';
    return { code: 'server/port-in-use', severity, facts: { port: taken, holder }, evidence };
  }
  const facts = { exit, error: errorText(report), during, ...(typo === undefined ? {} : { typo }) };
  return { code: 'server/crashed-during-check', severity, facts, evidence };
}
