import { parse as parseHtml } from 'parse5';
import type { DefaultTreeAdapterMap } from 'parse5';
import { parseSync } from 'oxc-parser';

/** Mulberry32: the same numbers for the same seed. */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const TOKEN = /[\p{L}_$][\p{L}\p{N}_$-]*|\d+|[=!<>]=+|&&|\|\||[^\s\p{L}\p{N}]/gu;

/** What a slip of the hand makes of a token. */
const INSTEAD: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  '<': '>',
  '>': '<',
  '+': '-',
  '!': '',
  '(': '',
  ')': '',
  '{': '',
  '}': '',
  "'": '"',
  '"': '',
  '/': '',
  '.': ',',
  ':': ';',
  '=': '==',
  await: '',
  async: '',
  const: 'let',
  return: '',
  true: 'false',
  false: 'true',
  if: 'while',
  new: '',
  else: '',
};

/** One slip: a line or a token that is deleted, doubled, exchanged or changed. */
export function mutated(text: string, below: (most: number) => number): string {
  const lines = text.split('\n');
  const at = below(lines.length);
  const kind = below(8);
  const line = lines[at] ?? '';
  if (kind === 0) return lines.toSpliced(at, 1).join('\n');
  if (kind === 1) return lines.toSpliced(at, 0, line).join('\n');
  if (kind === 2) return lines.toSpliced(at, 2, lines[at + 1] ?? '', line).join('\n');
  const tokens = [...text.matchAll(TOKEN)];
  const token = tokens[below(tokens.length)];
  if (token === undefined) return text;
  const other = tokens[below(tokens.length)]?.[0] ?? '';
  return text.slice(0, token.index) + changed(token[0], other, below) + text.slice(token.index + token[0].length);
}

function changed(token: string, other: string, below: (most: number) => number): string {
  const instead = INSTEAD[token];
  if (instead !== undefined) return instead;
  if (/^\d+$/u.test(token)) return [String(Number(token) + 1), `${token}0`, '0', '-1'][below(4)] ?? '';
  if (token.length === 1) return below(2) === 0 ? '' : token + token;
  const at = below(token.length);
  const kind = below(4);
  if (kind === 0) return token.slice(0, at) + token.slice(at + 1);
  if (kind === 1) return token.slice(0, at) + token.slice(at, at + 1).repeat(2) + token.slice(at + 1);
  if (kind === 2) return other;
  return at % 2 === 0 ? token.toUpperCase() : token.toLowerCase();
}

/** Whether two files say the same to a machine: comments, white space and what a program prints into its own log aside. */
export function saysTheSame(file: string, one: string, other: string): boolean {
  return file.endsWith('.html') ? pageOf(one) === pageOf(other) : programOf(one) === programOf(other);
}

function programOf(text: string): string {
  const { program, errors } = parseSync('main.js', text);
  if (errors.length > 0) return text;
  return JSON.stringify(program, (key, value: unknown) =>
    ['start', 'end', 'raw', 'range'].includes(key) ? undefined : value,
  );
}

/** What a machine acts on: the rest of a page is its looks and its words. */
const ACTS =
  /^(?:(?:hx|ws|sse|data-hx|data-ws|data-sse)-.*|id|name|type|action|method|src|form|value|required|disabled)$/u;

function pageOf(text: string): string {
  return JSON.stringify(shapeOf(parseHtml(text)));
}

type Node = DefaultTreeAdapterMap['node'];

/** The elements on which something acts, one in the other, with the attributes and scripts that do so. */
function shapeOf(node: Node): readonly unknown[] {
  if (!('childNodes' in node)) return [];
  const inner = node.childNodes.flatMap(shapeOf);
  const acts = 'attrs' in node ? node.attrs.filter(({ name }) => ACTS.test(name)) : [];
  const isScript = 'tagName' in node && node.tagName === 'script';
  const script = isScript ? node.childNodes.map((each) => ('value' in each ? each.value : '')) : [];
  if (acts.length === 0 && !isScript) return inner;
  return [[acts.map(({ name, value }) => `${name}=${value}`).toSorted(), script, inner]];
}
