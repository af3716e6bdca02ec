import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from '../model/timeline.ts';

/** An uncaught error as a runtime printed it. */
export interface ErrorReport {
  /** `SyntaxError`, `ModuleNotFoundError`, … */
  readonly name: string;
  readonly message: string;
  /** Node's `code`: `EADDRINUSE`, `ERR_MODULE_NOT_FOUND`. */
  readonly code: string | undefined;
  /** The innermost place that is in the learner's own folder. */
  readonly where: Place | undefined;
  /** The source line and its caret, as the runtime printed them; empty when it printed none. */
  readonly excerpt: string;
}

/** The path relative to the folder with forward slashes; undefined for a file that is not the learner's. */
export function ownFile(file: string, folder: string): string | undefined {
  const absolute = file.startsWith('file:') ? fileURLToPath(file) : path.resolve(folder, file);
  const relative = path.relative(folder, absolute).split(path.sep).join('/');
  const foreign = relative === '' || relative.startsWith('../') || path.isAbsolute(relative);
  return foreign || /(^|\/)(node_modules|\.venv|venv|site-packages)\//u.test(relative) ? undefined : relative;
}

/** The last uncaught error in a server's output: Node's report, then Python's traceback; undefined when there is neither. */
export function readErrorReport(text: string, folder: string): ErrorReport | undefined {
  return readPythonTraceback(text, folder) ?? readNodeReport(text, folder);
}

const ERROR_LINE = /^(?:Uncaught )?([A-Z]\w*(?:Error|Exception)?)(?: \[(\w+)\])?: (.*)$/u;

/** Node prints `file:line`, the source line, a caret, a blank line, `Name [CODE]: message`, the stack, its properties. */
function readNodeReport(text: string, folder: string): ErrorReport | undefined {
  const lines = text.split('\n');
  const at = lines.findLastIndex((line, index) => ERROR_LINE.test(line) && looksThrown(lines, index));
  if (at === -1) return undefined;
  const [, name = 'Error', bracketed, message = ''] = ERROR_LINE.exec(lines[at] ?? '') ?? [];
  const after = lines.slice(at + 1);
  const code = bracketed ?? /^\s+code: '(\w+)'/mu.exec(after.join('\n'))?.[1];

  const head = lines.slice(0, at).findLastIndex((line) => /^(?:file:\/\/|\/|[A-Za-z]:\\).*:\d+$/u.test(line));
  const header = head !== -1 && at - head <= 6 ? /^(.*):(\d+)$/u.exec(lines[head] ?? '') : null;
  const headerFile = header === null ? undefined : ownFile(header[1] ?? '', folder);
  const excerptLines = lines.slice(head + 1, at).filter((line) => line.trim() !== '');
  const caret = excerptLines.find((line) => /^\s*\^+\s*$/u.test(line));

  const stack = after
    .map((line) => /\(?((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):(\d+):(\d+)\)?$/u.exec(line.trim()))
    .filter((match) => match !== null);
  const own = stack
    .map((match) => ({ file: ownFile(match[1] ?? '', folder), line: Number(match[2]), column: Number(match[3]) }))
    .find((place) => place.file !== undefined);
  const importer = /imported from (\S+)$/u.exec(message)?.[1] ?? /^- (.+)$/mu.exec(after.join('\n'))?.[1];
  const importerFile = importer === undefined ? undefined : ownFile(importer, folder);

  let where: Place | undefined;
  if (headerFile !== undefined) {
    where = {
      file: headerFile,
      line: Number(header?.[2]),
      ...(caret === undefined ? {} : { column: caret.indexOf('^') + 1 }),
    };
  } else if (own?.file !== undefined) where = { file: own.file, line: own.line, column: own.column };
  else if (importerFile !== undefined) where = { file: importerFile };
  return {
    name,
    message: message.trim(),
    code,
    where,
    excerpt: headerFile === undefined ? '' : excerptLines.join('\n'),
  };
}

/** A log line may look like `Info: ready`; an error that ended the process has a stack or a caret beside it. */
function looksThrown(lines: readonly string[], index: number): boolean {
  const following = lines.slice(index + 1, index + 8);
  const before = lines.slice(Math.max(0, index - 4), index);
  return following.some((line) => /^\s+at /u.test(line)) || before.some((line) => /^\s*\^+\s*$/u.test(line));
}

/** Python: `Traceback (most recent call last):`, frames with the innermost last, `Name: message`. */
function readPythonTraceback(text: string, folder: string): ErrorReport | undefined {
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => /^\s*File "[^"]+", line \d+/u.test(line));
  if (last === -1) return undefined;
  const end = lines.findIndex(
    (line, index) => index > last && /^[A-Za-z_][\w.]*(?:Error|Exception|Warning|Interrupt|Exit)\b(?::|$)/u.test(line),
  );
  if (end === -1) return undefined;
  const [, name = 'Error', message = ''] = /^([\w.]+)(?:: (.*))?$/u.exec(lines[end] ?? '') ?? [];
  const begin = lines.slice(0, end).findLastIndex((line) => line.startsWith('Traceback'));
  const frames = lines
    .slice(begin + 1, end)
    .map((line, offset) => ({ match: /^\s*File "([^"]+)", line (\d+)/u.exec(line), at: begin + 1 + offset }))
    .filter((frame) => frame.match !== null)
    .map((frame) => ({ file: ownFile(frame.match?.[1] ?? '', folder), line: Number(frame.match?.[2]), at: frame.at }));
  const own = frames.findLast((frame) => frame.file !== undefined);
  const excerpt =
    own === undefined
      ? ''
      : lines
          .slice(own.at + 1, Math.min(own.at + 3, end))
          .filter((line) => !/^\s*File "/u.test(line))
          .join('\n');
  return {
    name: name.split('.').pop() ?? name,
    message,
    code: undefined,
    where: own?.file === undefined ? undefined : { file: own.file, line: own.line },
    excerpt,
  };
}
