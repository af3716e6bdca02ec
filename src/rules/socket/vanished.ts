import type { Finding } from '../../model/finding.ts';
import type { ErrorReport } from '../../model/server-error.ts';
import type { EndedServer } from '../server/ended.ts';
import { errorText } from '../../model/server-error.ts';

/** A client broke its connection, and the next one got no reply. */
export function crashesOnDisconnect(path: string, { exit, report, lines }: EndedServer): Finding {
  return {
    code: 'ws/crashes-on-disconnect',
    severity: 'error',
    facts: { exit, error: errorText(report) },
    evidence: {
      did: { kind: 'ws', path, sent: [], ends: 'broken' },
      output: lines,
      where: report?.where === undefined ? [] : [report.where],
    },
  };
}

/** What Starlette and uvicorn print when a close follows a close. */
const CLOSED_ALREADY = /websocket\.close'|close message has been sent/u;

/** The error of a handler that closes a connection already ended by its client. */
export function closeAfterEnd(reports: readonly ErrorReport[]): ErrorReport | undefined {
  return reports.find(({ message }) => CLOSED_ALREADY.test(message));
}

/** It harms nobody, but fills the log with tracebacks. @param lines last lines of the server's output */
export function closedTwice(
  path: string,
  reports: readonly ErrorReport[],
  lines: readonly string[],
): Finding | undefined {
  const report = closeAfterEnd(reports);
  if (report?.where === undefined) return undefined;
  return {
    code: 'ws/closed-twice',
    severity: 'warning',
    facts: { error: errorText(report) },
    evidence: { did: { kind: 'ws', path, sent: [], ends: 'broken' }, output: lines, where: [report.where] },
  };
}
