import type { StreamEvent } from '../model/ledger.ts';
import type { PageElement } from '../model/page.ts';
import type { Disposition, Page, Target } from './disposition.ts';
import type { WithAttributes } from './elements.ts';
import type { TreeNode } from './tree.ts';

export type { StreamEvent } from '../model/ledger.ts';

export type Major = 1 | 2 | 4;
export type Transport = 'ws' | 'sse';
/** `swap`: which events of a stream are swapped. `close`: which event ends it. */
export type Role = 'connect' | 'send' | 'swap' | 'close';

/** A role of an element, and the attribute that gives it. */
export interface RoleAttribute {
  /** The attribute as written in the page. */
  readonly attribute: string;
  /** Its value for the role: the address to connect to, the names of events, '' for `send`. */
  readonly value: string;
  /** `legacy`: in the syntax of an earlier major that is still read. */
  readonly form: 'own' | 'legacy';
}

/** Whether the extension acts on an element. */
export type Enablement =
  | { readonly enabled: true }
  | {
      readonly enabled: false;
      /** `hx-ext` nearest to the element, on itself or an ancestor; undefined: there is none. */
      readonly own: string | undefined;
      /** An element that enables the extension but does not contain this one. */
      readonly elsewhere: PageElement | undefined;
      /** `ignore:` disables it. */
      readonly ignored: boolean;
    };

/** What the page says about htmx as a whole. */
export interface PageSetup {
  /** Names of the extensions that were defined or registered. */
  readonly extensions: readonly string[];
  /** `htmx.config.extensions` (htmx 4); undefined or '': all may register. */
  readonly allowed?: string;
}

/** An element that opens connections, and how many it opens when the page loads. */
export interface Connector {
  readonly element: PageElement;
  readonly url: string;
  readonly times: number;
}

/** Syntax of another major in the page. */
export interface ForeignSyntax {
  readonly attribute: string;
  readonly value: string;
  readonly transport: Transport;
  readonly major: Major;
  /** What to write in this dialect; '': there is no equivalent. */
  readonly use: string;
  /** `yes`: this dialect reads it anyway. */
  readonly works: 'yes' | 'no';
}

/** An attribute that no htmx knows and that was meant to be one that it knows. */
export interface NearName {
  /** undefined: it was meant for `hx-ext`, which serves both. */
  readonly transport: Transport | undefined;
  /** What it was meant to be; '': htmx has no attribute for this. */
  readonly use: string;
}

/** A trigger as written, and the name of the event that it was meant for: `sse-message`, `message`. */
export interface MisspeltTrigger {
  readonly written: string;
  readonly event: string;
}

/** An attribute of an element around another one that does not inherit it. */
export interface NotInherited {
  readonly holder: PageElement;
  /** Without `data-`. */
  readonly name: string;
  readonly value: string;
  /** Whether elements that make requests are inside the holder as well, for which the attribute may be meant. */
  readonly others: 'yes' | 'no';
}

/** The sender of a message: the element with the send attribute. `null`: it has none. */
export interface Sender {
  readonly tag: string;
  readonly id: string | null;
  readonly name: string | null;
  /** The element that `hx-target` refers to, else the element itself. */
  readonly target: { readonly tag: string; readonly id: string | null };
  /** Address of the page. */
  readonly url: string;
  /** What `hx-vals` adds. */
  readonly vals?: Readonly<Record<string, unknown>>;
}

export interface Reconnection {
  readonly reconnects: boolean;
  /** The minimum and maximum wait before attempt n (0 is the first), in milliseconds. */
  delay(attempt: number): { readonly least: number; readonly most: number };
}

/** The attributes of ws and sse, and which elements connect. */
export interface AttributeDialect {
  /** The attribute to write; undefined: this major has none for the role. */
  attributeFor(transport: Transport, role: Role): string | undefined;
  /** The role of an element, in every form that this major reads. */
  roleOf(element: WithAttributes, transport: Transport, role: Role): RoleAttribute | undefined;
  /** Names of the events of a stream that the element waits for, by its swap attribute or `hx-trigger="sse:…"`. */
  eventsOf(element: WithAttributes): readonly string[];
  /** Triggers in `hx-trigger` that were meant for an event of a stream, and that this major takes for an event of the page: `sse-message`. */
  misspeltTriggers(element: WithAttributes): readonly MisspeltTrigger[];
  enablement(elements: readonly PageElement[], element: PageElement, extension: Transport): Enablement;
  /** Elements that open connections when the page loads. */
  connectors(elements: readonly PageElement[], transport: Transport, setup: PageSetup): readonly Connector[];
  /** What the element would inherit in htmx 2 and does not in this major; undefined: nothing of that name. */
  notInherited(page: Pick<Page, 'elements' | 'inherits'>, element: PageElement, name: string): NotInherited | undefined;
  /** The other major that an attribute belongs to; undefined: it belongs to this one, or to none. */
  foreignSyntax(attribute: string, value: string): ForeignSyntax | undefined;
  /** What an attribute that no major knows was meant to be; undefined: it is known, or is not related to ws and sse. */
  nearName(attribute: string, value: string): NearName | undefined;
}

/** What is sent over the wire, and what happens when a connection ends. */
export interface WireDialect {
  /** The message for these fields, in form order; a repeated name becomes a list. */
  encodeMessage(fields: readonly (readonly [name: string, value: string])[], sender: Sender): string;
  /** Name of the member of a sent message that contains the request's headers. */
  readonly headersMember: 'HEADERS' | 'headers';
  /** Whether it reconnects after this close code of a WebSocket (sse: the code is irrelevant), and when. */
  reconnection(transport: Transport, code: number): Reconnection;
  /** Close codes of a WebSocket after which it reconnects. */
  readonly reconnectCodes: readonly number[];
}

/** What happens to a message or an event, and to the page. */
export interface Prediction {
  readonly dispositions: readonly Disposition[];
  /** The page afterwards: the elements that the snapshot listed, and those that came with the message. */
  readonly after: TreeNode;
  /** Selectors that were looked up; `Page.matches` may answer them. */
  readonly asked: readonly string[];
  /** Those for which the page lists too few elements and `Page.matches` has no answer: what depends on them is uncertain. */
  readonly unanswered: readonly string[];
}

/** Where incoming content goes. */
export interface SwapDialect {
  /** Applies a WebSocket message, or an event of a stream, to the page. @param connector the element that owns the connection */
  predict(incoming: string | StreamEvent, page: Page, connector: PageElement | undefined): Prediction;
  /** Selectors whose matches a message or an event depends on, so that an observer can ask the page. */
  selectorsOf(incoming: string | StreamEvent, page: Page, connector: PageElement | undefined): readonly string[];
  /** Where each part of an incoming WebSocket message goes, in the order in which htmx swaps them. */
  takeMessageApart(message: string, page: Page, connector: PageElement | undefined): readonly Disposition[];
  /** Where an event of a stream goes: one disposition for each element that waits for it. */
  takeEventApart(event: StreamEvent, page: Page, connector: PageElement | undefined): readonly Disposition[];
  /** Where `hx-target`, the element's own or one that it inherits, leads; the element itself where there is none. */
  targetOf(page: Page, element: PageElement): Target;
  /** How `hx-swap-oob` of a top-level element of a WebSocket message is parsed. */
  outOfBand(element: WithAttributes): OutOfBand;
  /** Values of `hx-swap`, in lower case: what people write in place of the event's name. */
  readonly swapStyles: ReadonlySet<string>;
}

export interface OutOfBand {
  readonly style: string;
  /** undefined: it gives neither an id nor a selector. */
  readonly selector: string | undefined;
}

/** What a page names of htmx's core, and a rule looks for. */
export interface CoreNames {
  /** The attribute that switches extensions on; undefined: they need none. */
  readonly enable: string | undefined;
  /** Keeps htmx from an element and all that is inside it. */
  readonly disable: string | undefined;
  readonly trigger: string;
  /** The attribute with values that are added to what is sent. */
  readonly values: string;
  readonly outOfBand: string;
  /** The attributes that add to what is sent. */
  readonly adds: readonly string[];
  /** The attribute that says where content goes. */
  readonly target: string;
  /** The attributes that say where content goes, and how. */
  readonly places: readonly string[];
  /** The attribute that makes requests of the links and forms inside an element. */
  readonly boost: string;
  /** The attribute that filters what is sent; undefined: there is none. */
  readonly filter: string | undefined;
  /** The attributes that make a request. */
  readonly requests: readonly string[];
  /** Words before a colon that are part of a swap specification, and of no out-of-band one: `scroll`. */
  readonly swapModifiers: readonly string[];
  /** The member of `htmx.config` for the wait before a WebSocket reconnects; undefined: there is none. */
  readonly reconnectDelay: string | undefined;
}

/** What a page names, and what htmx reports in it by its events. */
export interface ReportDialect {
  readonly core: CoreNames;
  /** Whether an attribute holds a script that runs on an event of htmx. */
  isHandler(attribute: string): boolean;
  /** Whether the ws extension can use this as `reconnectDelay`. @param value as JSON, or `function` */
  readsReconnectDelay(value: string): boolean;
  /** Names of events: content found no target, or was not swapped for another reason; a stream's event was swapped; a stream was closed
   * (undefined: this major says nothing); the answer to a request is an error (undefined: not modelled for this major). */
  readonly reported: {
    readonly notSwapped: readonly string[];
    readonly eventSwapped: string;
    readonly streamClosed: string | undefined;
    /** Before a message is sent, with its fields under `parameters`; undefined: this major reports them in another form. */
    readonly sends: string | undefined;
    readonly requestRefused: string | undefined;
  };
  /** Why htmx closed a stream, by the recorded detail of the event `streamClosed`. */
  whyStreamClosed(detail: string): 'connector-removed' | 'by-event' | undefined;
}

/**
 * What one major of htmx and its ws and sse extensions do with a page. Pure: everything is decided from recorded elements, messages and
 * close codes. Each implementation names the function of the source that it follows.
 */
export interface Dialect extends AttributeDialect, WireDialect, SwapDialect, ReportDialect {
  readonly major: Major;
  /** Versions of the sources that the model follows. */
  readonly source: string;
  /** Names of the events that htmx and the two extensions fire in a page, with `htmx:`. */
  readonly events: readonly string[];
}
