import type { ErrorReport } from '../model/server-error.ts';
import type { OutputRing } from './output.ts';
import { ownFile } from './own-file.ts';

const FRAME = /^\s*(?:\| \s*)?File "([^"]+)", line \d+/u;
const HEAD = /^(?:[A-Z]+: )?\s*(?:[|+] \s*)?(?:Exception Group )?Traceback \(most recent call (?:last|first)\):/u;

/** A frame of Node's own or of a package, and the runtime's signature below an uncaught error. */
const NODE_FRAME = /^\s+at (?:.*[( ])?node:|^\s+at .*[\\/]node_modules[\\/]|^Node\.js v\d/u;

/**
 * Decides for each output line whether it is shown: of a traceback the frames in libraries and in the runtime, and the marks below
 * Python's source lines, are omitted; what stays is the learner's lines and the error. One for each process, because it remembers where it is.
 */
export function ownLinesFilter(folder: string): (line: string) => boolean {
  let inside = false;
  let foreign = false;
  return (line) => {
    const file = FRAME.exec(line)?.[1];
    if (HEAD.test(line)) [inside, foreign] = [true, false];
    else if (inside && file !== undefined) foreign = ownFile(file, folder) === undefined;
    else if (inside && !/^\s/u.test(line)) [inside, foreign] = [false, false];
    if (NODE_FRAME.test(line)) return false;
    // The marks mean nothing without their column.
    return !foreign && !(inside && /^[\s|]*[~^]+\s*$/u.test(line));
  };
}

/** What Mojolicious logs of every request in its development mode: four lines, which leave no room for others. */
const EVERY_REQUEST =
  /\] \[(?:trace|debug)\] .*(?:\b[A-Z]+ "\/|Routing to a c|Rendering (?:cached )?template|Template "(?:exception|not_found)\.|Nothing has been rendered|Your secret passphrase|\(\d+(?:\.\d+)?(?:e-\d+)?s, )/u;

/** The last lines of a server's output that say something, oldest first, without the frames of libraries. */
export function lastLines(output: OutputRing, folder: string, most: number): readonly string[] {
  const isOwn = ownLinesFilter(folder);
  return output
    .last(Number.MAX_SAFE_INTEGER)
    .filter((line) => isOwn(line) && !EVERY_REQUEST.test(line))
    .slice(-most);
}

/**
 * The lines in which a server printed this error: its last traceback, or, where there is none, the lines around the error's. Later requests
 * may have pushed it out of the last lines.
 * @param report undefined, or no longer in the output: the last lines
 */
export function linesOf(
  report: ErrorReport | undefined,
  output: OutputRing,
  { folder, most }: { readonly folder: string; readonly most: number },
): readonly string[] {
  const lines = lastLines(output, folder, Number.MAX_SAFE_INTEGER);
  const words = report === undefined ? '' : report.message === '' ? report.name : `${report.name}: ${report.message}`;
  const at =
    words === ''
      ? -1
      : lines.findLastIndex(
          (line) => line.trimEnd().endsWith(words) || (report?.message === '' && line.includes(words)),
        );
  if (at === -1) return lines.slice(-most);
  const head = lines.slice(0, at).findLastIndex((line) => HEAD.test(line));
  return head === -1 || at - head >= most ? lines.slice(Math.max(0, at - most + 4), at + 4) : lines.slice(head, at + 1);
}
