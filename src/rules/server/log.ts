import type { Contract } from '../../model/contract.ts';
import type { Evidence, FindingOf } from '../../model/finding.ts';
import type { ErrorReport, NotAwaited } from '../../model/server-error.ts';
import type { SourceLocator } from '../locate.ts';

/** An error that a server printed, and the lines of its output in which it did. */
export interface LoggedError {
  readonly report: ErrorReport;
  readonly lines: readonly string[];
}

/** What a server's output says of the requests for one path, as far as the server had written it. */
export interface ServerLog {
  /** The error of the learner's code that ended the handling of a request. */
  readonly error?: LoggedError | undefined;
  /** A forgotten `await` in the function of this path. */
  readonly notAwaited?: NotAwaited | undefined;
  /** All of the output that is kept. */
  readonly text: string;
  /** Its last lines that say something, without the frames of libraries. */
  readonly lastLines: readonly string[];
}

/** A server that said nothing. */
export const SILENT: ServerLog = { text: '', lastLines: [] };

/** A path of the server, and how an error is told to be its own. */
export interface ServedPath {
  readonly path: string;
  readonly contract: Contract;
  readonly locate: Pick<SourceLocator, 'routeAround'>;
}

/** Errors that follow from a client's leaving, or from an end that was made already: never why an answer did not come. */
const OF_AN_END = /^(?:WebSocketDisconnect|ClientDisconnect\w*|ConnectionClosed\w*|CancelledError|KeyboardInterrupt)$/u;
const AFTER_THE_END = /websocket\.close'|close message has been sent|disconnect message has been received/u;

function isAfterTheEnd(report: ErrorReport): boolean {
  return OF_AN_END.test(report.name) || AFTER_THE_END.test(report.message);
}

/**
 * The error that ended the handling of a request for this path. Requests for several paths may be under way at the same time, so an error
 * is told apart by the protocol and by the route in whose function the outermost frame of the learner's stands.
 * @param reports all errors in the output, in their order
 */
export function errorAt(reports: readonly ErrorReport[], served: ServedPath): ErrorReport | undefined {
  const fitting = reports.filter((report) => !isAfterTheEnd(report) && fitsPath(report, served));
  return fitting.findLast((report) => routeOf(report, served) === served.path) ?? fitting.at(-1);
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

/** A route that the contract does not name may be what answers this path: a catch-all, a helper with a decorator of its own. */
function mayBeOf(route: string | undefined, { path, contract }: ServedPath): boolean {
  const known = ['/', contract.socketPath, contract.streamPath];
  return route === undefined || route === path || !known.includes(route);
}

function routeOf({ frames: [outermost] }: ErrorReport, { locate }: ServedPath): string | undefined {
  return outermost === undefined ? undefined : locate.routeAround(outermost);
}

/** The finding for a forgotten `await`. @param seen what was seen of it, whose evidence it takes over */
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

/** Whether the learner's server is written in Python, by its file. */
export function isPython(locate: Pick<SourceLocator, 'serverFile'>): boolean {
  return locate.serverFile()[0]?.file.endsWith('.py') === true;
}
