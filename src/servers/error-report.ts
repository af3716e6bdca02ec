import type { Place } from '../model/timeline.ts';
import type { ErrorReport } from '../model/server-error.ts';
import { ownFile } from './own-file.ts';
import { pythonTracebacks } from './python-traceback.ts';

/** The uncaught errors in a server's output: Python's tracebacks in their order; where there is none, Node's last report, else Perl's first message. */
export function readErrorReports(text: string, folder: string): readonly ErrorReport[] {
  const python = pythonTracebacks(text, folder);
  const node = python.length > 0 ? undefined : readNodeReport(unfolded(text), folder);
  if (node !== undefined) return [node];
  const perl = python.length > 0 ? undefined : readPerlReport(text, folder);
  return perl === undefined ? python : [perl];
}

/**
 * Perl ends a message with its place, in a file of the learner's or in a template of Mojolicious, whose log has time, process, level and
 * request before it. An error in a callback has the reactor's name before it, whatever file it names.
 */
const PERL =
  /^(?:\[[^\]\n]*\] ?)*(?<reactor>Mojo::Reactor::\w+: [\w/ ]+ failed: )?(?<said>\S.* at (?:template (?<template>\S+)(?<data> from DATA section)?|(?<file>\S+\.(?:pl|pm|psgi|t))) line (?<line>\d+)\.?)(?:$|,? near |, at )/gmu;

/** Perl goes on after these, and so they are the cause of nothing. */
const PERL_WARNING =
  /\[(?:warn|info|debug|trace)\]|^Use of uninitialized value|isn't numeric|masks earlier declaration|used only once|redefined at|^Useless use|^Wide character in/u;

/** What Mojolicious itself found wrong with a request; its place is in a module of the framework. */
const MOJOLICIOUS_ERROR = /\] \[error\] \[[\w-]+\] /u;

/** The first message with a place in the learner's files, else the first of the framework: those after it may follow from it. */
function readPerlReport(text: string, folder: string): ErrorReport | undefined {
  const said = [...text.matchAll(PERL)].flatMap(({ 0: line, groups = {} }) => {
    const { reactor, said: words = '', template, data } = groups;
    const file = template === undefined ? ownFile(groups['file'] ?? '', folder) : templateFile(template, data, folder);
    const isOwn = file !== undefined || reactor !== undefined || template !== undefined;
    if (PERL_WARNING.test(line) || (!isOwn && !MOJOLICIOUS_ERROR.test(line))) return [];
    const where = file === undefined ? undefined : { file, line: Number(groups['line']) };
    return [{ words, where, isOwn, during: template === undefined ? undefined : ('http' as const) }];
  });
  const first = said.find(({ isOwn }) => isOwn) ?? said[0];
  if (first === undefined) return undefined;
  const { words, where, during } = first;
  const frames = where === undefined ? [] : [where];
  return { name: words, message: '', code: undefined, where, frames, during, excerpt: '' };
}

/** The file of a template that Mojolicious names; undefined: it is below `__DATA__`, where its lines have other numbers. */
function templateFile(template: string, data: string | undefined, folder: string): string | undefined {
  return data === undefined ? ownFile(`templates/${template}`, folder) : undefined;
}

/** The last uncaught error in a server's output; undefined when there is none. */
export function readErrorReport(text: string, folder: string): ErrorReport | undefined {
  return readErrorReports(text, folder).at(-1);
}

/** The stack of an error in a line of JSON, as pino writes it, which is the log of Fastify. */
const LOGGED_STACK = /^\{"level":\d+,.*"stack":(?<stack>"(?:[^"\\]|\\.)*")/gmu;

/** The output, with each error in a line of JSON replaced by what the runtime itself would print. A line that only looks like JSON stays. */
function unfolded(text: string): string {
  return text.replaceAll(LOGGED_STACK, (...match) => {
    const { stack = '""' } = match.at(-1) as { readonly stack?: string };
    try {
      return String(JSON.parse(stack));
    } catch {
      return match[0];
    }
  });
}

const ERROR_LINE = /^(?:Uncaught )?([A-Z]\w*(?:Error|Exception)?)(?: \[(\w+)\])?: (.*)$/u;

/** Node prints `file:line`, the source line, a caret, a blank line, `Name [CODE]: message`, the stack, its properties. */
function readNodeReport(text: string, folder: string): ErrorReport | undefined {
  const lines = text.split('\n');
  const at = lines.findLastIndex((line, index) => ERROR_LINE.test(line) && looksThrown(lines, index));
  if (at === -1) return undefined;
  const [, name = 'Error', bracketed, message = ''] = ERROR_LINE.exec(lines[at] ?? '') ?? [];
  const after = lines.slice(at + 1);
  const code = bracketed ?? /^[ \t]+code: '(\w+)'/mu.exec(after.join('\n'))?.[1];

  const head = lines.slice(0, at).findLastIndex((line) => /^(?:file:\/\/|\/|[A-Za-z]:\\).*:\d+$/u.test(line));
  const header = head !== -1 && at - head <= 6 ? /^(.*):(\d+)$/u.exec(lines[head] ?? '') : null;
  const headerFile = header === null ? undefined : ownFile(header[1] ?? '', folder);
  const excerptLines = lines.slice(head + 1, at).filter((line) => line.trim() !== '');
  const caret = excerptLines.find((line) => /^\s*\^+\s*$/u.test(line));

  const stack = after.map((line) => framePlace(line.trim())).filter((place) => place !== undefined);
  const own = stack
    .map(({ file, ...rest }) => ({ file: ownFile(file, folder), ...rest }))
    .flatMap(({ file, ...rest }) => (file === undefined ? [] : [{ file, ...rest }]));
  const importer = /imported from (\S+)$/u.exec(message)?.[1] ?? /^- (.+)$/mu.exec(after.join('\n'))?.[1];
  const importerFile = importer === undefined ? undefined : ownFile(importer, folder);

  let where: Place | undefined;
  if (headerFile !== undefined) {
    where = {
      file: headerFile,
      line: Number(header?.[2]),
      ...(caret === undefined ? {} : { column: caret.indexOf('^') + 1 }),
    };
  } else if (own[0] !== undefined) [where] = own;
  else if (importerFile !== undefined) where = { file: importerFile };
  return {
    name,
    message: message.trim(),
    code,
    where,
    frames: own.toReversed(),
    during: undefined,
    excerpt: headerFile === undefined ? '' : excerptLines.join('\n'),
  };
}

/** The place at the end of a frame such as `at name (file:///folder/main.js:3:7)`: the first path after the last bracket. */
function framePlace(
  frame: string,
): { readonly file: string; readonly line: number; readonly column: number } | undefined {
  const end = /:(\d+):(\d+)\)?$/u.exec(frame);
  if (end === null) return undefined;
  const before = frame.slice(0, end.index);
  const unbracketed = before.slice(Math.max(before.lastIndexOf('('), before.lastIndexOf(')')) + 1);
  const begin = unbracketed.search(/file:\/\/|\/|[A-Za-z]:\\/u);
  return begin === -1 ? undefined : { file: unbracketed.slice(begin), line: Number(end[1]), column: Number(end[2]) };
}

/** A log line may look like `Info: ready`; an error that ended the process has a stack or a caret beside it. */
function looksThrown(lines: readonly string[], index: number): boolean {
  const following = lines.slice(index + 1, index + 8);
  const before = lines.slice(Math.max(0, index - 4), index);
  return following.some((line) => /^\s+at /u.test(line)) || before.some((line) => /^\s*\^+\s*$/u.test(line));
}
