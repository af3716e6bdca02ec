import type { Place } from './timeline.ts';

/** An uncaught error as a runtime printed it. */
export interface ErrorReport {
  /** `SyntaxError`, `ModuleNotFoundError`, … */
  readonly name: string;
  readonly message: string;
  /** Node's `code`: `EADDRINUSE`, `ERR_MODULE_NOT_FOUND`. */
  readonly code: string | undefined;
  /** The innermost place that is in the learner's own folder. */
  readonly where: Place | undefined;
  /** All places of its stack that are in the learner's folder, the outermost call first. */
  readonly frames: readonly Place[];
  /** What the server was handling, where the stack shows it. */
  readonly during: 'http' | 'websocket' | undefined;
  /** The source line and its caret, as the runtime printed them; empty when it printed none. */
  readonly excerpt: string;
}

/** A call whose coroutine was never awaited: it did nothing. */
export interface NotAwaited {
  /** `WebSocket.send_text`, `sleep`. */
  readonly call: string;
  readonly where: Place;
  /** The line as Python printed it. */
  readonly warning: string;
}

/** `TypeError: x is not a function`, or the empty string. */
export function errorText(report: ErrorReport | undefined): string {
  if (report === undefined) return '';
  return report.message === '' ? report.name : `${report.name}: ${report.message}`;
}

/** The port of an EADDRINUSE; undefined for another error. @param port the one that the server was given, where the error names none */
export function portInUse({ code, message }: ErrorReport, port: number): number | undefined {
  if (code !== 'EADDRINUSE' && !message.includes('EADDRINUSE')) return undefined;
  const said = /:(\d+)$/u.exec(message.trim())?.[1];
  return said === undefined ? port : Number(said);
}
