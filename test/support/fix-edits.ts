import { Buffer } from 'node:buffer';
import * as v from 'valibot';
import type { FileState } from '../../src/model/step.ts';
import type { Place } from '../../src/model/timeline.ts';

const replaceSchema = v.strictObject({
  file: v.string(),
  /** What the learner has now; it occurs exactly once in the file. */
  from: v.pipe(v.string(), v.minLength(1)),
  to: v.string(),
});

/** A file that the fix adds. */
const addSchema = v.strictObject({ file: v.string(), text: v.pipe(v.string(), v.minLength(1)) });

/** What somebody types who follows the report's fix to the letter. */
export const fixSchema = v.strictObject({
  edits: v.pipe(v.array(v.union([replaceSchema, addSchema])), v.minLength(1)),
  /** The advice's names for what this learner calls differently: `socket: ws`. */
  names: v.optional(v.record(v.string(), v.string()), {}),
  /** Code of the advice that is neither written nor removed: it explains, or is an alternative. */
  mentions: v.optional(v.array(v.string()), []),
  /** The code of another fault of the attempt, which is its first error once this one is gone; omitted: it passes. */
  next: v.optional(v.string()),
});

export type Fix = v.InferOutput<typeof fixSchema>;
type Edit = Fix['edits'][number];

/** How far from the line that a report names its edit may be. */
const NEAR = 3;

/** The folder after the edits. Throws when one does not fit the folder: the fixture is the project's own. */
export function fixedState(state: FileState, { edits }: Fix): FileState {
  const fixed = new Map(state);
  for (const edit of edits) {
    if ('text' in edit) {
      if (fixed.has(edit.file)) throw new Error(`${edit.file} is already there`);
      fixed.set(edit.file, Buffer.from(edit.text));
      continue;
    }
    const [before, after] = around(textOf(fixed, edit.file), edit);
    fixed.set(edit.file, Buffer.from(before + edit.to + after));
  }
  return fixed;
}

function textOf(state: FileState, file: string): string {
  const bytes = state.get(file);
  if (bytes === undefined) throw new Error(`no file ${file}`);
  return bytes.toString('utf8');
}

/** The text before and after what an edit replaces. */
function around(text: string, { file, from }: { readonly file: string; readonly from: string }): [string, string] {
  const parts = text.split(from);
  const [before, after] = parts;
  if (before === undefined || after === undefined || parts.length !== 2)
    throw new Error(`${file} has ${parts.length - 1} times ${from}`);
  return [before, after];
}

/**
 * Where the edits and the places of a report differ; empty: they agree. An edit is at the report's first place, within a few lines of its
 * line; whatever else it changes is in a file that the report names.
 */
export function placeProblems(
  state: FileState,
  fix: Fix,
  report: { readonly where: readonly Place[]; readonly fix: string },
): readonly string[] {
  const { where, fix: advice } = report;
  const [place] = where;
  const named = (file: string): boolean => where.some((one) => one.file === file) || advice.includes(file);
  const strangers = fix.edits.filter(({ file }) => !named(file)).map(({ file }) => `the report does not name ${file}`);
  const isAtPlace = place === undefined || fix.edits.some((edit) => isNear(state, edit, place));
  return isAtPlace
    ? strangers
    : [`no edit is at ${place.file}${place.line === undefined ? '' : `:${place.line}`}`, ...strangers];
}

function isNear(state: FileState, edit: Edit, { file, line }: Place): boolean {
  if (edit.file !== file || 'text' in edit) return edit.file === file;
  if (line === undefined) return true;
  const [before] = around(textOf(state, file), edit);
  const first = before.split('\n').length;
  const last = first + edit.from.split('\n').length - 1;
  return line >= first - NEAR && line <= last + NEAR;
}

/**
 * Code of the advice that is in no line that the edits write or remove, nowhere else in the files, and not listed as only mentioned;
 * and the reverse. Empty: the fixture follows the advice. Advice with code must have some of it in the edited lines.
 */
export function adviceProblems(state: FileState, fix: Fix, advice: string): readonly string[] {
  const codes = [...advice.matchAll(/`([^`]+)`/gu)].map((match) => match[1] ?? '');
  const lines = fix.edits.flatMap((edit) => editedLines(state, edit));
  const files = [...state.keys()]
    .filter((file) => !/^(?:node_modules|static)\//u.test(file))
    .map((file) => textOf(state, file));
  const isIn = (texts: readonly string[], code: string): boolean =>
    texts.some((text) => hasCode(text, code, fix.names));
  const rest = codes.filter((code) => !fix.mentions.includes(code));
  return [
    ...rest
      .filter((code) => !isIn(lines, code) && !isIn(files, code))
      .map((code) => `neither the edits nor the files have ${code}`),
    ...fix.mentions.filter((code) => !codes.includes(code)).map((code) => `the advice does not mention ${code}`),
    ...(codes.length > 0 && !codes.some((code) => isIn(lines, code)) ? ['the edits have no code of the advice'] : []),
  ];
}

/** The lines that an edit replaces, and those that it puts there. */
function editedLines(state: FileState, edit: Edit): readonly string[] {
  if ('text' in edit) return [edit.text];
  const [before, after] = around(textOf(state, edit.file), edit);
  const start = before.slice(before.lastIndexOf('\n') + 1);
  const [end = ''] = after.split('\n');
  return [start + edit.from + end, start + edit.to + end];
}

/** Whether the text has this code of an advice, with the learner's names, any quotes and any spaces; `…` is anything, a tag has any attributes, a call any arguments. */
function hasCode(text: string, code: string, names: Readonly<Record<string, string>>): boolean {
  const plain = (some: string): string => some.replaceAll(/['`]/gu, '"').replaceAll(/\s+/gu, ' ');
  const own = Object.entries(names).reduce(
    (replaced, [from, to]) => replaced.replaceAll(new RegExp(String.raw`(?<![\w$])${from}(?![\w$])`, 'gu'), () => to),
    code.replace(/^(<\w+)>$/u, '$1…>').replace(/^([\w.]+)\(\)$/u, '$1(…'),
  );
  let at = 0;
  return plain(own)
    .split('…')
    .every((part) => {
      const found = plain(text).indexOf(part.trim(), at);
      at = found + part.trim().length;
      return found !== -1;
    });
}
