import type { Dialect, Page, Role, RoleAttribute, Target, Transport } from '../htmx/index.ts';
import { attribute, having, upwards, within } from '../htmx/elements.ts';
import { readMarkup } from '../htmx/markup.ts';
import { partOfScript } from '../htmx/cdn.ts';
import { ledgerOf } from '../htmx/page-ledger.ts';
import type { MarkupElement } from '../htmx/markup.ts';
import type { Contract } from '../model/contract.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { PageElement, PageFailure, PageRecord, PageSnapshot } from '../model/page.ts';
import type { PageStop } from '../model/page-stop.ts';
import type { Place } from '../model/timeline.ts';
import type { SourceLocator } from './locate.ts';
import { has, ofType } from './records.ts';
import type { Rule } from './rule.ts';

/** What was observed of a page, and what it is compared with. All of it is data, so a recording is enough. */
export interface PageObservation {
  /** The DOM at the moment of judging. */
  readonly snapshot: PageSnapshot;
  /** What has happened since the page was opened. */
  readonly records: readonly PageRecord[];
  /** The document as served. */
  readonly html: string;
  readonly contract: Contract;
  readonly dialect: Dialect;
  readonly locate: SourceLocator;
  /** How long the check waited for something that did not happen, in milliseconds. */
  readonly waitedMs?: number;
}

/** A rule that looks only at the page. */
export type PageRule = Rule<ObservedPage>;

/** An element with a role, and the attribute that gives it the role. */
export interface WithRole {
  readonly element: PageElement;
  readonly role: RoleAttribute;
}

/** A page as the rules see it: the current DOM, the served markup, what has happened since. */
export class ObservedPage {
  readonly snapshot: PageSnapshot;
  readonly records: readonly PageRecord[];
  readonly html: string;
  readonly contract: Contract;
  readonly dialect: Dialect;
  readonly locate: SourceLocator;
  readonly waitedMs: number | undefined;
  readonly #observed: PageObservation;
  #markup: readonly MarkupElement[] | undefined;
  #ledger: readonly LedgerEntry[] | undefined;

  constructor(observed: PageObservation) {
    this.#observed = observed;
    this.snapshot = observed.snapshot;
    this.records = observed.records;
    this.html = observed.html;
    this.contract = observed.contract;
    this.dialect = observed.dialect;
    this.locate = observed.locate;
    this.waitedMs = observed.waitedMs;
  }

  get elements(): readonly PageElement[] {
    return this.snapshot.elements;
  }

  /** The elements of the document as served. */
  get markup(): readonly MarkupElement[] {
    this.#markup ??= readMarkup(this.html);
    return this.#markup;
  }

  /** What happened to each message and event that the page has handled, in order. */
  get ledger(): readonly LedgerEntry[] {
    this.#ledger ??= ledgerOf(this.records);
    return this.#ledger;
  }

  /** Elements in the DOM that have the attribute, with or without `data-`. */
  having(name: string): readonly PageElement[] {
    return having(this.elements, name);
  }

  /** Elements that have the role, in every form that the dialect reads. */
  withRole(transport: Transport, name: Role): readonly WithRole[] {
    return this.elements.flatMap((element) => {
      const role = this.dialect.roleOf(element, transport, name);
      return role === undefined ? [] : [{ element, role }];
    });
  }

  /** The same, only in the dialect's own syntax. */
  withOwnRole(transport: Transport, name: Role): readonly WithRole[] {
    return this.withRole(transport, name).filter(({ role }) => role.form === 'own');
  }

  /** Whether a connection of this kind is or was open. */
  connected(transport: Transport): boolean {
    return has(this.records, transport === 'ws' ? 'socket-open' : 'stream-open');
  }

  /** The element itself, then its listed ancestors from the inside out. */
  upwards(element: PageElement): Generator<PageElement> {
    return upwards(this.elements, element);
  }

  /** Whether `inner` is `outer` or inside it. */
  within(inner: PageElement, outer: PageElement): boolean {
    return within(this.elements, inner, outer);
  }

  /** Where the element's `hx-target` leads in the DOM as it is now. */
  targetOf(element: PageElement): Target {
    return this.dialect.targetOf(this.listed, element);
  }

  /** The DOM as it is now, as the dialect reads it. */
  get listed(): Page {
    const { elements, htmx } = this.snapshot;
    return { elements, listing: 'some', ...(htmx?.inherits === undefined ? {} : { inherits: htmx.inherits }) };
  }

  /** The place in the sources of the first served element that passes the test. */
  place(test: (element: MarkupElement) => boolean): readonly Place[] {
    const found = this.markup.find(test);
    return found === undefined ? [] : this.locate.servedLine(this.html, found.line);
  }

  /** The place of the first element with one of these tags. */
  placeOfTag(...tags: readonly string[]): readonly Place[] {
    return this.place(({ tag }) => tags.includes(tag));
  }

  /** The place of the first element with this attribute. */
  placeOf(name: string | undefined): readonly Place[] {
    return name === undefined ? [] : this.place((element) => attribute(element, name) !== undefined);
  }

  /** The place of the first element with the dialect's attribute for the role. */
  placeOfRole(transport: Transport, role: Role): readonly Place[] {
    return this.placeOf(this.dialect.attributeFor(transport, role));
  }

  /** The place of the script tag whose URL has the same ending. */
  placeOfScript(url: string): readonly Place[] {
    const last = lastSegment(url);
    return this.place(
      ({ tag, attributes: { src } }) => tag === 'script' && src !== undefined && lastSegment(src) === last,
    );
  }

  /** `src` of every script tag in the markup, in order. */
  get scriptSources(): readonly string[] {
    return this.markup
      .filter(({ tag }) => tag === 'script')
      .map(({ attributes }) => attributes['src'])
      .filter((src) => src !== undefined);
  }

  /** What its addresses are relative to: the first `<base href>`, else its own address (HTML standard, "document base URL"). */
  get baseUrl(): string {
    const { url } = this.snapshot;
    const base = this.markup.find(({ tag, attributes }) => tag === 'base' && attributes['href'] !== undefined);
    const href = base?.attributes['href'] ?? '';
    return URL.canParse(href, url) ? new URL(href, url).href : url;
  }

  /** Error messages of scripts, and console errors and warnings. */
  get complaints(): readonly string[] {
    return this.records.flatMap((record) => {
      if (record.type === 'script-error') return [record.message];
      return record.type === 'console' && (record.level === 'error' || record.level === 'warn') ? [record.text] : [];
    });
  }

  /** The same page, after a wait for something that did not happen. */
  after(waitedMs: number): ObservedPage {
    return new ObservedPage({ ...this.#observed, waitedMs });
  }

  /** Evidence of a finding about the page: the action, the place, and what else was observed. */
  evidence(where: readonly Place[], more: Partial<Evidence> = {}): Evidence {
    const { waitedMs } = this;
    return { did: { kind: 'page' }, ...(waitedMs === undefined ? {} : { waitedMs }), where, ...more };
  }
}

/** The part of a URL after its last slash, without query and fragment. */
export function lastSegment(url: string): string {
  const [path = ''] = url.split(/[?#]/u);
  return path.split('/').findLast((part) => part !== '') ?? '';
}

/** The first error that a script of the page threw. */
export const scriptThrew: PageRule = (page) => thrownIn(page, page.records, page.evidence([]));

/** The first error that a script threw among these records, at its own line where the page itself contains the script. */
export function thrownIn(page: ObservedPage, records: readonly PageRecord[], evidence: Evidence): Finding | undefined {
  const [error] = ofType(records, 'script-error');
  if (error === undefined) return undefined;
  const { message, file, line } = error;
  const own = file === page.snapshot.url && line > 0 ? page.locate.servedLine(page.html, line) : [];
  const where = own.length > 0 ? { where: own } : {};
  return {
    code: 'page/script-error',
    severity: 'error',
    facts: { message, file, line, ...failingPart(page, file) },
    evidence: { ...evidence, ...where },
  };
}

/** What makes htmx itself fail: htmx 2 expects a `FormData` where the ws extension gives it an object, when `hx-params` filters it. */
function failingPart(page: ObservedPage, file: string): { readonly by?: 'htmx' | 'filter' } {
  if (partOfScript(file) !== 'core') return {};
  const { filter } = page.dialect.core;
  const filters = filter !== undefined && page.elements.some((element) => attribute(element, filter) !== undefined);
  return { by: filters ? 'filter' : 'htmx' };
}

/** Whether the page was there and stopped, and not merely failed to arrive. */
export function isStop(failure: PageFailure): failure is PageStop {
  return failure.reason !== 'unreachable' && failure.reason !== 'not-html';
}

/** The page stopped running, so it shows nothing of what was done in it; undefined: it is running. */
export function pageHung(failure: PageFailure | undefined, typed?: string): Finding | undefined {
  if (failure === undefined || !isStop(failure)) return undefined;
  return pageStopped(failure, { did: { kind: 'page', ...(typed === undefined ? {} : { typed }) } });
}

/** A page that changes its text for each message does not keep up with so many in a second. */
const FLOOD = 100;

/** A page that hangs says how much came meanwhile, where that is why. @param perSecond messages and events that came from the server, each second */
export function flooded(stop: PageStop, perSecond: number): PageStop {
  return stop.reason === 'hung' && perSecond >= FLOOD ? { ...stop, perSecond: Math.round(perSecond) } : stop;
}

/** The finding that a page stopped. */
export function pageStopped(stop: PageStop, evidence: Evidence): Finding {
  const severity = 'error';
  switch (stop.reason) {
    case 'hung':
      return { code: 'page/hung', severity, facts: stop, evidence };
    case 'out-of-memory':
      return { code: 'page/out-of-memory', severity, facts: stop, evidence };
    case 'engine-died':
      return { code: 'page/crashed', severity, facts: stop, evidence };
  }
}
