import type { PageElement } from '../model/page.ts';

/** What a selector matches in a page at one moment. */
export interface SelectorMatch {
  /** How many elements; -1: the selector does not parse. */
  readonly count: number;
  /** Those of them that the page lists, as indices of `elements`. */
  readonly elements: readonly number[];
}

/** The page at the moment when a message comes in. A recorded snapshot is enough; nothing here is live. */
export interface Page {
  readonly elements: readonly PageElement[];
  /** `all`: `elements` lists every element of the body. `some`: those with an id, with attributes of htmx, and form controls. */
  readonly listing: 'all' | 'some';
  /** Answers of the page to selectors that a message needs (`Dialect.selectorsOf`), where they were asked for. */
  readonly matches?: Readonly<Record<string, SelectorMatch>>;
}

/** A top-level node of a message, or a part of it that is swapped by itself. */
export interface Fragment {
  /** Lower case; '' for text. */
  readonly tag: string;
  /** '' for an empty one; undefined: the element has no id. */
  readonly id: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its text, white space folded, at most 200 characters. */
  readonly text: string;
}

/** What a swap does with the target. `none`: the style says that nothing is swapped. */
export type Effect =
  | 'replaces'
  | 'replaces-content'
  | 'prepends'
  | 'appends'
  | 'inserts-before'
  | 'inserts-after'
  | 'deletes'
  | 'replaces-text'
  | 'morphs'
  | 'morphs-content'
  /** `hx-trigger="sse:…"`: the element makes its request. */
  | 'requests'
  | 'none';

/** What is worth a word about a swap that takes place. */
export type Note =
  /** Only what stands inside the fragment's outermost element is inserted. */
  | 'outermost-stripped'
  /** The outermost element was stripped and nothing stands inside it. */
  | 'nothing-inside'
  /** The swap style is none that htmx knows, so it takes the default one. */
  | 'unknown-style'
  /** What stands in the page afterwards is a `<template>`, which shows nothing. */
  | 'inert-template'
  /** The swap takes place in every element that matches. */
  | 'several-targets'
  /** A later part of the same message replaces the target, or what it stands in. */
  | 'overwritten'
  /** The element that the connection belongs to is replaced or removed. */
  | 'removes-connector';

/** Why a part of a message goes nowhere. */
export type DropReason =
  /** Text outside any element. */
  | 'text'
  /** The whole message is JSON: a string, a list, an object. */
  | 'json'
  | 'empty'
  /** No id, and no selector after the style. */
  | 'no-id'
  | 'empty-id'
  | 'no-such-target'
  /** The selector does not parse; htmx throws, and what follows in the message is lost with it. */
  | 'invalid-selector'
  /** `beforeend swap:1s`: what stands behind the first colon is taken for the selector. */
  | 'modifier-as-selector'
  /** An earlier part of the same message made htmx throw. */
  | 'after-exception'
  /** A `<template>` as outermost element: htmx does not look inside it here. */
  | 'template'
  /** `<hx-partial>` that has neither an id nor a target which this transport reads. */
  | 'partial'
  /** A table part beside other elements: the HTML parser throws its tags away. */
  | 'parser'
  /** A `<title>`, which htmx takes out of the message. */
  | 'title'
  /** The message is a whole document, as an error page is; what its parts lack is in `facts.lacks`. */
  | 'document'
  /** The event has a name for which no element of the page waits; in htmx 4 every name but none. */
  | 'no-listener'
  /** JSON without `content`: htmx 4 leaves it to the page's own scripts. */
  | 'data-only'
  /** htmx 4 swaps no empty content. */
  | 'empty-swap'
  /** A style which htmx 4 does not know: it throws. */
  | 'unknown-style'
  /** The element that was to be swapped has been replaced, by an earlier part, with its listener. */
  | 'target-removed';

/** What `hx-target`, an id or a selector leads to. */
export interface Target {
  /** As htmx looks for it; '' for the element itself. */
  readonly selector: string;
  /** -1: the selector does not parse. */
  readonly count: number;
  /** Listed elements of the page as it was, as indices. Empty: the target came with an earlier part of the message, or is not listed. */
  readonly elements: readonly number[];
}

export interface Swapped {
  readonly fragment: Fragment;
  /** `main`: the content itself, by `hx-target` and `hx-swap`. `trigger`: by `hx-trigger="sse:…"`. */
  readonly via: 'out-of-band' | 'partial' | 'main' | 'trigger';
  readonly target: Target;
  /** As it is written; the default's name where none is. */
  readonly style: string;
  readonly effect: Effect;
  readonly notes: readonly Note[];
}

export interface Dropped {
  readonly fragment: Fragment;
  readonly dropped: DropReason;
  readonly facts: {
    readonly selector?: string;
    readonly style?: string;
    /** The event of htmx that says so in the page. */
    readonly event?: string;
    /** `yes`: htmx throws. */
    readonly throws?: 'yes';
    /** Why this part would be dropped, were the message not JSON or a whole document. */
    readonly lacks?: DropReason;
    /** Names of the events for which the page waits. */
    readonly names?: readonly string[];
  };
}

/** Where one part of a message goes, or why it goes nowhere. */
export type Disposition = Swapped | Dropped;

export function isSwapped(disposition: Disposition): disposition is Swapped {
  return 'effect' in disposition;
}
