import { markdownLines } from './markdown-lines.ts';

/** A part of a lesson: text as it is, or code that is taken from the course's files. */
export type LessonPart =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'excerpt';
      readonly line: number;
      readonly language: string;
      readonly file: string;
      readonly from?: string;
      readonly to?: string;
    }
  | { readonly kind: 'diff'; readonly line: number; readonly file: string };

/** A mistake in a directive. `line` counts from the start of the text. */
export interface DirectiveFault {
  readonly line: number;
  readonly message: string;
}

/**
 * Splits a lesson into text and directives, without the sections of other backends.
 * A directive is an empty fenced block whose info string says `file=…`; a section is what lies between
 * `<!-- only: node -->` and `<!-- end -->`: with commas for any of several names, with blanks for all of them.
 * @param sections names of the sections that the reader's backend shows
 * @param known all names that a section may have; undefined: any
 */
export function lessonParts(
  markdown: string,
  sections: readonly string[],
  known?: readonly string[],
): { readonly parts: readonly LessonPart[]; readonly faults: readonly DirectiveFault[] } {
  const parts: LessonPart[] = [];
  const faults: DirectiveFault[] = [];
  let text: string[] = [];
  let section: { readonly line: number; readonly shown: boolean } | undefined;
  let directive: LessonPart | undefined;
  const flush = (): void => {
    if (text.length > 0) parts.push({ kind: 'text', text: text.join('\n') });
    text = [];
  };

  for (const line of markdownLines(markdown)) {
    const mark = line.inFence ? undefined : /^<!--\s*(?:only:(?<names>[\w\s,-]+)|end\s*)-->$/.exec(line.text.trimEnd());
    if (mark) {
      const names = mark.groups?.['names']?.split(',').map((name) => name.trim());
      if (names !== undefined && section !== undefined)
        faults.push({ line: line.number, message: 'a section inside another: end the first one before it' });
      if (names === undefined && section === undefined)
        faults.push({ line: line.number, message: '"end" without a section' });
      const unknown = names?.flatMap((name) => name.split(/\s+/u)).find((name) => known?.includes(name) === false);
      if (unknown !== undefined)
        faults.push({
          line: line.number,
          message: `"${unknown}" is not the name of a section; these are: ${known?.join(', ')}`,
        });
      section =
        names === undefined ? undefined : { line: line.number, shown: names.some((name) => isFor(name, sections)) };
      continue;
    }
    if (section?.shown === false) continue;
    if (directive !== undefined) {
      if (line.closes) directive = undefined;
      else
        faults.push({
          line: line.number,
          message: 'a block that names a file must be empty: its text is taken from the file',
        });
      continue;
    }
    if (line.opens !== undefined) {
      const read = readDirective(line.opens, line.number);
      if (typeof read === 'string') faults.push({ line: line.number, message: read });
      else if (read !== undefined) {
        flush();
        parts.push(read);
        directive = read;
        continue;
      }
    }
    text.push(line.text);
  }
  if (section !== undefined) faults.push({ line: section.line, message: 'the section has no <!-- end -->' });
  flush();
  return { parts, faults };
}

/** @param name one name of a section, or several that must all be among `sections` */
function isFor(name: string, sections: readonly string[]): boolean {
  return name.split(/\s+/u).every((part) => sections.includes(part));
}

/** Undefined: an ordinary block. A string: what is wrong with it. */
function readDirective(info: string, line: number): LessonPart | string | undefined {
  const language = /^\S*/.exec(info)?.[0] ?? '';
  const rest = info.slice(language.length).trim();
  const attributes = new Map<string, string>();
  const attribute =
    /(?<name>[a-z]+)=(?:"(?<double>(?:\\.|[^"\\])*)"|'(?<single>(?:\\.|[^'\\])*)'|(?<bare>[^\s"']+))(?:\s+|$)/gy;
  let end = 0;
  for (let match = attribute.exec(rest); match !== null; match = attribute.exec(rest)) {
    const { name = '', double, single, bare } = match.groups ?? {};
    attributes.set(name, bare ?? (double ?? single ?? '').replace(/\\(["'\\])/g, '$1'));
    end = attribute.lastIndex;
  }
  const file = attributes.get('file');
  if (file === undefined) return /\bfile=/.test(rest) ? `the info string cannot be read: ${info}` : undefined;
  if (end !== rest.length) return `the info string cannot be read from here: ${rest.slice(end)}`;
  const unknown = [...attributes.keys()].find((name) => !['file', 'from', 'to'].includes(name));
  if (unknown !== undefined) return `"${unknown}" is unknown here; file, from and to are known`;
  if (language === 'diff') return attributes.size === 1 ? { kind: 'diff', line, file } : 'a diff takes only file=';
  const [from, to] = [attributes.get('from'), attributes.get('to')];
  if (from === undefined && to !== undefined) return 'an excerpt with to= needs from= as well';
  return {
    kind: 'excerpt',
    line,
    language,
    file,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
