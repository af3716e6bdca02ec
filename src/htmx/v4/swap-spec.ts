import type { Effect } from '../disposition.ts';

/** The meaning of `hx-swap` or `hx-swap-oob` in htmx 4. */
export interface SwapSpec {
  readonly style: string;
  /** `target:#chat`: another target. */
  readonly target: string | undefined;
  readonly strip: boolean | undefined;
  readonly swapEmpty: boolean | undefined;
  readonly transition: boolean | undefined;
  /** Milliseconds that htmx waits before it swaps; undefined: it does not wait. */
  readonly delay: number | undefined;
}

const PAIR =
  /(?:"([^"]+)"|'([^']+)'|(?<![^\s,:])([^\s,:]+))(?:\s*:\s*(?:"([^"]*)"|'([^']*)'|<((?:[^/]|\/(?!>))+)\/>|([^\s,]+)))?(?=\s|,|$)/gu;

/** Of a longer value only the beginning counts: the expression looks for the end of each `<` in the whole rest. */
const MOST_CHARACTERS = 1000;

/** htmx 4 `HCON.parse`, one level deep: `key:value` pairs; a single word is `true`. */
function parsePairs(text: string): ReadonlyMap<string, string> {
  const pairs = [...text.matchAll(PAIR)].map((match) => {
    const [, ...groups] = match;
    const [a, b, c, ...values] = groups;
    return [a ?? b ?? c ?? '', (values.find((value) => value !== undefined) ?? 'true').trim()] as const;
  });
  return new Map(pairs);
}

function flag(value: string | undefined): boolean | undefined {
  return value === undefined ? undefined : value !== 'false';
}

const SHORT: Readonly<Record<string, string>> = {
  before: 'beforebegin',
  after: 'afterend',
  prepend: 'afterbegin',
  append: 'beforeend',
};

/** htmx 4 `#parseSwapSpec`, `#normalizeSwapStyle`. */
export function parseSwapSpec(given: string): SwapSpec {
  const text = given.slice(0, MOST_CHARACTERS).trim();
  const [, first, rest] = text !== '' && !/^\S*:/u.test(text) ? (/^(\S+)(?:\s+(\S.*))?$/u.exec(text) ?? []) : [];
  const style = first ?? 'innerHTML';
  const pairs = parsePairs(rest ?? (first === undefined ? text : ''));
  return {
    style: pairs.get('style') ?? SHORT[style] ?? style,
    target: pairs.get('target'),
    strip: flag(pairs.get('strip')),
    swapEmpty: flag(pairs.get('swapEmpty')),
    transition: flag(pairs.get('transition')),
    delay: delayOf(pairs.get('swap')),
  };
}

/** htmx 4 `parseInterval`. Without a unit or with one that it does not know it waits as well, until what does not wait is swapped. */
function delayOf(value: string | undefined): number | undefined {
  if (value === undefined || value === 'false' || Number(value) === 0) return undefined;
  const [, number, unit = 'ms'] = /^([\d.]+)(ms|s|m)?$/u.exec(value) ?? [];
  return number === undefined ? 0 : Number.parseFloat(number) * (UNITS[unit] ?? 1);
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** htmx 4 `#insertContent`. undefined: it throws `Unknown swap style`, unless an extension handles it. */
export function effectOf(style: string): Effect | undefined {
  return EFFECTS[style];
}

const EFFECTS: Readonly<Record<string, Effect>> = {
  innerHTML: 'replaces-content',
  textContent: 'replaces-text',
  outerHTML: 'replaces',
  outerSync: 'replaces-content',
  innerMorph: 'morphs-content',
  outerMorph: 'morphs',
  beforebegin: 'inserts-before',
  afterbegin: 'prepends',
  beforeend: 'appends',
  afterend: 'inserts-after',
  delete: 'deletes',
  none: 'none',
};

/** Names of styles, in lower case. */
export const SWAP_STYLES: ReadonlySet<string> = new Set(
  [...Object.keys(EFFECTS), ...Object.keys(SHORT), 'true'].map((style) => style.toLowerCase()),
);

/** htmx 4 `#createOOBTask`: `style:selector` without a space before the colon; else a style with options such as `target:`. */
export function readOutOfBand(
  value: string,
  own: string | undefined,
): { readonly spec: SwapSpec; readonly selector: string | undefined } {
  const [, style, selector] = /^(\S+):(.+)/u.exec(value) ?? [];
  const written = style ?? value;
  const spec = parseSwapSpec(written === 'true' || written === '' ? 'outerHTML' : written);
  return { spec, selector: spec.target ?? (style === undefined ? own : selector) };
}
