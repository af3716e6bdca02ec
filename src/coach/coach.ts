import type { PageReport } from '../model/coached.ts';
import type { Finding } from '../model/finding.ts';
import type { PageRecord } from '../model/page.ts';
import type { WireEvent } from '../model/wire.ts';
import type { SourceLocator } from '../rules/locate.ts';
import { Folding } from './fold.ts';
import { GonePages } from './gone-pages.ts';
import { hangs } from './heartbeat.ts';
import type { CoachEvent } from '../model/coach-event.ts';
import type { CoachRules } from './rules.ts';
import { CoachedTab } from './tab.ts';
import { WireMemory } from './wire-memory.ts';

export interface CoachOptions {
  readonly rules: CoachRules;
  /** The learner's sources as they are now. */
  readonly locator: () => SourceLocator;
  readonly tell: (event: CoachEvent) => void;
}

/** What happens so soon after the server was stopped or started has that cause. Milliseconds. */
const RESTART_MS = 3000;
/** Of a client without instruments. */
const CLIENT = 'client';

/**
 * What a person's own pages report and what a proxy has seen, made into events to tell. It has no clock: each call says what time it is, in
 * milliseconds since the epoch.
 */
export class Coach {
  readonly #options: CoachOptions;
  /** By the number of the page. */
  readonly #tabs = new Map<number, CoachedTab>();
  readonly #wire = new WireMemory();
  readonly #folding = new Folding();
  readonly #findings = new Map<string, string>();
  readonly #gone = new GonePages();
  #restartedAt = Number.NEGATIVE_INFINITY;
  #count = 0;

  constructor(options: CoachOptions) {
    this.#options = options;
  }

  /** A page has said something. @param number of the page */
  report(number: number, report: PageReport, now: number): void {
    if (report.type === 'hello') return this.#open(number, report.url, now);
    const tab = this.#tabs.get(number);
    if (tab === undefined) return undefined;
    tab.heartbeat.heard(now, report.type === 'alive' ? report.visible : undefined);
    if (report.type === 'alive') return undefined;
    if (report.type === 'record') return this.#record(tab, { ...report.record, at: now }, now);
    if (report.type === 'submitted') return tab.submitted(report, now);
    tab.take(report.snapshot, now);
    return this.#judge(tab, now);
  }

  /** A page has gone. */
  closed(number: number, now: number): void {
    const tab = this.#tabs.get(number);
    this.#tabs.delete(number);
    if (tab !== undefined) this.#gone.add(tab, now);
  }

  /** The server was stopped, or has been started. */
  serverChanged(state: 'up' | 'down', now: number): void {
    // As long as it is down, nothing that a page does tells anything.
    this.#restartedAt = state === 'up' ? now : Number.POSITIVE_INFINITY;
    this.#findings.clear();
    for (const tab of this.#tabs.values()) tab.forget();
  }

  /** What the events call a page. @param number of the page; undefined: of a client without instruments. Undefined: the page has gone */
  labelOf(number: number | undefined): string | undefined {
    return number === undefined ? CLIENT : this.#tabs.get(number)?.label;
  }

  /** Time goes by: a page may have gone for good, or a message may have got no answer. */
  tick(now: number): void {
    this.#closeGone(now);
    for (const tab of this.#tabs.values()) {
      const silentMs = tab.heartbeat.look(now);
      if (silentMs !== undefined)
        this.#find(tab.label, hangs(silentMs, this.#wire.perSecond(now - silentMs, now)), now);
      if (tab.heartbeat.isSilent) continue;
      this.#judge(tab, now);
      const code = tab.unheard(now, () => this.#judging(tab, now));
      this.#explain(tab, code, now);
    }
  }

  /** Something went through the proxy. */
  wire(event: WireEvent, now: number): void {
    this.#wire.add(event);
    const hasTabs = this.#tabs.size > 0;
    const tab = CLIENT;
    switch (event.type) {
      case 'answer': {
        const { method, target, status, page } = event;
        if (page !== undefined && (!page.injected || page.changed.length > 0))
          this.#tell({ type: 'page', tab, target, page }, now);
        if (status >= 400 && !isAsideOf(target))
          this.#tell({ type: 'answer', tab: this.#onlyLabel(), request: `${method} ${target}`, status }, now);
        return;
      }
      case 'unanswered':
        return this.#tell(
          { type: 'unanswered', tab: this.#onlyLabel(), request: `${event.method} ${event.target}`, why: event.why },
          now,
        );
      case 'frame': {
        // A page with instruments tells more of its own frames.
        if (hasTabs) return;
        return this.#tell({ type: event.from === 'browser' ? 'sent' : 'received', tab, text: event.text }, now);
      }
      case 'unread':
        return this.#tell({ type: 'error', tab: this.#onlyLabel(), text: `${event.from}: ${event.why}` }, now);
      case 'weather':
      case 'insertion':
        return this.#byHand(event, now);
      case 'page':
      case 'socket-open':
      case 'socket-end':
      case 'close-frame':
      case 'stream-open':
      case 'stream-event':
      case 'stream-end':
        return;
    }
  }

  #closeGone(now: number): void {
    for (const { label, url } of this.#gone.over(now))
      this.#tell({ type: 'tab', tab: label, what: 'closed', url }, now);
  }

  #open(number: number, url: string, now: number): void {
    this.#closeGone(now);
    const before = this.#gone.before(url);
    const left = before === undefined ? undefined : this.#judgeLeft(before, url, now);
    const label = before?.label ?? `tab ${(this.#count += 1)}`;
    this.#tabs.set(number, new CoachedTab(label, url, now));
    this.#tell({ type: 'tab', tab: label, what: before === undefined ? 'opened' : 'reloaded', url }, now);
    if (left !== undefined) this.#find(label, left, now);
  }

  /** A person has changed what goes through: whatever follows in the page is not the server's doing. */
  #byHand(event: WireEvent & { readonly type: 'weather' | 'insertion' }, now: number): void {
    const { at: _at, number: _number, tab: page, ...told } = event;
    const owner = page === undefined ? undefined : this.#tabs.get(page);
    for (const tab of owner === undefined ? this.#tabs.values() : [owner]) {
      if (event.type === 'weather') tab.weather(event, now);
      else if (event.state === 'done') tab.inserted(event, now);
    }
    this.#tell({ ...told, tab: owner?.label ?? this.#onlyLabel() }, now);
  }

  #record(tab: CoachedTab, record: PageRecord, now: number): void {
    const entry = tab.add(record);
    const { label } = tab;
    if (entry !== undefined) {
      this.#tell({ type: 'handled', tab: label, entry }, now);
      return this.#explain(
        tab,
        tab.nowhere(entry, () => this.#judging(tab, now)),
        now,
      );
    }
    const event = eventOf(label, record, this.#options.rules.contract.field);
    if (event !== undefined) this.#tell(event, now);
  }

  #explain({ label }: CoachedTab, code: string | undefined, now: number): void {
    if (code !== undefined) this.#tell({ type: 'insertion-lost', tab: label, code }, now);
  }

  #judge(tab: CoachedTab, now: number): void {
    if (now - this.#restartedAt < RESTART_MS) return;
    const finding = tab.judge(this.#judging(tab, now));
    if (finding !== undefined) this.#find(tab.label, finding, now);
  }

  #judgeLeft(tab: CoachedTab, url: string, now: number): Finding | undefined {
    return now - this.#restartedAt < RESTART_MS ? undefined : tab.judgeLeft(url, this.#judging(tab, now));
  }

  #judging(tab: CoachedTab, now: number): Parameters<CoachedTab['judge']>[0] {
    const { rules, locator } = this.#options;
    const html = this.#wire.pageAt(tab.target);
    const { streamPath } = rules.contract;
    const events = this.#wire.eventsSince(tab.openedAt, streamPath);
    return { rules, locate: locator(), html, events, now };
  }

  #find(label: string, finding: Finding, now: number): void {
    const place = finding.evidence.where?.[0];
    const key = `${finding.code} ${place?.file ?? ''}:${place?.line ?? ''}`;
    const again = this.#findings.get(label) === key;
    this.#findings.set(label, key);
    this.#tell({ type: 'finding', tab: label, finding, again }, now);
  }

  /** The tab where there is one; what goes through the proxy does not say whose it is. */
  #onlyLabel(): string {
    const [tab, ...others] = this.#tabs.values();
    return tab === undefined || others.length > 0 ? CLIENT : tab.label;
  }

  #tell(event: CoachEvent, now: number): void {
    this.#options.tell(this.#folding.fold(event, now));
  }
}

/** Browsers and their tools ask for these by themselves. */
function isAsideOf(target: string): boolean {
  return /^\/(?:favicon\.ico|apple-touch-icon|\.well-known\/)/u.test(target);
}

/** What to tell of a record; undefined: nothing, or something else tells it. */
function eventOf(tab: string, record: PageRecord, field: string | undefined): CoachEvent | undefined {
  switch (record.type) {
    case 'socket-open':
      return { type: 'connection', tab, of: 'socket', what: 'open', about: '' };
    case 'socket-close': {
      const { code, reason } = record;
      return {
        type: 'connection',
        tab,
        of: 'socket',
        what: 'closed',
        about: `${code}${reason === '' ? '' : ` ${reason}`}`,
      };
    }
    case 'socket-refused':
      return { type: 'error', tab, text: record.message };
    case 'socket-sent':
      return { type: 'sent', tab, text: typedIn(record.data, field) };
    case 'stream-open':
      return { type: 'connection', tab, of: 'stream', what: 'open', about: '' };
    case 'stream-error':
      return { type: 'connection', tab, of: 'stream', what: 'lost', about: '' };
    case 'stream-close':
      return { type: 'connection', tab, of: 'stream', what: 'closed', about: '' };
    case 'script-error':
      return { type: 'error', tab, text: `${record.message}${placeIn(record)}` };
    case 'console':
      // htmx logs events that say nothing more.
      return record.level === 'error' && !/^\[object \w+\]$/u.test(record.text)
        ? { type: 'error', tab, text: record.text }
        : undefined;
    case 'load-failed':
      // The proxy has told of an answer with an error.
      return record.failure.reason === 'status'
        ? undefined
        : { type: 'error', tab, text: `${record.url} did not load` };
    case 'engine-gap':
      return { type: 'error', tab, text: record.what };
    case 'socket-new':
    case 'socket-received':
    case 'socket-error':
    case 'stream-new':
    case 'stream-event':
    case 'htmx':
    case 'substituted':
    case 'navigated':
    case 'text':
    case 'elements':
    case 'handled':
      return undefined;
  }
}

function placeIn({ file, line }: { readonly file: string; readonly line: number }): string {
  if (file === '' || line === 0) return '';
  const path = URL.canParse(file) ? new URL(file).pathname : file;
  return ` (${path}:${line})`;
}

/** What a person typed, where a frame has it in htmx's JSON under the name of the field; else the whole frame. */
function typedIn(frame: string, field: string | undefined): string {
  if (field === undefined) return frame;
  try {
    const value: unknown = (JSON.parse(frame) as Readonly<Record<string, unknown>> | null)?.[field];
    return typeof value === 'string' ? value : frame;
  } catch {
    return frame;
  }
}
