import type { Place } from '../model/timeline.ts';
import type { ErrorReport, NotAwaited } from '../model/server-error.ts';
import { ownFile } from './own-file.ts';

const FRAME = /^\s*File "(?<file>[^"]+)", line (?<line>\d+)/u;
/** The line that ends a traceback: the exception's name, qualified by its module, and what it says. */
const EXCEPTION = /^(?<name>[A-Za-z_][\w.]*)(?:: (?<message>.*))?$/u;
/** In an exception group a bar precedes each line (PEP 654). */
const GROUP_BAR = /^\s*[|+] ?/u;
/** A log line of uvicorn, which looks like an exception and is not one. */
const LOG_LEVEL = /^(?:TRACE|DEBUG|INFO|WARNING|ERROR|CRITICAL)$/u;
const OF_WEBSOCKETS = /[/\\](?:uvicorn|hypercorn)[/\\].*(?:websockets|wsproto)|[/\\]daphne[/\\]ws_/u;
const OF_HTTP = /[/\\](?:uvicorn|hypercorn)[/\\].*(?:h11|httptools|h2)_?|[/\\]daphne[/\\]http_/u;

/** Every traceback in a server's output, in order, including those of errors that caused another one. */
export function pythonTracebacks(text: string, folder: string): readonly ErrorReport[] {
  const lines = text.split('\n').map((line) => line.replace(GROUP_BAR, ''));
  const reports: ErrorReport[] = [];
  let frames: Frame[] = [];
  for (const [index, line] of lines.entries()) {
    if (/^(?:[A-Z]+:)?\s*(?:Exception Group )?Traceback \(most recent call last\)/u.test(line)) frames = [];
    const frame = FRAME.exec(line)?.groups;
    if (frame !== undefined) {
      const raw = frame['file'] ?? '';
      frames.push({ raw, file: ownFile(raw, folder), line: Number(frame['line']), at: index });
      continue;
    }
    const exception = EXCEPTION.exec(line)?.groups;
    if (frames.length === 0 || exception === undefined || LOG_LEVEL.test(exception['name'] ?? '')) continue;
    reports.push(
      reportOf(lines, frames, {
        at: index,
        name: exception['name'] ?? 'Error',
        message: exception['message'] ?? '',
      }),
    );
    frames = [];
  }
  return reports;
}

interface Frame {
  readonly raw: string;
  /** Relative to the folder; undefined: not the learner's. */
  readonly file: string | undefined;
  readonly line: number;
  /** Index of its line in the output. */
  readonly at: number;
}

function reportOf(
  lines: readonly string[],
  frames: readonly Frame[],
  exception: { readonly at: number; readonly name: string; readonly message: string },
): ErrorReport {
  const places = frames.flatMap(({ file, line }): readonly Place[] => (file === undefined ? [] : [{ file, line }]));
  const innermost = frames.findLast(({ file }) => file !== undefined);
  const excerpt =
    innermost === undefined
      ? []
      : lines.slice(innermost.at + 1, Math.min(innermost.at + 3, exception.at)).filter((line) => !FRAME.test(line));
  const files = frames.map(({ raw }) => raw);
  return {
    name: exception.name.split('.').pop() ?? exception.name,
    message: exception.message,
    code: undefined,
    where: places.at(-1),
    frames: places,
    excerpt: excerpt.join('\n'),
    during: protocolOf(files),
  };
}

/** Determined by the frames of the server that calls the application. */
function protocolOf(files: readonly string[]): ErrorReport['during'] {
  if (files.some((file) => OF_WEBSOCKETS.test(file))) return 'websocket';
  return files.some((file) => OF_HTTP.test(file)) ? 'http' : undefined;
}

const NEVER_AWAITED = /^(?<file>.+):(?<line>\d+): RuntimeWarning: coroutine '(?<call>[^']+)' was never awaited\s*$/gmu;

/** Python's warnings about forgotten `await`s, once for each line (the interpreter warns once). */
export function neverAwaited(text: string, folder: string): readonly NotAwaited[] {
  return [...text.matchAll(NEVER_AWAITED)].flatMap(({ 0: warning, groups }) => {
    const file = ownFile(groups?.['file'] ?? '', folder);
    const call = groups?.['call'] ?? '';
    return file === undefined
      ? []
      : [{ call, where: { file, line: Number(groups?.['line']) }, warning: warning.trim() }];
  });
}
