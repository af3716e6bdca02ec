import type { Finding, FindingOf } from '../model/finding.ts';
import type { ErrorReport } from '../servers/error.ts';
import { readErrorReports } from '../servers/error-report.ts';
import { errorWords } from '../servers/exit-report.ts';
import { linesOf } from '../servers/own-lines.ts';
import { neverAwaited } from '../servers/python-traceback.ts';
import type { NotAwaited } from '../servers/python-traceback.ts';
import type { LearnerServer } from '../servers/server.ts';
import type { RunContext } from './context.ts';

// A server that lives on after an error says in its output what happened. Two requests may be under way at the same time, so an error is
// told apart by the protocol and by the route in whose function the outermost frame of the learner's stands.

/** uvicorn answers first and prints the traceback afterwards. Milliseconds. */
const UVICORN_SAYS_MS = 2000;

/** Errors that follow from a client's leaving, or from an end that was made already: never why an answer did not come. */
const OF_AN_END = /^(?:WebSocketDisconnect|ClientDisconnect\w*|ConnectionClosed\w*|CancelledError|KeyboardInterrupt)$/u;
const AFTER_THE_END = /websocket\.close'|close message has been sent|disconnect message has been received/u;

export function isAfterTheEnd(report: ErrorReport): boolean {
  return OF_AN_END.test(report.name) || AFTER_THE_END.test(report.message);
}

/**
 * The error of the learner's code that ended the handling of a request for this path, as the server printed it. A Python server is
 * waited for, because it prints after it has answered. Undefined: it says nothing of the kind.
 * @param patienceMs 0 where the answer is long overdue
 */
export async function errorSaid(
  context: RunContext,
  server: LearnerServer,
  path: string,
  patienceMs = UVICORN_SAYS_MS,
): Promise<ErrorReport | undefined> {
  const { folder } = context;
  const look = (): ErrorReport | undefined => {
    const reports = readErrorReports(server.output.text(), folder);
    const fitting = reports.filter((report) => !isAfterTheEnd(report) && fitsPath(context, report, path));
    return fitting.findLast(({ frames }) => routeOf(context, frames) === path) ?? fitting.at(-1);
  };
  return server.output.find(look, isPython(context) ? patienceMs : 0);
}

function fitsPath(context: RunContext, report: ErrorReport, path: string): boolean {
  if (report.during !== undefined && (report.during === 'websocket') !== (path === context.contract.socketPath))
    return false;
  const route = routeOf(context, report.frames);
  return route === undefined || route === path || !isKnown(context, route);
}

/** Whether the contract names this path, so that an error in its function belongs to it alone. */
function isKnown({ contract }: RunContext, route: string): boolean {
  return ['/', contract.socketPath, contract.streamPath].includes(route);
}

function routeOf(context: RunContext, frames: ErrorReport['frames']): string | undefined {
  const [outermost] = frames;
  return outermost === undefined ? undefined : context.sources.routeAround(outermost);
}

/** A forgotten `await` in the function of this path, which Python warns of in the output. */
export function notAwaitedSaid(context: RunContext, server: LearnerServer, path: string): NotAwaited | undefined {
  return neverAwaited(server.output.text(), context.folder).find(({ where }) => {
    const route = context.sources.routeAround(where);
    return route === undefined || route === path || !isKnown(context, route);
  });
}

export function isPython(context: RunContext): boolean {
  return context.sources.serverFile()[0]?.file.endsWith('.py') === true;
}

/** The finding for a forgotten `await`. @param seen what was seen of it, whose evidence it takes over */
export function notAwaitedFinding(
  { call, where, warning }: NotAwaited,
  seen: Finding['evidence'],
): FindingOf<'python/not-awaited'> {
  return {
    code: 'python/not-awaited',
    severity: 'error',
    facts: { call },
    evidence: { ...seen, where: [where], output: [warning] },
  };
}

/**
 * Why a WebSocket got no answer, from the server's own words: a forgotten `await`, or the error that ended the handler. Undefined: it
 * says nothing that explains it.
 * @param sent the message; empty: the handshake itself failed
 */
export async function whyHandlerFailed(
  context: RunContext,
  server: LearnerServer,
  seen: { readonly sent: string; readonly evidence: Finding['evidence']; readonly patienceMs?: number },
): Promise<Finding | undefined> {
  const { sent, evidence } = seen;
  const { socketPath } = context.contract;
  if (socketPath === undefined) return undefined;
  const report = await errorSaid(context, server, socketPath, seen.patienceMs);
  const forgotten = notAwaitedSaid(context, server, socketPath);
  if (forgotten !== undefined) return notAwaitedFinding(forgotten, evidence);
  if (report === undefined) return undefined;
  const where = report.where === undefined ? (evidence.where ?? []) : [report.where];
  const output = linesOf(report, server.output, { folder: context.folder, most: 8 });
  if (/call "accept" first|"websocket\.accept"/u.test(report.message))
    return { code: 'ws/no-accept', severity: 'error', facts: {}, evidence: { ...evidence, where, output } };
  return {
    code: 'ws/handler-error',
    severity: 'error',
    facts: { error: errorWords(report), sent },
    evidence: { ...evidence, where, output },
  };
}
