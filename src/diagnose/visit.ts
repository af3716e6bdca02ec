import type { Clicked, PageDriver, PageFailure, PageRecord, PageSnapshot, SendOutcome } from '../model/page.ts';
import { aborted } from '../model/waiting.ts';
import { has, ofType } from '../rules/records.ts';

/** What is done in a page, besides looking at it. */
export interface VisitOptions {
  /** For how long the page is observed, from its load event on. Milliseconds. */
  readonly forMs: number;
  /** CSS selectors of elements that are clicked, one after another, before anything is typed. */
  readonly clicks: readonly string[];
  /** Typed into the form that sends. */
  readonly text?: string;
  readonly signal: AbortSignal;
}

/** A text that was typed into the page. */
export interface Typed {
  readonly text: string;
  readonly outcome: SendOutcome;
  /** Number of records before it. */
  readonly from: number;
  /** From its submission to the end of the visit. Milliseconds. */
  readonly waitedMs: number;
}

/** All that was observed of a page. */
export interface Visit {
  readonly snapshot: PageSnapshot;
  readonly records: readonly PageRecord[];
  readonly html: string;
  readonly typed: Typed | undefined;
  /** What became of the clicks, in order. */
  readonly clicked: readonly Clicked[];
  /** For how long the page was observed. Milliseconds. */
  readonly observedMs: number;
  /** The least that the clock of the records showed at the end. Milliseconds. */
  readonly endedAt: number;
  /** Set when the page has stopped. */
  readonly failure: PageFailure | undefined;
}

/** A page connects by then, so that what is clicked and typed has an effect. Milliseconds. */
const CONNECTED_MS = 3000;

/** Observes a page for a time and does in it what was asked for. A page that stops (`PageView.failure`) ends the visit. */
export async function visit(page: PageDriver, { forMs, clicks, text, signal }: VisitOptions): Promise<Visit> {
  const started = performance.now();
  const startedAt = page.records.at(-1)?.at ?? 0;
  const left = (): number => Math.max(0, forMs - (performance.now() - started));
  if (clicks.length > 0 || text !== undefined) await connected(page, Math.min(CONNECTED_MS, forMs));
  const clicked: Clicked[] = [];
  for (const selector of clicks) clicked.push(await page.click(selector));
  const typed = text === undefined ? undefined : await typeInto(page, text);
  // The time is what was asked for: a page may get its first message at the end of it.
  await Promise.race([page.until(() => false, left()), aborted(signal)]);
  const observedMs = performance.now() - started;
  const snapshot = await page.snapshot();
  return {
    snapshot,
    // What clients of the tutor's own bring about in the page later is nothing that it did by itself.
    records: [...page.records],
    html: page.document.html,
    clicked,
    observedMs,
    endedAt: startedAt + observedMs,
    failure: page.failure,
    typed: typed && { ...typed, waitedMs: performance.now() - typed.at },
  };
}

/** A page tries to connect by then, unless it does so for a request that somebody makes in it. Milliseconds. */
const TRIES_MS = 800;

async function connected(page: PageDriver, deadlineMs: number): Promise<void> {
  const tries = (records: readonly PageRecord[]): boolean => has(records, 'socket-new') || has(records, 'stream-new');
  const { met } = await page.until(tries, Math.min(TRIES_MS, deadlineMs));
  if (met) await page.until(isConnected, deadlineMs);
}

async function typeInto(page: PageDriver, text: string): Promise<Omit<Typed, 'waitedMs'> & { readonly at: number }> {
  const from = page.records.length;
  const outcome = await page.send(text);
  return { text, outcome, from, at: performance.now() };
}

/** All sockets that were asked for are open, and there is one; or a stream is. */
function isConnected(records: readonly PageRecord[]): boolean {
  const asked = ofType(records, 'socket-new').length;
  return asked === 0 ? has(records, 'stream-open') : ofType(records, 'socket-open').length >= asked;
}
