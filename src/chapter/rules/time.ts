import { visibleText } from '../../htmx/markup.ts';
import { withoutTags } from '../../model/pattern.ts';
import type { Evidence, Finding } from '../../model/finding.ts';
import { literal } from '../../model/pattern.ts';
import { membersOf } from '../../rules/send-values.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../../rules/locate.ts';
import { firstOf } from '../../rules/rule.ts';
import type { Rule } from '../../rules/rule.ts';
import { clockTimes, liesWithin, TOLERANCE_S } from './clock.ts';
import { clockPlace, formatPlace, mixedUnits } from './mixed-time.ts';
import type { ClockTime } from './clock.ts';

/** A message of the chat whose reply must show a time of day. */
export interface TimedMessage {
  readonly typed: string;
  /** A random word in it. */
  readonly word: string;
  /** The HTML of the server's answer. */
  readonly reply: string;
  /** Milliseconds since 1970: when it was sent, and when the reply had arrived. */
  readonly sentAt: number;
  readonly repliedAt: number;
  /** How long the run had lasted when the reply arrived, milliseconds: no server of it has run for longer. */
  readonly runMs: number;
  readonly locate: Pick<SourceLocator, 'find'>;
}

/** The times in a piece of HTML: in the visible text, else in the `datetime` of a time element. */
export function timesIn(html: string): readonly ClockTime[] {
  const seen = clockTimes(visibleText(html));
  return seen.length > 0
    ? seen
    : clockTimes([...html.matchAll(/datetime\s*=\s*["']?([^"'>]*)/giu)].map((match) => match[1] ?? '').join(' '));
}

/** For a reply that sends the whole window again: the piece that contains the word; all of it if that piece contains no time. */
function partWith(data: string, word: string): string {
  const pieces = data.split(/(?=<(?:div|li|p|article|section|tr)\b)/iu);
  const own = pieces.filter((piece) => piece.includes(word) || visibleText(piece).includes(word));
  return own.length > 0 && timesIn(own.join(' ')).length > 0 ? own.join(' ') : data;
}

/** An answer in several frames as one text: a word, or a time, may be cut between two of them. */
function joinedPieces(frames: readonly string[]): string {
  return frames.map((frame) => withoutTags(frame)).join('');
}

/**
 * What an answer of one or more frames says so far: the latest frame that contains the word and a time, because some servers send the
 * whole bubble again with each letter; else all frames as one text, because others send the letters alone.
 * @param reply the frame that completed the message
 */
export function answerSoFar(frames: readonly string[], { reply, word }: Pick<TimedMessage, 'reply' | 'word'>): string {
  const whole = frames.findLast((frame) => visibleText(frame).includes(word) && timesIn(frame).length > 0);
  if (whole !== undefined || timesIn(reply).length > 0) return whole ?? reply;
  const joined = joinedPieces(frames);
  return frames.length > 1 && timesIn(joined).length > 0 ? joined : reply;
}

/** What may still follow a piece of a time: a digit, seconds, and what some languages write before them. */
const CONTINUATIONS: readonly string[] = ['0', '00', ':00', '.00', ' 00', ' min 00', '分00'];

/**
 * Whether more frames may complete the time of this answer: it has none, or its text ends in one that may go on. `11:4` and `11:45:0` are
 * also the beginnings of `11:45:08`; judged too early, they would make a right time wrong.
 */
export function mayGoOn(answer: string, word: string): boolean {
  if (timesOf({ reply: answer, word }).length === 0) return true;
  const text = visibleText(answer);
  const now = clockTimes(text);
  const length = now.at(-1)?.text.length ?? 0;
  return CONTINUATIONS.some((more) => {
    const then = clockTimes(text.trimEnd() + more);
    return then.length === now.length && (then.at(-1)?.text.length ?? 0) > length;
  });
}

/** The times that belong to the message with this word. */
export function timesOf({ reply, word }: Pick<TimedMessage, 'reply' | 'word'>): readonly ClockTime[] {
  return timesIn(partWith(reply, word));
}

/** The times as written. */
export function asWritten(times: readonly ClockTime[], separator = ' '): string {
  return times.map(({ text }) => text).join(separator);
}

/** How much of the text before a word still belongs to it, in characters. */
const BEFORE_WORD = 60;

/** The text around the word: a little before it, and everything after; nothing when the word is not there. */
export function around(text: string, word: string): string {
  const at = text.indexOf(word);
  return at === -1 ? '' : text.slice(Math.max(0, at - BEFORE_WORD));
}

function evidenceOf({ typed, reply, locate }: TimedMessage): Evidence {
  return { did: { kind: 'page', typed }, received: reply, where: clockPlace(locate) };
}

/** A message whose reply has no time, and the times that the chat shows next to it anyway. */
interface UntimedMessage extends TimedMessage {
  readonly shownTimes: readonly ClockTime[];
}

/** Why a reply contains no time of day. */
const NO_TIME: readonly Rule<UntimedMessage>[] = [addedInThePage, notAClock, missing];

/** Undefined: the reply has one. */
export function whyNoTime(view: UntimedMessage): Finding | undefined {
  return timesOf(view).length > 0 ? undefined : firstOf(NO_TIME, view);
}

function addedInThePage(view: UntimedMessage): Finding | undefined {
  const [shown] = view.shownTimes;
  if (shown === undefined) return undefined;
  return {
    code: 'time/added-in-the-page',
    severity: 'error',
    facts: { time: shown.text },
    evidence: evidenceOf(view),
  };
}

/**
 * The members of what the page sent beside the typed text, one of which may be the time. @param frame of the page, as htmx encodes it
 */
export function membersBeside(frame: string, known: readonly string[]): readonly string[] {
  return Object.keys(membersOf(frame) ?? {}).filter((name) => !known.includes(name));
}

/** The reply has a time only for a client that sends it along. @param members of the page's message @param values the attribute that adds them */
export function sentByPage(
  view: TimedMessage,
  { members, values }: { readonly members: readonly string[]; readonly values: string },
): Finding {
  const time = asWritten(timesOf(view));
  const names = members.map(literal).join('|');
  const where = view.locate.find(
    'page',
    new RegExp(String.raw`${literal(values)}[^>]*\b(?:${names})\b|\bname\s*=\s*["']?(?:${names})\b`, 'u'),
  );
  return {
    code: 'time/added-in-the-page',
    severity: 'error',
    facts: { time, members },
    evidence: { ...evidenceOf(view), where },
  };
}

function notAClock(view: UntimedMessage): Finding | undefined {
  const found = otherTime(partWith(view.reply, view.word).replaceAll(view.word, ''));
  if (found === undefined) return undefined;
  return { code: 'time/not-a-clock', severity: 'error', facts: { found }, evidence: evidenceOf(view) };
}

function missing(view: TimedMessage): Finding {
  return { code: 'time/missing', severity: 'error', facts: { sent: view.typed }, evidence: evidenceOf(view) };
}

/** A date, or a number as long as a count of seconds or milliseconds since 1970: a time, but not one that people read as a clock. */
function otherTime(html: string): string | undefined {
  const text = visibleText(html);
  const date =
    /\d{1,4}\s?[-./年년]\s?\d{1,2}\s?[-./月월]\s?\d{1,4}/u.exec(text) ??
    /(?<!\p{L})\p{L}{3,}\.? \d{1,2},? \d{4}|\d{1,2}\.? \p{L}{3,}\.? \d{4}/u.exec(text);
  return (date ?? /\d{9,}(?:\.\d+)?/u.exec(text))?.[0];
}

/** The time is in the reply, but the chat does not show it. @param targetText text of the chat */
export function timeNotShown(view: TimedMessage, targetText: string): Finding {
  const finding = missing(view);
  return { ...finding, evidence: { ...finding.evidence, received: around(targetText, view.word) } };
}

/** When the server took the time that it repeats; a later connection shows which. */
export type Since = 'start' | 'connection' | 'unknown';

/** @param later the times that a connection made later gets; undefined: it could not be tested */
export function frozenSince(time: string, later: readonly ClockTime[] | undefined): Since {
  if (later === undefined || later.length === 0) return 'unknown';
  return asWritten(later) === time ? 'start' : 'connection';
}

/** Two messages, one after the other, with the same time in their replies. */
export function sameTime(first: TimedMessage, second: TimedMessage): boolean {
  return asWritten(timesOf(first)) === asWritten(timesOf(second));
}

export function frozen(first: TimedMessage, second: TimedMessage, since: Since): Finding {
  return {
    code: 'time/frozen',
    severity: 'error',
    facts: { time: asWritten(timesOf(first)), apartMs: second.sentAt - first.sentAt, since },
    evidence: evidenceOf(second),
  };
}

/** Longer than a second, so that a clock with seconds cannot show the same time twice. Milliseconds. */
const APART_MS = 1150;

/** When a later message must have another time, milliseconds since 1970: a clock without seconds changes when the minute is over. */
export function movedAt(message: TimedMessage): number {
  const { repliedAt } = message;
  const withSeconds = timesOf(message).some(({ seconds }) => seconds !== undefined);
  return withSeconds ? repliedAt + APART_MS : (Math.floor(repliedAt / 60_000) + 1) * 60_000 + APART_MS;
}

/** What gives the time since something, not the time of day; and a difference of two moments. */
const STOPWATCH =
  /\b(?:uptime|monotonic|perf_counter)\w*\s*\(|\bperformance\.now\s*\(|\bhrtime\b|(?:Date\.now\(\)|new Date\(\)|\b(?:now|utcnow|time)\(\))\s*-\s*[\w$(]/u;

/** Where the source takes the time since its start, and the time is no longer than the run: the line that does it. */
function stopwatchPlace({ runMs, locate }: TimedMessage, { minutes, seconds }: ClockTime): readonly Place[] {
  return minutes * 60 + (seconds ?? 0) > runMs / 1000 + TOLERANCE_S ? [] : locate.find('server', STOPWATCH);
}

/** No time in the reply is inside the window measured around the message. */
export function wrongTime(view: TimedMessage): Finding | undefined {
  const { sentAt: from, repliedAt: to, locate } = view;
  const times = timesOf(view);
  const [time] = times;
  const mixed = times.length === 1 && time !== undefined ? mixedUnits({ time, from, to, locate }) : undefined;
  // A minute with the number of the month makes a wrong format right by chance.
  if (mixed === undefined && times.some((each) => liesWithin(each, from, to))) return undefined;
  const now = new Date(from).toISOString().slice(11, 19);
  const counts = mixed === undefined && time !== undefined ? stopwatchPlace(view, time) : [];
  return {
    code: 'time/wrong',
    severity: 'error',
    facts: {
      time: asWritten(times, ', '),
      now,
      ...(mixed === undefined ? {} : { mixed }),
      ...(counts.length === 0 ? {} : { counts: 'from-start' }),
    },
    evidence: { ...evidenceOf(view), where: counts.length > 0 ? counts : formatPlace(locate, mixed) },
  };
}

/**
 * Whether the time may be how long the program has run, and right by chance: in the first seconds of a quarter of an hour the two agree. Without
 * seconds, two numbers may also be minutes and seconds.
 */
export function mayCountFromStart(view: TimedMessage): boolean {
  const longest = view.runMs / 1000 + TOLERANCE_S;
  return timesOf(view).some(
    ({ minutes, seconds }) =>
      (minutes % 15) * 60 + (seconds ?? 0) <= longest || (seconds === undefined && minutes <= longest),
  );
}

/** Longer than what two counts that both look right can be apart: the tolerance on both sides, and a second that is not over. Milliseconds. */
const OTHER_START_MS = (2 * TOLERANCE_S + 1) * 1000 + 300;

/** When a server that starts then must have another count than the first, and a clock that is right must not show a full quarter any more. Milliseconds since 1970. */
export function otherStartAt(first: TimedMessage, second: TimedMessage): number {
  return Math.max(first.repliedAt + OTHER_START_MS, second.repliedAt + 1000);
}

/** A count of seconds is not right twice within a minute where the seconds are taken for minutes. Milliseconds. */
export function askedAgainMs(view: TimedMessage): number | undefined {
  return timesOf(view).some(({ seconds }) => seconds !== undefined) ? undefined : 2500;
}

/** A server that was started later has another time than the clock: it counts from its start. */
export function countsFromStart(view: TimedMessage): Finding | undefined {
  const finding = wrongTime(view);
  return finding?.code === 'time/wrong' ? { ...finding, facts: { ...finding.facts, counts: 'from-start' } } : undefined;
}

/** A time whose seconds are another unit does not move, and is not frozen. */
export function secondsAreMixed(view: TimedMessage): Finding | undefined {
  const finding = wrongTime(view);
  return finding?.code === 'time/wrong' && finding.facts.mixed?.place === 'seconds' ? finding : undefined;
}

/**
 * How long after a message of this machine's own server its time is certainly wrong for another one: the tolerance, the second that is shown, and
 * half of one for a server that rounds. Milliseconds.
 */
export const CERTAINLY_APART_MS = (TOLERANCE_S + 1 + 0.5) * 1000 + 300;

export function showsSeconds(view: TimedMessage): boolean {
  return timesOf(view).some(({ seconds }) => seconds !== undefined);
}

/** The second message has the time of the first one, which nobody else can have sent. Undefined: it has its own. */
export function ofMessageBefore(first: TimedMessage, second: TimedMessage): Finding | undefined {
  const finding = wrongTime(second);
  const isOfFirst = timesOf(second).some((each) => liesWithin(each, first.sentAt, first.repliedAt));
  // A count that the source shows agrees with the first message by chance, in the first seconds of a quarter of an hour.
  return finding?.code === 'time/wrong' && finding.facts.counts === undefined && isOfFirst
    ? { ...finding, facts: { ...finding.facts, of: 'message-before' } }
    : undefined;
}
