import type { PageHtmx } from './page-htmx.ts';
import type { StreamFailure } from './stream-failure.ts';
import type { Cookie, Credentials } from './credentials.ts';
import type { Handling } from './ledger.ts';
import type { Excess, RequestFailure } from './observed.ts';
import type { PageStop } from './page-stop.ts';
import type { Result } from './result.ts';

/**
 * What happened inside a page, in the order in which it happened. Both page engines (DOM and browser) inject the
 * same script (`observe/page/injected`), so a record means the same in both.
 * `at` is milliseconds since the tab was opened.
 */
export type PageRecord = { readonly at: number } &
  /** `protocols`: the subprotocols that it offers; absent: none. */
  (
    | {
        readonly type: 'socket-new';
        readonly socket: number;
        readonly url: string;
        readonly protocols?: readonly string[];
      }
    /** The constructor threw: the URL is not a WebSocket URL. */
    | { readonly type: 'socket-refused'; readonly url: string; readonly message: string }
    | { readonly type: 'socket-open'; readonly socket: number }
    | { readonly type: 'socket-sent'; readonly socket: number; readonly data: string; readonly binary: boolean }
    | { readonly type: 'socket-received'; readonly socket: number; readonly data: string; readonly binary: boolean }
    | { readonly type: 'socket-error'; readonly socket: number }
    | {
        readonly type: 'socket-close';
        readonly socket: number;
        readonly code: number;
        readonly reason: string;
        readonly wasClean: boolean;
      }
    | { readonly type: 'stream-new'; readonly stream: number; readonly url: string }
    | { readonly type: 'stream-open'; readonly stream: number }
    /** Only events that somebody in the page listens to, and unnamed ones. */
    | { readonly type: 'stream-event'; readonly stream: number; readonly event: string; readonly data: string }
    | {
        readonly type: 'stream-error';
        readonly stream: number;
        readonly readyState: number;
        readonly failure: StreamFailure;
      }
    | { readonly type: 'stream-close'; readonly stream: number }
    /** An event of htmx or an extension; `element` is like `form#chat-form`, `detail` a short JSON of what matters. */
    | { readonly type: 'htmx'; readonly name: string; readonly element: string; readonly detail: string }
    | { readonly type: 'script-error'; readonly message: string; readonly file: string; readonly line: number }
    | { readonly type: 'console'; readonly level: 'log' | 'info' | 'warn' | 'error' | 'debug'; readonly text: string }
    /** A script, style or other resource that the page asked for and did not get as it should be. */
    | { readonly type: 'load-failed'; readonly url: string; readonly failure: LoadFailure }
    /** A script tag for a known copy of htmx or an extension on a CDN was answered from the tutor's own packages. */
    | { readonly type: 'substituted'; readonly url: string; readonly by: string }
    /** A form was submitted and nobody prevented the default: the page goes to `url`. */
    | { readonly type: 'navigated'; readonly url: string }
    /** Text in the page changed. `element` is the nearest element with an id or an sse-/ws-/hx- attribute; `text` its
     *  whole text now, white space folded, at most 400 characters; `within` those of the watched selectors that match it or an
     *  element around it. `hidden`: the text has a digit, is in none of the watched elements, and no digit of it can be seen. */
    | {
        readonly type: 'text';
        readonly element: string;
        readonly within: readonly string[];
        readonly text: string;
        readonly hidden?: true;
      }
    /** The elements that a snapshot lists, each time before or after a message that they are not those of the record before. `unlisted`:
     *  elements that have an id and no more, beyond the first 300. Classes that htmx sets while it swaps are not in it. */
    | {
        readonly type: 'elements';
        /** From 1 on. */
        readonly listing: number;
        readonly elements: readonly PageElement[];
        readonly unlisted: number;
      }
    /** A WebSocket message or an event of a stream has been handled. It comes after all records of what happened meanwhile. */
    | ({ readonly type: 'handled' } & Handling)
    /** The engine could not do something that a browser does; never held against the learner. */
    | { readonly type: 'engine-gap'; readonly what: string }
  );

/** Why a script or style was not loaded, or was loaded and not run. */
export type LoadFailure =
  /** The status is not a success. */
  | { readonly reason: 'status'; readonly status: number }
  /** A browser does not run this type; empty: none is given. `nosniff`: the server forbids guessing another. */
  | { readonly reason: 'type'; readonly contentType: string; readonly nosniff: 'yes' | 'no' }
  /** A Content-Security-Policy forbids it. `directive`: as it is written; empty: the browser does not say. */
  | { readonly reason: 'policy'; readonly directive: string }
  /** The body has another digest than the `integrity` attribute. */
  | { readonly reason: 'integrity' }
  /** A host other than the page's: it is not contacted during a check. */
  | { readonly reason: 'other-host' }
  /** It began, and was given up because it is more than the tutor reads. */
  | { readonly reason: 'endless'; readonly excess: Excess }
  /** `error`: the message of the system or the browser; empty: there is none. */
  | { readonly reason: 'error'; readonly error: string };

export interface PageElement {
  readonly index: number;
  /** Index of the nearest listed ancestor, or null. */
  readonly parent: number | null;
  /** Lower case. */
  readonly tag: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface PageScript {
  /** Absolute URL, or '' for an inline script. */
  readonly src: string;
  readonly kind: 'classic' | 'module' | 'other';
  /** HTTP status, where the engine asked for it. */
  readonly status?: number;
  readonly contentType?: string;
}

/** A watched element at one moment. */
export interface WatchedElement {
  /** `textContent`. */
  readonly text: string;
  /** `innerHTML`. */
  readonly html: string;
  /** Neither it nor an element around it is hidden by its own markup (`hidden`, an inline `display: none`). */
  readonly visible: boolean;
}

/** The page at one moment. */
export interface PageSnapshot {
  readonly url: string;
  /** undefined when there is no `window.htmx`. */
  readonly htmx: PageHtmx | undefined;
  readonly scripts: readonly PageScript[];
  /** Every form, input, button, textarea, element with an id, and element with an hx-, ws- or sse- attribute
   *  (also with `data-`), in document order. */
  readonly elements: readonly PageElement[];
  /** By watched selector the first element that matches; undefined when the page has none. */
  readonly watched: Readonly<Partial<Record<string, WatchedElement>>>;
  /** For how long nothing happens in the page by itself, in milliseconds; absent: that cannot be known. */
  readonly quietForMs?: number;
  /** Elements with an attribute that htmx acts on and has not set up, as indices of `elements`; absent: none, or there is no htmx. */
  readonly notSetUp?: readonly number[];
  /** Elements in open shadow roots with an attribute that htmx acts on; absent: none, or there is no htmx. */
  readonly inShadowRoots?: readonly ShadowElement[];
}

/** An element that no selector of the document finds. */
export interface ShadowElement extends Pick<PageElement, 'tag' | 'attributes'> {
  /** Tag of the element whose shadow root it is in. */
  readonly host: string;
  /** Whether htmx keeps data of its own for it. */
  readonly setUp: boolean;
}

/** A page that is only observed. All waits end at their deadline and report that with `met: false`. */
export interface PageView {
  /** `tab 1`. */
  readonly client: string;
  /** Grows while the page is open. */
  readonly records: readonly PageRecord[];
  /** The main document: HTTP status and headers (lower case names) and its HTML as it was served. */
  readonly document: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly html: string;
  };
  /** Set once the page has stopped (an endless loop, no memory left): nothing more can be observed in it. From
   *  then on `snapshot` gives the last one taken, waits end at once unmet, `count` is 0 and `send` finds no input. */
  readonly failure?: PageFailure | undefined;
  snapshot(): Promise<PageSnapshot>;
  /** Resolves as soon as `seen` is true of the records, looked at after each new one. */
  until(
    seen: (records: readonly PageRecord[]) => boolean,
    deadlineMs: number,
  ): Promise<{ readonly met: boolean; readonly waitedMs: number }>;
  /** Resolves as soon as the text of the first element that matches includes `text`; `text` and `html` are the element's then. */
  untilText(
    selector: string,
    text: string,
    deadlineMs: number,
  ): Promise<{ readonly met: boolean; readonly waitedMs: number; readonly text: string; readonly html: string }>;
  /** How many elements match; -1 for a selector that does not parse. */
  count(selector: string): Promise<number>;
}

/** A control, by what tells it from others in the markup; an attribute that it lacks, or that is empty, is absent. */
export interface Control {
  /** Lower case. */
  readonly tag: string;
  readonly name?: string;
  readonly id?: string;
  /** Only of an `<input>` that is a button. */
  readonly type?: string;
}

/** One way of submitting a form. */
export type SubmitAction =
  | { readonly kind: 'click'; readonly control: Control }
  | { readonly kind: 'press'; readonly key: 'Enter' };

/** How a message was typed and sent. */
export interface SendOutcome {
  /** The control that the text went into, or what came nearest; undefined: nothing to type into. */
  readonly input: Control | undefined;
  /** What was done one after another until something happened; empty: nothing. */
  readonly actions: readonly SubmitAction[];
  /** The browser's own validation held the form back. */
  readonly heldByValidation: boolean;
}

/** What became of a click; `missing`: nothing matches. */
export type Clicked = 'clicked' | 'missing' | 'invalid';

/** A page that can also be driven. */
export interface PageDriver extends PageView {
  /**
   * Types `text` into a form's text field as a person would, and submits.
   * @param options.field name of the field to prefer; without it, or where no field has that name, the first of a form
   */
  send(text: string, options?: { readonly field?: string }): Promise<SendOutcome>;
  /** Clicks the first element that matches, by script. `invalid`: the selector does not parse. */
  click(selector: string): Promise<Clicked>;
  /** The cookies that the tab has now, those that no script may read included. @param url only those that are sent to this address */
  cookies(url?: string): Promise<readonly Cookie[]>;
  /** Makes the page's `Math.random` return `value` until called with undefined, so that a check need not wait for bad luck. */
  fixRandom(value: number | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Why a page could not be opened, or stopped. */
export type PageFailure =
  | { readonly reason: 'unreachable'; readonly failure: RequestFailure }
  /** `contentType`: empty when there was none. */
  | { readonly reason: 'not-html'; readonly contentType: string }
  | PageStop;

/** Which events that are dispatched in a page become records of the type `htmx`. */
export interface RecordedEvents {
  /** Names as they are dispatched: `htmx:load`. */
  readonly recorded: readonly string[];
  /** Those of them that say that a request begins: one effect of what a person does. */
  readonly requests: readonly string[];
  /** Those that say that a request failed, or that its answer is an error. */
  readonly failures: readonly string[];
  /** Those that say that an answer, or something else, has been swapped into the page. */
  readonly swaps: readonly string[];
}

export interface OpenOptions {
  readonly client: string;
  /** Until the load event, in milliseconds. */
  readonly deadlineMs: number;
  readonly onRecord: (record: PageRecord) => void;
  /** CSS selectors of elements whose content snapshots carry and text records name. One that does not parse matches nothing. */
  readonly watched?: readonly string[];
  readonly events?: RecordedEvents;
  /** Sent to one origin: with requests, streams and handshakes alike. */
  readonly credentials?: Credentials;
}

export interface PageEngine {
  readonly name: 'dom' | 'browser';
  /** `jsdom 26.1.0`, `Chromium 156.0`. */
  readonly version: string;
  /** The process in which pages run, where it is known. */
  readonly pid?: number | undefined;
  /** Loads `url`, runs its scripts and waits for the load event. */
  open(url: string, options: OpenOptions): Promise<Result<PageDriver, PageFailure>>;
  close(): Promise<void>;
}
