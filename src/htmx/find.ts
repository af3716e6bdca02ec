import type { PageElement } from '../model/page.ts';
import type { SelectorMatch } from './disposition.ts';
import { splitAtCommas } from './commas.ts';
import { parseSelector, selectAll } from './selector.ts';
import type { Selector } from './selector.ts';
import { contains, descendants, isElement, pageTree, rootOf } from './tree.ts';
import type { PageTree, TreeNode } from './tree.ts';

/** The result of looking up a selector of htmx. */
export type Found =
  | { readonly kind: 'throws' }
  /** `unlisted`: the number of matching elements in the page that the snapshot does not list. */
  | { readonly kind: 'found'; readonly nodes: readonly TreeNode[]; readonly unlisted: number };

const THROWS: Found = { kind: 'throws' };

function found(nodes: readonly (TreeNode | undefined)[]): Found {
  return { kind: 'found', nodes: nodes.filter((node) => node !== undefined), unlisted: 0 };
}

export interface FindRules {
  /** Splits a list at its top-level commas. */
  split(selector: string): readonly string[];
  /** Keywords of this major in addition to the common ones: `this`, `findAll`. */
  readonly words: 'htmx-1' | 'htmx-2' | 'htmx-4';
}

/** htmx 1 `querySelectorAllExt`: one selector, no list. */
export const FIND_1: FindRules = { split: (selector) => [selector], words: 'htmx-1' };

/** htmx 2 `querySelectorAllExt`. */
export const FIND_2: FindRules = {
  split(selector) {
    const parts: string[] = [];
    let depth = 0;
    let from = 0;
    for (let at = 0; at < selector.length; at += 1) {
      const character = selector[at];
      if (character === ',' && depth === 0) {
        parts.push(selector.slice(from, at));
        from = at + 1;
      } else if (character === '<') depth += 1;
      else if (character === '/' && selector[at + 1] === '>') depth -= 1;
    }
    return from < selector.length ? [...parts, selector.slice(from)] : parts;
  },
  words: 'htmx-2',
};

/** htmx 4 `#findAllExt`, `HCON.split`. */
export const FIND_4: FindRules = {
  split: splitAtCommas,
  words: 'htmx-4',
};

/** Elements with an id are always listed. */
const IDS_ONLY = /^\s*#[^\s,>+~.:[\]()]+(?:\s*,\s*#[^\s,>+~.:[\]()]+)*\s*$/u;

/** Finds elements in the current page, and remembers which selectors only the page itself could answer. */
export class Finder {
  readonly asked = new Set<string>();
  /** Selectors that only the page could have answered, and did not: it lists only some elements, and the selectors ask for more than ids. */
  readonly unanswered = new Set<string>();
  readonly #tree: PageTree;
  readonly #rules: FindRules;

  constructor(tree: PageTree, rules: FindRules) {
    this.#tree = tree;
    this.#rules = rules;
  }

  /** @param from the element that relative keywords start from; undefined: the document */
  all(selector: string, from: TreeNode | undefined): Found {
    if (selector.startsWith('global ') && this.#rules.words !== 'htmx-1')
      return this.all(selector.slice('global '.length), from);
    const nodes: TreeNode[] = [];
    const rest: string[] = [];
    for (const part of this.#rules.split(selector)) {
      const word = normalized(part, this.#rules.words);
      const answer = this.#word(word, from);
      if (answer === undefined) rest.push(word);
      else if (answer.kind === 'throws') return THROWS;
      else for (const node of answer.nodes) nodes.push(node);
    }
    if (rest.length === 0) return found([...new Set(nodes)]);
    // htmx 2 searches the element's own tree, even when the element is no longer in the page.
    const own = from !== undefined && this.#rules.words === 'htmx-2' ? rootOf(from) : this.#tree.root;
    const plain = this.query(rest.join(','), own);
    if (plain.kind === 'throws') return plain;
    return { ...plain, nodes: [...nodes, ...plain.nodes] };
  }

  /** The first element that `hx-target` refers to. `this` is the element that has the attribute (htmx 4 `#findOrWarn`). */
  target(selector: string, element: TreeNode): Found {
    const all = this.all(selector, element);
    if (all.kind === 'throws') return all;
    const [first] = all.nodes;
    if (selector === 'this') return found([holderOf(element, 'hx-target') ?? element]);
    return first === undefined ? { ...all, unlisted: Math.min(all.unlisted, 1) } : found([first]);
  }

  /** `querySelectorAll` of the document, or of a tree that was removed from it. */
  query(selector: string, root: TreeNode): Found {
    this.asked.add(selector);
    const parsed = parseSelector(selector);
    const recorded = root === this.#tree.root ? this.#tree.page.matches?.[selector] : undefined;
    if (parsed.kind === 'invalid' || recorded?.count === -1) return THROWS;
    const complete = this.#tree.page.listing === 'all' && parsed.kind === 'list';
    if (recorded === undefined && !complete && !IDS_ONLY.test(selector)) this.unanswered.add(selector);
    const now = parsed.kind === 'list' ? selectAll(root, parsed.matches) : [];
    if (recorded === undefined) return found(now);
    const still = recorded.elements
      .map((index) => this.#tree.nodes[index])
      .filter((node) => node !== undefined && rootOf(node) === this.#tree.root);
    const added = now.filter(({ index }) => index === undefined);
    const unlisted = recorded.count - recorded.elements.length;
    return { ...found([...still, ...added]), unlisted } as Found;
  }

  #word(word: string, from: TreeNode | undefined): Found | undefined {
    const [, name = '', argument = ''] = /^(closest|find|findAll|next|previous) (.*)$/su.exec(word) ?? [];
    if (name === '') return this.#place(word, from);
    if (name === 'findAll' && this.#rules.words !== 'htmx-4') return undefined;
    const selector = parseSelector(this.#rules.words === 'htmx-4' ? argument : normalized(argument, this.#rules.words));
    if (selector.kind === 'invalid') return from === undefined && name === 'closest' ? found([]) : THROWS;
    if (selector.kind === 'unsupported') return found([]);
    return found(this.#relative(name, selector.matches, from));
  }

  #relative(
    name: string,
    matches: Extract<Selector, { kind: 'list' }>['matches'],
    from: TreeNode | undefined,
  ): readonly (TreeNode | undefined)[] {
    const start = from ?? this.#tree.root;
    if (name === 'closest') return [from === undefined ? undefined : closest(from, matches)];
    const inside = descendants(start).filter(matches);
    if (name === 'find') return inside.slice(0, 1);
    if (name === 'findAll') return inside;
    if (from === undefined) return [];
    const order = descendants(this.#tree.root);
    const at = order.indexOf(from);
    if (name === 'next') return [order.find((node, index) => index > at && !contains(from, node) && matches(node))];
    return [order.findLast((node, index) => index < at && !contains(node, from) && matches(node))];
  }

  #place(word: string, from: TreeNode | undefined): Found | undefined {
    if (word === 'body') return found([this.#tree.body]);
    if (word === 'this' && this.#rules.words === 'htmx-4') return found([from]);
    if (['document', 'window', 'root', 'host'].includes(word)) return found([]);
    const [, step, long] = /^(next|previous)(ElementSibling)?$/u.exec(word) ?? [];
    if (step === undefined || (long !== undefined && this.#rules.words === 'htmx-1')) return undefined;
    if (from === undefined) return THROWS;
    const beside = (from.parent?.children ?? []).filter(isElement);
    return found([beside[beside.indexOf(from) + (step === 'next' ? 1 : -1)]]);
  }
}

/** `<.message/>` is `.message`. htmx 4 trims only to detect this form. */
function normalized(selector: string, words: FindRules['words']): string {
  const trimmed = selector.trim();
  if (trimmed.startsWith('<') && trimmed.endsWith('/>')) return trimmed.slice(1, -2);
  return words !== 'htmx-4' || trimmed !== selector ? trimmed : selector;
}

/** The element, or its nearest ancestor that passes the attribute on. */
function holderOf(element: TreeNode, name: string): TreeNode | undefined {
  if (element.attributes[name] !== undefined || element.attributes[`data-${name}`] !== undefined) return element;
  for (let node = element.parent; node !== undefined; node = node.parent)
    if (node.attributes[`${name}:inherited`] !== undefined) return node;
  return undefined;
}

function closest(from: TreeNode, matches: Extract<Selector, { kind: 'list' }>['matches']): TreeNode | undefined {
  for (let node: TreeNode | undefined = from; node !== undefined; node = node.parent)
    if (isElement(node) && matches(node)) return node;
  return undefined;
}

/** The page's answer to a selector, for `Page.matches`. @param count of all matching elements, listed or not; -1: it does not parse */
export function selectorMatch(elements: readonly PageElement[], selector: string, count: number): SelectorMatch {
  const parsed = parseSelector(selector);
  const tree = pageTree({ elements, listing: 'some' });
  const listed = parsed.kind === 'list' && count > 0 ? selectAll(tree.root, parsed.matches) : [];
  const indices = listed.map(({ index }) => index).filter((index) => index !== undefined);
  return { count, elements: indices.slice(0, Math.max(count, 0)) };
}
