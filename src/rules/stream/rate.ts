import type { Contract } from '../../model/contract.ts';
import type { Evidence, Finding } from '../../model/finding.ts';
import { writtenPlace } from '../places.ts';
import { firstOf } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { whyItEnded } from './failed.ts';
import { notAwaitedFinding } from '../server/log.ts';
import { encodingOf, evidenceWaited } from './held.ts';
import { awaitsNothing, whatIsLacking } from './source.ts';
import { evidenceOf, readStream, waitedMs } from './view.ts';
import type { StreamEvent, StreamView } from './view.ts';

/** The mean interval may differ from the wanted one by these factors; they are wide, because a busy machine delivers late. */
const FASTEST = 0.6;
const SLOWEST = 2;
/**
 * A timer that is set wrong is steady: the mean of several intervals is further off than the first of each pair, and no interval of them is nearer to
 * what is wanted than the second. On a busy machine an event is late, and the next comes all the sooner.
 */
const STEADILY_FAST = { mean: 0.75, nearest: 0.95 };
const STEADILY_SLOW = { mean: 1.3, nearest: 1.05 };
const STEADY = 3;
/** Among so many intervals the longest and the shortest decide nothing: a stall makes one longer, and the next one shorter. */
const TRIMMED_FROM = 5;
/** Waits that differ by no more than this share are of the same length. */
const SAME_LENGTH = 0.15;
/** Two waits in a row that are longer than this many intervals are no delay. */
const FAR_TOO_SLOW = 2.2;
/** The minimum number of intervals: with fewer, one late event could determine the mean. */
const WINDOW = 1.9;
/** Events less than this apart, in milliseconds, arrived in one piece. */
const SAME_PIECE_MS = 20;
const BURST = 3;
/** The first event arrives within this time, or within the slowest interval: until then a page shows nothing. Milliseconds. */
const SOON_MS = 4000;
/** A first event that took longer than this many intervals and arrived together with others was held back with them. */
const HELD_BACK = 2;
/** Where the contract has no interval. Milliseconds. */
const USUAL_INTERVAL_MS = 1000;

/** How soon the first event must arrive, in milliseconds. */
export function soonMs({ intervalMs = 0 }: Contract): number {
  return Math.max(SOON_MS, intervalMs * SLOWEST);
}

/** @param intervals milliseconds between events. @param wantedMs the contract's interval */
export function isAboutRate(intervals: readonly number[], wantedMs: number): boolean {
  if (intervals.length === 0) return false;
  const mean = meanOf(intervals);
  return mean >= wantedMs * FASTEST && mean <= wantedMs * SLOWEST;
}

/** Whether so many intervals in a row are all too short, or all too long, that no delay explains it. */
export function isSteadilyOff(intervals: readonly number[], wantedMs: number): boolean {
  return isSuspicious(intervals, wantedMs) && intervals.length >= STEADY;
}

/** Whether so many events have come so close together that the rate is wrong whatever comes next. */
export function isFarTooFast(intervals: readonly number[], wantedMs: number): boolean {
  return isSteadilyOff(intervals, wantedMs) && meanOf(intervals) < wantedMs;
}

/** Whether two waits in a row were so long that the mean is too high, whatever comes next. */
export function isFarTooSlow(paces: readonly number[], wantedMs: number): boolean {
  return paces.length > 1 && Math.min(...paces.slice(-2)) > wantedMs * FAR_TOO_SLOW;
}

/** The same of the intervals so far, which may be too few to tell. */
export function isSuspicious(intervals: readonly number[], wantedMs: number): boolean {
  const usual = intervals.length < TRIMMED_FROM ? intervals : intervals.toSorted((a, b) => a - b).slice(1, -1);
  if (usual.length === 0 || !isMeanOff(usual, wantedMs)) return false;
  return meanOf(usual) < wantedMs
    ? Math.max(...usual) < wantedMs * STEADILY_FAST.nearest
    : Math.min(...usual) > wantedMs * STEADILY_SLOW.nearest;
}

/**
 * Whether the mean is off, and one interval is not: an event of a right timer was late, or one of a wrong timer was, and the next came all the sooner. More
 * of them tell.
 */
export function isUnclear(intervals: readonly number[], wantedMs: number): boolean {
  if (intervals.length === 0 || intervals.length >= TRIMMED_FROM) return false;
  return isMeanOff(intervals, wantedMs) && !isSuspicious(intervals, wantedMs);
}

function isMeanOff(intervals: readonly number[], wantedMs: number): boolean {
  const mean = meanOf(intervals) / wantedMs;
  return mean < STEADILY_FAST.mean || mean > STEADILY_SLOW.mean;
}

/** Milliseconds; of at least one interval. */
export function meanOf(intervals: readonly number[]): number {
  return intervals.reduce((sum, interval) => sum + interval, 0) / intervals.length;
}

/** How many milliseconds events must be watched before their rate is judged. */
export function rateWindow(wantedMs: number): number {
  return wantedMs * WINDOW;
}

/** The largest number of events that arrived in one piece; 0 when it was below three, which chance or a busy machine can cause. */
export function largestBurst(times: readonly number[]): number {
  let most = 0;
  let run = 1;
  for (const [index, ms] of times.entries()) {
    const before = times[index - 1];
    run = before !== undefined && ms - before < SAME_PIECE_MS ? run + 1 : 1;
    most = Math.max(most, run);
  }
  return most >= BURST ? most : 0;
}

/** Milliseconds between the events. */
export function intervalsOf(events: readonly Pick<StreamEvent, 'ms'>[]): readonly number[] {
  return events.slice(1).map(({ ms }, index) => Math.round(ms - (events[index]?.ms ?? ms)));
}

function timesOf(events: readonly StreamEvent[]): readonly number[] {
  return events.map(({ ms }) => ms);
}

/** The framing is right, but no event arrived. */
const NO_FIRST_EVENT: readonly Rule<StreamView>[] = [endedWithoutEvent, heldByCompressor, notAwaited, noEvent];

/** The first event arrived late. */
const LATE_FIRST_EVENT: readonly Rule<StreamView>[] = [allAtOnce, lateFirst];

function endedWithoutEvent(view: StreamView): Finding | undefined {
  return view.ended === 'yes' ? whyItEnded(view) : undefined;
}

/** The response is compressed and nothing can be decoded yet: the compressor holds data back until its block is full. */
function heldByCompressor(view: StreamView): Finding | undefined {
  const encoding = encodingOf(view);
  if (encoding === '') return undefined;
  return { code: 'sse/buffered', severity: 'error', facts: { encoding, atOnce: 0 }, evidence: evidenceWaited(view) };
}

/** The server printed that a call was never awaited, so that it wrote nothing. */
function notAwaited(view: StreamView): Finding | undefined {
  const { log } = view;
  return log.notAwaited === undefined ? undefined : notAwaitedFinding(log.notAwaited, evidenceWaited(view));
}

function noEvent(view: StreamView): Finding {
  const { lacks, where: lacking } = whatIsLacking(view);
  const where = lacking.length > 0 ? lacking : writtenPlace(view.locate, view.head.trim().split('\n')[0] ?? '');
  const evidence = evidenceWaited(view);
  return {
    code: 'sse/no-event',
    severity: 'error',
    facts: { bytes: view.bytes, lacks },
    evidence: where.length > 0 ? { ...evidence, where } : evidence,
  };
}

/** The delay of the first event, in milliseconds after the request; undefined: there is none. */
function firstAfter({ events, askedMs }: StreamView): number | undefined {
  const [first] = events;
  return first === undefined ? undefined : Math.round(first.ms - askedMs);
}

function allAtOnce(view: StreamView): Finding | undefined {
  const atOnce = largestBurst(timesOf(view.events));
  if (atOnce === 0) return undefined;
  const facts = { encoding: encodingOf(view), atOnce };
  return { code: 'sse/buffered', severity: 'error', facts, evidence: evidenceWaited(view) };
}

function lateFirst(view: StreamView): Finding | undefined {
  const after = firstAfter(view);
  if (after === undefined) return undefined;
  const facts = { intervals: [after], ...wanted(view.contract), late: 'first' } as const;
  const where = view.locate.find('server', /setTimeout|sleep\(/u);
  const evidence = evidenceWaited(view);
  return {
    code: 'sse/wrong-rate',
    severity: 'error',
    facts,
    evidence: where.length > 0 ? { ...evidence, where } : evidence,
  };
}

function wanted({ intervalMs }: Contract): { readonly wantedMs?: number } {
  return intervalMs === undefined ? {} : { wantedMs: intervalMs };
}

/** Why the first event is missing or late. Undefined: it arrived in time. */
export function whyNotSoon(view: StreamView): Finding | undefined {
  const after = firstAfter(view);
  if (after === undefined) return firstOf(NO_FIRST_EVENT, view);
  return after <= soonMs(view.contract) ? undefined : firstOf(LATE_FIRST_EVENT, view);
}

/** A stream whose rate was observed. */
export interface WatchedStream extends StreamView {
  /** The events that have a rate; heartbeats are excluded. */
  readonly counted: readonly StreamEvent[];
}

/** What was observed of a stream with a wrong rate, and the line that makes it wait. */
export function evidenceOfRate(view: StreamView): Evidence {
  return {
    did: readStream(view),
    received: view.head,
    waitedMs: waitedMs(view),
    where: view.locate.find('server', /setInterval|setTimeout|sleep\(/u),
  };
}

/** Events that were held back and arrived together with the first. */
export function heldBack(view: WatchedStream): Finding | undefined {
  const times = timesOf(view.counted);
  const atOnce = largestBurst(times);
  const { intervalMs = USUAL_INTERVAL_MS } = view.contract;
  if (atOnce === 0 || (times[0] ?? 0) - view.askedMs <= HELD_BACK * intervalMs) return undefined;
  return {
    code: 'sse/buffered',
    severity: 'error',
    facts: { encoding: view.headers['content-encoding'] ?? '', atOnce },
    evidence: evidenceOfRate(view),
  };
}

/** The intervals, with the wait for the first event before them where it is of the same length: most servers wait once before they send. */
export function pacesOf({ counted, askedMs }: Pick<WatchedStream, 'counted' | 'askedMs'>): readonly number[] {
  const intervals = intervalsOf(counted);
  const [first] = counted;
  if (first === undefined || intervals.length === 0) return [];
  const firstMs = Math.round(first.ms - askedMs);
  const mean = meanOf(intervals);
  return Math.abs(firstMs - mean) <= mean * SAME_LENGTH ? [firstMs, ...intervals] : intervals;
}

/** The rate is higher or lower than the contract wants. */
export function wrongRate(view: WatchedStream): Finding | undefined {
  const { intervalMs } = view.contract;
  const intervals = intervalsOf(view.counted);
  if (intervalMs === undefined) return undefined;
  if (isAboutRate(intervals, intervalMs) && !isSteadilyOff(pacesOf(view), intervalMs)) return undefined;
  const facts = { intervals, wantedMs: intervalMs };
  const evidence = evidenceOfRate(view);
  const call = meanOf(intervals) < SAME_PIECE_MS ? awaitsNothing(view.locate) : [];
  return call.length === 0
    ? { code: 'sse/wrong-rate', severity: 'error', facts, evidence }
    : {
        code: 'sse/wrong-rate',
        severity: 'error',
        facts: { ...facts, because: 'awaits-no-promise' },
        evidence: { ...evidence, where: call },
      };
}

/** So many events without a pause are no timer that is a little too fast. */
const FLOOD = 200;

/** Events come without any pause, as many as the server can write. Undefined: they do not, or not so many have come yet. */
export function flooded(view: WatchedStream): Finding | undefined {
  const first = view.counted.slice(0, FLOOD);
  return first.length === FLOOD && meanOf(intervalsOf(first)) < SAME_PIECE_MS
    ? wrongRate({ ...view, counted: first })
    : undefined;
}

/** An event with the swapped name and blank data: it erases what is shown (HTML standard, 9.2.6: a comment does not). */
export function emptyHeartbeat(view: WatchedStream): Finding | undefined {
  const name = view.counted[0]?.event;
  const blank = view.events.find(({ data, event }) => data.trim() === '' && event === name);
  if (blank === undefined) return undefined;
  return { code: 'sse/empty-heartbeat', severity: 'error', facts: {}, evidence: evidenceOf(view) };
}
