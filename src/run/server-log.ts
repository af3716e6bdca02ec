import type { Evidence, Finding } from '../model/finding.ts';
import { handlerFailed } from '../rules/socket/handler-failed.ts';
import { errorAt, isPython, notAwaitedAt } from '../rules/server/log.ts';
import type { LoggedError, ServedPath, ServerLog } from '../rules/server/log.ts';
import { readErrorReports } from '../servers/error-report.ts';
import { lastLines, linesOf } from '../servers/own-lines.ts';
import { neverAwaited } from '../servers/python-traceback.ts';
import type { LearnerServer } from '../servers/server.ts';
import type { RunContext } from './context.ts';
import { DEADLINE } from './deadlines.ts';

// A server that keeps running after an error explains in its output what happened.

interface LogOptions {
  /** How long to wait for the output of a Python server, which prints after it has answered; 0 where the answer is long overdue. Milliseconds. */
  readonly patienceMs?: number;
  /** How many lines of an error, and how many last lines, are kept. */
  readonly errorLines?: number;
  readonly lastLines?: number;
}

const MOST_LINES = 8;

/** What the server's output says about the requests for this path. */
export async function serverLog(
  context: RunContext,
  server: LearnerServer,
  path: string,
  options: LogOptions = {},
): Promise<ServerLog> {
  const { folder } = context;
  const error = await loggedError(context, server, path, options);
  return {
    ...(server.remote ? { unseen: true as const } : {}),
    error,
    notAwaited: notAwaitedAt(neverAwaited(server.output.text(), folder), servedAt(context, path)),
    text: server.output.text(),
    lastLines: lastLines(server.output, folder, options.lastLines ?? MOST_LINES),
  };
}

/** What it has printed so far, without waiting for an error. */
export function serverLogNow(context: RunContext, server: LearnerServer, path: string, most = MOST_LINES): ServerLog {
  const { folder } = context;
  const text = server.output.text();
  return {
    notAwaited: notAwaitedAt(neverAwaited(text, folder), servedAt(context, path)),
    text,
    lastLines: lastLines(server.output, folder, most),
  };
}

async function loggedError(
  context: RunContext,
  server: LearnerServer,
  path: string,
  { patienceMs = DEADLINE.says, errorLines = MOST_LINES }: LogOptions,
): Promise<LoggedError | undefined> {
  const { folder, sources } = context;
  const served = servedAt(context, path);
  const report = await server.output.find(
    () => errorAt(readErrorReports(server.output.text(), folder), served),
    isPython(sources) ? patienceMs : 0,
  );
  return report && { report, lines: linesOf(report, server.output, { folder, most: errorLines }) };
}

/** A path of this run's server. */
export function servedAt({ contract, sources }: RunContext, path: string): ServedPath {
  return { path, contract, locate: sources };
}

/**
 * Why a WebSocket got no answer, according to the server's output. Undefined: the output does not explain it.
 * @param sent the message; empty: the handshake itself failed
 */
export async function whyHandlerFailed(
  context: RunContext,
  server: LearnerServer,
  seen: { readonly sent: string; readonly evidence: Evidence; readonly patienceMs?: number },
): Promise<Finding | undefined> {
  const { socketPath } = context.contract;
  if (socketPath === undefined) return undefined;
  const { sent, evidence, patienceMs } = seen;
  const log = await serverLog(context, server, socketPath, patienceMs === undefined ? {} : { patienceMs });
  return handlerFailed({ log, sent, evidence });
}
