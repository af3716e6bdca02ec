/** What a selector matches in a page at one moment. */
export interface SelectorMatch {
  /** How many elements; -1: the selector does not parse. */
  readonly count: number;
  /** Those of them that the page lists, as indices of its elements. */
  readonly elements: readonly number[];
}

/**
 * What htmx 4 fixed when it asked for a stream (`#createRequestContext`). Each event is swapped by it, whatever has become of the page and of
 * the attributes of the connecting element since.
 */
export interface StreamRequest {
  /**
   * The element that `hx-target` led to, as index of the elements before. `own`: it led to none, so it is the connecting element. `gone`: it is no longer in
   * the page. `unlisted`: it is there, and in no listing.
   */
  readonly target: number | 'own' | 'gone' | 'unlisted';
  /** As written, with what htmx adds. */
  readonly swap: string;
  /** '': there is none. */
  readonly select: string;
  readonly selectOutOfBand: string;
}

export interface StreamEvent {
  /** `message` for an unnamed one. */
  readonly name: string;
  readonly data: string;
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
  | 'removes-connector'
  /** An element of the page takes the place of the new one with its id, because of `hx-preserve`. */
  | 'preserved'
  /** htmx removed an element that has `hx-preserve`, because the new element with its id did not get into the page. */
  | 'preserved-lost';

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
  /** `<hx-partial>` inside `<svg>` or `<math>`: an element without content there, on which htmx throws. */
  | 'partial-in-image'
  /** A table part next to other elements: the HTML parser discards its tags. */
  | 'parser'
  /** htmx 1: the HTML parser moves it to the head of a document, which is not swapped. */
  | 'head'
  /** A `<title>`, which htmx removes from the message. */
  | 'title'
  /** The message is a whole document, such as an error page; what its parts lack is in `facts.lacks`. */
  | 'document'
  /** No element of the page waits for an event with this name. */
  | 'no-listener'
  /** htmx 4 swaps only events without a name; it fires a named one, also one named `message`, on the element. `facts.names` is its name. */
  | 'named-event'
  /** JSON without `content`: htmx 4 leaves it to the page's own scripts. */
  | 'data-only'
  /** htmx 4 does not swap empty content. */
  | 'empty-swap'
  /** A style that htmx 4 does not know: it throws. */
  | 'unknown-style'
  /** An earlier part replaced the element that was to be swapped, together with its listener. */
  | 'target-removed'
  /** The element that htmx 4 looked up as it asked for the stream is no longer in the page. */
  | 'target-left'
  /** The element that the connection belongs to is no longer in the page: htmx closes the connection instead. */
  | 'connector-removed'
  /** A WebSocket message of bytes: the ws extension of htmx 2 throws. */
  | 'binary';

/** What `hx-target`, an id or a selector leads to. */
export interface Target {
  /** As htmx looks for it; '' for the element itself. */
  readonly selector: string;
  /** In a ledger, of the element itself: `b#count`, `div[sse-swap]`. */
  readonly label?: string;
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

/** What became of one element's children while a message was handled. */
export interface PageChange {
  /** `div#chat-window`, `body`. */
  readonly element: string;
  /** Index of that element, or of the nearest listed one around it, in the elements before; null: none is listed. */
  readonly within: number | null;
  /** Elements that are children now and were not before, and the other way round. */
  readonly added: number;
  readonly removed: number;
  /** `yes`: text that is its own, not that of an element inside it, changed as well. */
  readonly text: 'yes' | 'no';
}

/** What was recorded of a page while it handled one WebSocket message or one event of a stream. Nothing in it is judged. */
export interface Handling {
  readonly from: 'socket' | 'stream';
  /** Number of the socket or the stream. */
  readonly number: number;
  /** Name of the event; '' for a message of a WebSocket, and for an event without a name in a stream that htmx 4 reads. */
  readonly event: string;
  /** '' for bytes. */
  readonly data: string;
  readonly binary: boolean;
  /** Version of htmx in the page; '' where there is none. */
  readonly htmx: string;
  /**
   * The element for which htmx opened the connection, as index of the elements before, null where it is no longer in the page.
   * undefined: htmx has said of no element that it opened this connection.
   */
  readonly connector: number | null | undefined;
  /** Of a stream that htmx 4 reads; absent: it is no such stream, or its request was not seen. */
  readonly request?: StreamRequest;
  /** htmx 4 with `implicitInheritance`; absent: without it. */
  readonly inherits?: 'all';
  /** Numbers of the records of the type `elements` that list the page before and afterwards. */
  readonly before: number;
  readonly after: number;
  /** What the page answered before to selectors that the message names. */
  readonly matches: Readonly<Record<string, SelectorMatch>>;
  /** Names of the events that htmx fired meanwhile, in order. */
  readonly events: readonly string[];
  /** What the page's scripts threw meanwhile. */
  readonly thrown: readonly string[];
  readonly changes: readonly PageChange[];
  /** `no`: a swap with a delay or a transition was not over when the next message came, or not in time. */
  readonly finished: 'yes' | 'no';
}

/** Where the page differs from what htmx's source says. */
export type Difference =
  /** Elements with this id. */
  | { readonly kind: 'elements'; readonly id: string; readonly predicted: number; readonly observed: number }
  /** Elements that the message brought into the page. */
  | { readonly kind: 'added'; readonly predicted: number; readonly observed: number }
  /** Something should have been swapped, and nothing in the page changed. */
  | { readonly kind: 'unchanged' }
  /** Events that report a missing target. */
  | { readonly kind: 'event'; readonly name: string; readonly predicted: number; readonly observed: number }
  /** htmx began with the message and did not come to its end, and threw nothing: a listener of the page refused it. */
  | { readonly kind: 'refused'; readonly event: string }
  /** The page threw an error that htmx itself does not throw. */
  | { readonly kind: 'exception'; readonly message: string };

/** What should happen to a message, what happened, and where the two differ. */
export interface LedgerEntry {
  /** `page`: htmx did not open the connection, so the page's own script handles what comes on it. */
  readonly handler: 'htmx' | 'page';
  /** A WebSocket message, or an event of a stream. */
  readonly incoming: string | StreamEvent;
  /** What htmx does with it according to its source; empty where the page's own script handles it. */
  readonly predicted: readonly Disposition[];
  readonly observed: {
    /** Ids with more elements than before, and ids with fewer. */
    readonly appeared: readonly string[];
    readonly vanished: readonly string[];
    readonly changes: readonly PageChange[];
    readonly events: readonly string[];
    readonly thrown: readonly string[];
  };
  /** Empty: the page is as predicted. */
  readonly differences: readonly Difference[];
  /** Selectors that decide and that the page was not asked for; with `unfinished` the swap was not over. Then differences are not looked for. */
  readonly uncertain: readonly string[];
  readonly unfinished: boolean;
}
