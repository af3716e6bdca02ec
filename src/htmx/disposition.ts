import type { PageElement } from '../model/page.ts';

/** What a selector matches in a page at one moment. */
export interface SelectorMatch {
  /** How many elements; -1: the selector does not parse. */
  readonly count: number;
  /** Those of them that the page lists, as indices of `elements`. */
  readonly elements: readonly number[];
}

/** The page at the moment when a message arrives. A recorded snapshot is enough; nothing here is live. */
export interface Page {
  readonly elements: readonly PageElement[];
  /** `all`: `elements` lists every element of the body. `some`: those with an id, with attributes of htmx, and form controls. */
  readonly listing: 'all' | 'some';
  /** The page's answers to selectors that a message needs (`Dialect.selectorsOf`), where they were requested. */
  readonly matches?: Readonly<Record<string, SelectorMatch>>;
}

/** A top-level node of a message, or a part of it that is swapped separately. */
export interface Fragment {
  /** Lower case; '' for text. */
  readonly tag: string;
  /** '' for an empty one; undefined: the element has no id. */
  readonly id: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its text with white space collapsed, at most 200 characters. */
  readonly text: string;
}

/** What a swap does with the target. `none`: the style requests no swap. */
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

/** Notable facts about a swap that takes place. */
export type Note =
  /** Only the content of the fragment's outermost element is inserted. */
  | 'outermost-stripped'
  /** The outermost element was stripped, and it was empty. */
  | 'nothing-inside'
  /** htmx does not know the swap style, so it uses the default one. */
  | 'unknown-style'
  /** The page then contains a `<template>`, which is not displayed. */
  | 'inert-template'
  /** The swap takes place in every element that matches. */
  | 'several-targets'
  /** A later part of the same message replaces the target, or an ancestor of it. */
  | 'overwritten'
  /** The element that owns the connection is replaced or removed. */
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
  /** The selector does not parse; htmx throws, and the rest of the message is lost. */
  | 'invalid-selector'
  /** `beforeend swap:1s`: everything after the first colon is treated as the selector. */
  | 'modifier-as-selector'
  /** An earlier part of the same message made htmx throw. */
  | 'after-exception'
  /** A `<template>` as outermost element: htmx does not look inside it here. */
  | 'template'
  /** `<hx-partial>` with neither an id nor a target that this transport reads. */
  | 'partial'
  /** A table part next to other elements: the HTML parser discards its tags. */
  | 'parser'
  /** A `<title>`, which htmx removes from the message. */
  | 'title'
  /** The message is a whole document, such as an error page; what its parts lack is in `facts.lacks`. */
  | 'document'
  /** No element of the page waits for an event with this name; in htmx 4 this applies to every named event. */
  | 'no-listener'
  /** JSON without `content`: htmx 4 leaves it to the page's own scripts. */
  | 'data-only'
  /** htmx 4 does not swap empty content. */
  | 'empty-swap'
  /** A style that htmx 4 does not know: it throws. */
  | 'unknown-style'
  /** An earlier part replaced the element that was to be swapped, together with its listener. */
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
  /** As written; the default's name where none is. */
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
    /** The event of htmx that reports it in the page. */
    readonly event?: string;
    /** `yes`: htmx throws. */
    readonly throws?: 'yes';
    /** Why this part would be dropped if the message were not JSON or a whole document. */
    readonly lacks?: DropReason;
    /** Names of the events that the page waits for. */
    readonly names?: readonly string[];
  };
}

/** Where one part of a message goes, or why it goes nowhere. */
export type Disposition = Swapped | Dropped;

export function isSwapped(disposition: Disposition): disposition is Swapped {
  return 'effect' in disposition;
}
