import * as v from 'valibot';
import { LineCounter, parseDocument } from 'yaml';
import type { Result } from '../model/result.ts';
import type { CourseFault } from './fault.ts';

/** A Markdown file split at its front matter. */
export interface MarkdownFile<T> {
  readonly data: T;
  readonly body: string;
  /** Line of the file on which `body` begins, 1-based. */
  readonly bodyLine: number;
  /** 1-based line of a value of the front matter: `lineOf(['checks', 2])`; of its nearest parent when it is missing. */
  readonly lineOf: (path: readonly (string | number)[]) => number;
}

export interface YamlFile<T> {
  readonly data: T;
  readonly lineOf: (path: readonly (string | number)[]) => number;
}

type AnySchema<T> = v.GenericSchema<unknown, T>;

/**
 * Parses and validates YAML; every fault names its line.
 * @param file as faults name it. @param firstLine line of the file that `text` begins on.
 */
export function readYaml<T>(
  file: string,
  text: string,
  schema: AnySchema<T>,
  firstLine = 1,
): Result<YamlFile<T>, CourseFault[]> {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const lineAt = (offset: number): number => counter.linePos(offset).line + firstLine - 1;
  if (document.errors.length > 0) {
    const problem = document.errors.map((error) => ({
      file,
      line: lineAt(error.pos[0]),
      message: `not valid YAML: ${error.message}`,
    }));
    return { ok: false, problem };
  }
  const lineOf = (path: readonly (string | number)[]): number => {
    for (let depth = path.length; depth > 0; depth--) {
      const node: unknown = document.getIn(path.slice(0, depth), true);
      if (isRanged(node)) return lineAt(node.range[0]);
    }
    return firstLine;
  };
  const parsed = v.safeParse(schema, document.toJS());
  if (parsed.success) return { ok: true, value: { data: parsed.output, lineOf } };
  const problem = parsed.issues.map((issue) => {
    const path = (issue.path ?? []).map((part) => (typeof part.key === 'number' ? part.key : String(part.key)));
    return { file, line: lineOf(path), message: `${path.join('.') || 'the front matter'}: ${issue.message}` };
  });
  return { ok: false, problem };
}

/** Splits `---` front matter from the Markdown and validates it. Line ends are LF in the result. */
export function readMarkdown<T>(
  file: string,
  text: string,
  schema: AnySchema<T>,
): Result<MarkdownFile<T>, CourseFault[]> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const end = lines[0] === '---' ? lines.indexOf('---', 1) : -1;
  if (end === -1)
    return {
      ok: false,
      problem: [{ file, line: 1, message: 'the file must begin with front matter between two lines of ---' }],
    };
  const yaml = readYaml(file, lines.slice(1, end).join('\n'), schema, 2);
  if (!yaml.ok) return yaml;
  const body = lines.slice(end + 1).join('\n');
  return { ok: true, value: { ...yaml.value, body, bodyLine: end + 2 } };
}

function isRanged(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}
