import { descendants, isElement } from './tree.ts';
import type { TreeNode } from './tree.ts';

type Test = (node: TreeNode) => boolean;
type Combinator = ' ' | '>' | '+' | '~';

/** `invalid`: it does not parse as CSS, and a browser throws. `unsupported`: it may be valid; only the page itself can answer it. */
export type Selector =
  | { readonly kind: 'invalid' }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'list'; readonly matches: Test };

const IDENT = String.raw`(?:--|-?(?:[_a-zA-Z]|[^\0-\x7f]|\\[0-9a-fA-F]{1,6}\s?|\\[^\n0-9a-fA-F]))(?:[\w-]|[^\0-\x7f]|\\[0-9a-fA-F]{1,6}\s?|\\[^\n0-9a-fA-F])*`;
const STRING = String.raw`"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'`;

/** The selector that finds an id: CSSOM's "serialize an identifier", as `CSS.escape` does. */
export function escapeIdentifier(text: string): string {
  return [...text]
    .map((character, at) => {
      const code = character.codePointAt(0) ?? 0;
      if (code === 0) return '\uFFFD';
      const digitFirst = /\d/u.test(character) && (at === 0 || (at === 1 && text.startsWith('-')));
      if (code <= 0x1f || code === 0x7f || digitFirst) return `\\${code.toString(16)} `;
      if (text === '-') return '\\-';
      return code >= 0x80 || /[\w-]/u.test(character) ? character : `\\${character}`;
    })
    .join('');
}

function unescape(text: string): string {
  return text.replace(/\\(?:([0-9a-fA-F]{1,6})\s?|([\s\S]))/gu, (_, hex: string | undefined, plain: string) =>
    hex === undefined ? plain : String.fromCodePoint(Number.parseInt(hex, 16)),
  );
}

/** Each level takes a few frames of the stack. */
const MOST_NESTED = 100;

class Invalid extends Error {}
class Unsupported extends Error {}

/** Selectors level 3 and `:is`, `:where`, `:not`; other pseudo-classes are `unsupported`. Open blocks are closed at the end (CSS Syntax). */
export function parseSelector(text: string): Selector {
  try {
    const reader = new Reader(text);
    const matches = reader.list();
    reader.end();
    return { kind: 'list', matches };
  } catch (error) {
    if (error instanceof Invalid) return { kind: 'invalid' };
    if (error instanceof Unsupported) return { kind: 'unsupported' };
    throw error;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  #take(pattern: string): string | undefined {
    const found = new RegExp(pattern, 'uy');
    found.lastIndex = this.#at;
    const match = found.exec(this.#text);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return match[0];
  }

  #need(pattern: string): string {
    const taken = this.#take(pattern);
    if (taken === undefined) throw new Invalid();
    return taken;
  }

  end(): void {
    if (this.#at < this.#text.length) throw new Invalid();
  }

  list(): Test {
    const tests = [this.#complex()];
    while (this.#take(String.raw`\s*,`) !== undefined) tests.push(this.#complex());
    this.#take(String.raw`\s+`);
    return (node) => tests.some((test) => test(node));
  }

  /** `:is` and `:where` skip what does not parse (Selectors 4, "forgiving selector list"); here: empty items. */
  #forgiving(): Test {
    const tests: Test[] = [];
    do {
      if (this.#take(String.raw`\s*(?=[,)]|$)`) === undefined) tests.push(this.#complex());
    } while (this.#take(String.raw`\s*,`) !== undefined);
    this.#take(String.raw`\s+`);
    return (node) => tests.some((test) => test(node));
  }

  #complex(): Test {
    this.#take(String.raw`\s+`);
    let test = this.#compound();
    for (;;) {
      const between = this.#take(String.raw`\s*[>+~]\s*|\s+(?![\s,)]|$)`);
      if (between === undefined) return test;
      const sign = between.trim();
      const before = test;
      const last = this.#compound();
      test = (node) => last(node) && related(node, sign === '' ? ' ' : (sign as Combinator), before);
    }
  }

  #compound(): Test {
    const tests: Test[] = [];
    const tag = this.#take(String.raw`\*|${IDENT}`);
    if (tag !== undefined && tag !== '*') {
      const name = unescape(tag).toLowerCase();
      tests.push((node) => node.tag === name);
    }
    for (let test = this.#simple(); test !== undefined; test = this.#simple()) tests.push(test);
    if (tag === undefined && tests.length === 0) throw new Invalid();
    return (node) => tests.every((each) => each(node));
  }

  #simple(): Test | undefined {
    if (this.#take('#') !== undefined) {
      const id = unescape(this.#need(IDENT));
      return (node) => node.attributes['id'] === id;
    }
    if (this.#take(String.raw`\.`) !== undefined) {
      const name = unescape(this.#need(IDENT));
      return (node) => (node.attributes['class'] ?? '').split(/\s+/u).includes(name);
    }
    if (this.#take(String.raw`\[`) !== undefined) return this.#attribute();
    if (this.#take('::') !== undefined) {
      this.#need(IDENT);
      throw new Unsupported();
    }
    return this.#take(':') === undefined ? undefined : this.#pseudo();
  }

  #attribute(): Test {
    this.#take(String.raw`\s+`);
    const name = unescape(this.#need(IDENT)).toLowerCase();
    this.#take(String.raw`\s+`);
    const sign = this.#take(String.raw`[~|^$*]?=`);
    if (sign === undefined) {
      this.#need(String.raw`\]|$`);
      return (node) => node.attributes[name] !== undefined;
    }
    this.#take(String.raw`\s+`);
    const given = this.#need(`${STRING}|${IDENT}`);
    const value = unescape(/^["']/u.test(given) ? given.slice(1, -1) : given);
    const flag = this.#take(String.raw`\s+[iIsS]`)
      ?.trim()
      .toLowerCase();
    this.#need(String.raw`\s*(?:\]|$)`);
    const fold = (text: string): string => (flag === 'i' ? text.toLowerCase() : text);
    return (node) => {
      const own = node.attributes[name];
      return own !== undefined && compare(sign, fold(own), fold(value));
    };
  }

  #pseudo(): Test {
    const name = this.#need(IDENT).toLowerCase();
    if (this.#take(String.raw`\(`) === undefined) return simplePseudo(name);
    this.#depth += 1;
    if (!['is', 'where', 'not', 'matches'].includes(name) || this.#depth > MOST_NESTED) throw new Unsupported();
    const inner = name === 'not' ? this.list() : this.#forgiving();
    this.#depth -= 1;
    this.#need(String.raw`\)|$`);
    return name === 'not' ? (node) => !inner(node) : inner;
  }
}

function compare(sign: string, own: string, value: string): boolean {
  if (sign === '=') return own === value;
  if (sign === '|=') return own === value || own.startsWith(`${value}-`);
  if (value === '') return false;
  if (sign === '^=') return own.startsWith(value);
  if (sign === '$=') return own.endsWith(value);
  return sign === '*=' ? own.includes(value) : own.split(/\s+/u).includes(value);
}

function siblings(node: TreeNode): readonly TreeNode[] {
  return (node.parent?.children ?? [node]).filter(isElement);
}

const POSITIONS: Readonly<Record<string, Test>> = {
  'first-child': (node) => siblings(node)[0] === node,
  'last-child': (node) => siblings(node).at(-1) === node,
  'only-child': (node) => siblings(node).length === 1,
  'first-of-type': (node) => siblings(node).find(({ tag }) => tag === node.tag) === node,
  'last-of-type': (node) => siblings(node).findLast(({ tag }) => tag === node.tag) === node,
  root: ({ tag }) => tag === 'html',
};

function simplePseudo(name: string): Test {
  const test = POSITIONS[name];
  if (test === undefined) throw new Unsupported();
  return test;
}

function related(node: TreeNode, sign: Combinator, test: Test): boolean {
  if (sign === '>') return node.parent !== undefined && isElement(node.parent) && test(node.parent);
  if (sign === ' ') {
    for (let each = node.parent; each !== undefined; each = each.parent) if (isElement(each) && test(each)) return true;
    return false;
  }
  const before = siblings(node).slice(0, siblings(node).indexOf(node));
  return sign === '+' ? before.slice(-1).some(test) : before.some(test);
}

/** Elements below `root` that match, in document order. */
export function selectAll(root: TreeNode, matches: Test): readonly TreeNode[] {
  return descendants(root).filter(matches);
}
