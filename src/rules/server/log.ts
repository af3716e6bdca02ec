import type { Contract } from '../../model/contract.ts';
import type { Evidence, FindingOf } from '../../model/finding.ts';
import type { ErrorReport, NotAwaited } from '../../model/server-error.ts';
import type { SourceLocator } from '../locate.ts';

/** An error that a server printed, with the lines of its output that contain it. */
export interface LoggedError {
  readonly report: ErrorReport;
  readonly lines: readonly string[];
}

/** What a server's output says about the requests for one path, as far as it has been written. */
export interface ServerLog {
  /** The error in the learner's code that ended the handling of a request. */
  readonly error?: LoggedError | undefined;
  /** A forgotten `await` in the function of this path. */
  readonly notAwaited?: NotAwaited | undefined;
  /** The tutor did not start the server, so its output is elsewhere. */
  readonly unseen?: true;
  /** All output that is kept. */
  readonly text: string;
  /** Its last meaningful lines, without the stack frames of libraries. */
  readonly lastLines: readonly string[];
}

/** A server that printed nothing. */
export const SILENT: ServerLog = { text: '', lastLines: [] };

/** A path of the server, and how to recognize an error that belongs to it. */
export interface ServedPath {
  readonly path: string;
  readonly contract: Contract;
  readonly locate: Pick<SourceLocator, 'routeAround'>;
}

/** Errors that follow from a client leaving, or from a connection that has already ended: never the reason for a missing answer. */
const OF_AN_END = /^(?:WebSocketDisconnect|ClientDisconnect\w*|ConnectionClosed\w*|CancelledError|KeyboardInterrupt)$/u;
/** Not `render() after finish()`: for Tornado the response of a WebSocket is finished from the handshake on. */
const AFTER_THE_END =
  /websocket\.close'|close message has been sent|disconnect message has been received|(?<!render\(\) )after (?:write_eof|finish)\(\)|write after end/u;

function isAfterTheEnd(report: ErrorReport): boolean {
  return OF_AN_END.test(report.name) || AFTER_THE_END.test(report.message);
}

/**
 * The error that ended the handling of a request for this path. Requests for several paths may be in progress at the same time, so an error
 * is assigned by the protocol and by the route whose function contains the outermost stack frame of the learner's code.
 * @param reports all errors in the output, in order
 */
export function errorAt(reports: readonly ErrorReport[], served: ServedPath): ErrorReport | undefined {
  const fitting = reports.filter((report) => !isAfterTheEnd(report) && fitsPath(report, served));
  return (
    fitting.findLast((report) => routeOf(report, served) === served.path) ??
    // What fails in a framework only after the learner's own error is a consequence of it.
    fitting.findLast(({ where }) => where !== undefined) ??
    fitting.at(-1)
  );
}

/** The forgotten `await` in the function of this path. */
export function notAwaitedAt(warnings: readonly NotAwaited[], served: ServedPath): NotAwaited | undefined {
  return warnings.find(({ where }) => mayBeOf(served.locate.routeAround(where), served));
}

function fitsPath(report: ErrorReport, served: ServedPath): boolean {
  const isSocket = served.path === served.contract.socketPath;
  if (report.during !== undefined && (report.during === 'websocket') !== isSocket) return false;
  return mayBeOf(routeOf(report, served), served);
}

/** A route that the contract does not name may answer this path: a catch-all, or a helper with its own decorator. */
function mayBeOf(route: string | undefined, { path, contract }: ServedPath): boolean {
  const known = ['/', contract.socketPath, contract.streamPath];
  return route === undefined || route === path || !known.includes(route);
}

function routeOf({ frames: [outermost] }: ErrorReport, { locate }: ServedPath): string | undefined {
  return outermost === undefined ? undefined : locate.routeAround(outermost);
}

/** The finding for a forgotten `await`. @param seen what was observed, whose evidence is reused */
export function notAwaitedFinding(
  { call, where, warning }: NotAwaited,
  seen: Evidence,
): FindingOf<'python/not-awaited'> {
  return {
    code: 'python/not-awaited',
    severity: 'error',
    facts: { call },
    evidence: { ...seen, where: [where], output: [warning] },
  };
}

/** Whether the learner's server is written in Python, judged by its file. */
export function isPython(locate: Pick<SourceLocator, 'serverFile'>): boolean {
  return locate.serverFile()[0]?.file.endsWith('.py') === true;
}
