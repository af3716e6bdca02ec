import { isSwapped } from '../htmx/disposition.ts';
import { PageLedger } from '../htmx/page-ledger.ts';
import type { PageReport } from '../model/coached.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { PageRecord, PageSnapshot } from '../model/page.ts';
import type { SourceLocator } from '../rules/locate.ts';
import { ObservedPage } from '../rules/observed-page.ts';
import { has, ofType } from '../rules/records.ts';
import { longestWord, sentMessage } from '../rules/sent-message.ts';
import type { SentMessage } from '../rules/sent-message.ts';
import { unansweredOf } from '../rules/swap-message.ts';
import type { SwapView } from '../rules/swap-message.ts';
import { observedSwap } from '../rules/swap-view.ts';
import { ByHand } from './by-hand.ts';
import type { InsertionEvent, WeatherEvent } from './by-hand.ts';
import { PageRecords } from './page-records.ts';
import { Heartbeat } from './heartbeat.ts';
import type { CoachRules } from './rules.ts';

/** A page has had time to load its scripts and to connect. Milliseconds. */
const LOADED_MS = 1400;
/** An answer is swapped by then, and a submit has sent. Milliseconds. */
const SWAPPED_MS = 300;
const SENT_MS = 1200;
/** An answer has come by then. Milliseconds. */
const ANSWERED_MS = 4000;
/** Where something else has come in its place. */
const OTHER_MS = 2000;
/** Characters of the window that are reported at most; see injected/coach-entry.ts. */
const MOST_OF_WINDOW = 30_000;
/** Events of a stream that are enough to judge. */
const EVENTS = 2;

/** One message that a person has sent, until it is judged. */
interface Message {
  readonly typed: string;
  readonly field: string | undefined;
  /** The page before it was sent. */
  readonly before: PageSnapshot | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface JudgeOptions {
  readonly rules: CoachRules;
  readonly locate: SourceLocator;
  /** The page as it was served. */
  readonly html: string;
  /** Names of the events that have come on the wire since the page was opened. */
  readonly events: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** One page with the instruments in it, and what is to be judged of it. */
export class CoachedTab {
  readonly label: string;
  readonly url: string;
  readonly openedAt: number;
  readonly records = new PageRecords();
  readonly heartbeat = new Heartbeat();
  readonly #ledger = new PageLedger();
  readonly #byHand = new ByHand();
  /** What became of a person's text in a page that has not reported itself. */
  #unexplained: LedgerEntry | undefined;
  #snapshot: PageSnapshot | undefined;
  #snapshotAt = 0;
  #message: Message | undefined;
  /** The last message that was seen to show. */
  #shown: SentMessage | undefined;
  #isPageJudged = false;
  #hasSwappedEvents = false;
  #areEventsJudged = false;

  constructor(label: string, url: string, openedAt: number) {
    this.label = label;
    this.url = url;
    this.openedAt = openedAt;
  }

  /** Path and query. */
  get target(): string {
    return URL.canParse(this.url) ? new URL(this.url).pathname + new URL(this.url).search : this.url;
  }

  /** @returns what became of a message, where the record says it */
  add(record: PageRecord): LedgerEntry | undefined {
    this.records.add(record);
    const entry = this.#ledger.add(record);
    if (entry !== undefined && typeof entry.incoming !== 'string')
      this.#hasSwappedEvents ||= entry.handler === 'page' || entry.predicted.some(isSwapped);
    return entry;
  }

  /** A form was submitted. @param at as all times here by the coach's clock, because a page's stands still while a laptop sleeps */
  submitted({ text, field }: PageReport & { readonly type: 'submitted' }, at: number): void {
    this.#message = { typed: text, field, before: this.#snapshot, at };
  }

  take(snapshot: PageSnapshot, at: number): void {
    this.#snapshot = snapshot;
    this.#snapshotAt = at;
  }

  /** What has begun is not judged: the server was stopped meanwhile, and whatever follows has that cause. */
  forget(): void {
    this.#message = undefined;
    this.#isPageJudged = true;
  }

  /** A person has changed what goes through a connection of this page. */
  weather(event: WeatherEvent, now: number): void {
    this.#byHand.weather(event, now);
    this.#setAside();
  }

  /** A person has sent something into this page. */
  inserted(event: InsertionEvent, now: number): void {
    this.#byHand.inserted(event, now);
    this.#setAside();
  }

  /** The code for what became of a text that a person has sent into the page; undefined: it was swapped, or the entry is about something else. */
  nowhere(entry: LedgerEntry, judging: () => JudgeOptions): string | undefined {
    if (!this.#byHand.handled(entry) || entry.predicted.every(isSwapped)) return undefined;
    if (this.#snapshot !== undefined) return this.#codeFor(entry, this.#snapshot, judging());
    this.#unexplained = entry;
    return undefined;
  }

  /** As `nowhere`, for what could not be told at once, and for an event that the page has not heard by now. */
  unheard(now: number, judging: () => JudgeOptions): string | undefined {
    const event = this.#byHand.unheard(now);
    const entry = this.#unexplained;
    if (this.#snapshot === undefined || (event === undefined && entry === undefined)) return undefined;
    const options = judging();
    this.#unexplained = undefined;
    if (entry !== undefined) return this.#codeFor(entry, this.#snapshot, options);
    const page = this.#observed(this.#snapshot, options);
    return event && options.rules.events({ page, events: [event] })?.code;
  }

  #codeFor({ incoming }: LedgerEntry, snapshot: PageSnapshot, options: JudgeOptions): string | undefined {
    const page = this.#observed(snapshot, options);
    if (typeof incoming !== 'string') return options.rules.events({ page, events: [incoming.name] })?.code;
    const reply = ofType(page.records, 'socket-received').findLast(({ data }) => data === incoming);
    if (reply === undefined) return undefined;
    // With what htmx has said of it.
    const sent = this.#sentMessage(page, { typed: '', field: '', before: undefined, at: reply.at }, options);
    return options.rules.nowhere(observedSwap(page, { ...sent, reply }));
  }

  /** What has begun is not judged: it may have another cause than the server. */
  #setAside(): void {
    this.forget();
    this.#shown = undefined;
    this.#areEventsJudged = true;
  }

  /** What is certainly wrong now; undefined: nothing, or it is too early. */
  judge(options: JudgeOptions): Finding | undefined {
    if (this.#snapshot === undefined) return undefined;
    if (this.#byHand.disturbs(options.now)) this.#setAside();
    const page = this.#observed(this.#snapshot, options);
    return this.#judgePage(page, options) ?? this.#judgeMessage(page, options) ?? this.#judgeEvents(page, options);
  }

  /** The browser left the page for another one, a moment after a form was submitted. */
  judgeLeft(url: string, options: JudgeOptions): Finding | undefined {
    if (this.#snapshot === undefined || this.#message === undefined) return undefined;
    if (options.now - this.#message.at > LEFT_MS || this.#byHand.disturbs(options.now)) return undefined;
    this.records.add({ at: options.now, type: 'navigated', url });
    const page = this.#observed(this.#snapshot, options);
    return options.rules.sent({ page, message: this.#sentMessage(page, this.#message, options) });
  }

  #observed(snapshot: PageSnapshot, { html, rules, locate }: JudgeOptions): ObservedPage {
    const { contract, dialect } = rules;
    return new ObservedPage({ snapshot, records: this.records.all, html, contract, dialect, locate });
  }

  #judgePage(page: ObservedPage, { rules, now }: JudgeOptions): Finding | undefined {
    if (this.#isPageJudged || now - this.openedAt < LOADED_MS) return undefined;
    this.#isPageJudged = true;
    return rules.page(page);
  }

  #judgeMessage(page: ObservedPage, options: JudgeOptions): Finding | undefined {
    const asked = this.#message;
    if (asked === undefined) return undefined;
    const { rules, now } = options;
    const message = this.#sentMessage(page, asked, options);
    const { reply } = message;
    const done = (finding: Finding | undefined): Finding | undefined => {
      this.#message = undefined;
      return finding;
    };
    const went = message.sent.length > 0;
    if (message.word === '' || (!went && !isConnected(this.records.all))) return done(undefined);
    if (!went && now - asked.at < SENT_MS) return undefined;
    const unsent = rules.sent({ page, message });
    if (unsent !== undefined || !went) return done(unsent);
    if (reply === undefined && !isOverdue(message, asked.at, now)) return undefined;
    if (reply !== undefined && this.#snapshotAt - reply.at < SWAPPED_MS) return undefined;
    // Of a longer window only the end is here.
    if (message.targetText.length > MOST_OF_WINDOW) return done(undefined);
    const view = observedSwap(page, message);
    // Selectors that the page was not asked for decide: then nothing is certain.
    if (unansweredOf(view).length > 0) return done(undefined);
    if (!shows(view, asked.before?.watched[rules.contract.target ?? '']?.text)) return done(rules.notShown(view));
    const before = this.#shown;
    this.#shown = message;
    return done(rules.shown(view, before));
  }

  #sentMessage(page: ObservedPage, { typed, field, at }: Message, { now, rules }: JudgeOptions): SentMessage {
    const { target = '' } = rules.contract;
    const watched = page.snapshot.watched[target];
    const input = field === undefined ? undefined : { tag: 'input', ...(field === '' ? {} : { name: field }) };
    return sentMessage({
      typed: oneSpace(typed),
      word: longestWord(typed),
      outcome: { input, actions: [{ kind: 'press', key: 'Enter' }], heldByValidation: false },
      records: this.records.since(at),
      targetText: oneSpace(watched?.text ?? ''),
      targetHtml: watched?.html ?? '',
      waitedMs: Math.round(now - at),
    });
  }

  #judgeEvents(page: ObservedPage, { rules, events }: JudgeOptions): Finding | undefined {
    const isOpen = has(this.records.all, 'stream-new');
    if (this.#areEventsJudged || this.#hasSwappedEvents || !isOpen || events.length < EVENTS) return undefined;
    this.#areEventsJudged = true;
    return rules.events({ page, events: [...new Set(events)] });
  }
}

/** A page that submits itself is left by then. Milliseconds. */
const LEFT_MS = 3000;

function oneSpace(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

function timesIn(text: string, word: string): number {
  return text.split(word).length - 1;
}

function isConnected(records: readonly PageRecord[]): boolean {
  const opened = ofType(records, 'socket-open').length;
  return opened > 0 && ofType(records, 'socket-close').length < ofType(records, 'socket-new').length;
}

/** Nothing has come that contains what was sent, and it would have come by now. */
function isOverdue({ received }: SentMessage, sentAt: number, now: number): boolean {
  const last = received.at(-1);
  return now - sentAt > ANSWERED_MS || (last !== undefined && now - last.at > OTHER_MS);
}

/** The window has the word, and htmx has put the answer somewhere: the word may be that of an earlier message. */
function shows({ page, message }: SwapView, earlier: string | undefined): boolean {
  const entry = page.ledger.findLast(({ incoming }) => incoming === message.reply?.data);
  const isDropped = entry?.handler === 'htmx' && entry.predicted.length > 0 && !entry.predicted.some(isSwapped);
  if (!message.targetText.includes(message.word)) return false;
  // A script of the page may have shown it all the same.
  const { targetText, word } = message;
  return !isDropped || (earlier !== undefined && timesIn(targetText, word) > timesIn(earlier, word));
}
