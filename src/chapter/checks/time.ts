import type { Finding } from '../../model/finding.ts';
import { visibleText } from '../../htmx/markup.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import type { ClockTime } from '../rules/clock.ts';
import { clockTimes, liesWithin } from '../rules/clock.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { connect, encodeFor, exchange } from './echo.ts';
import type { MessageReport } from './message.ts';
import { sendMessage } from './message.ts';
import { whyNotShown } from './message-causes.ts';
import type { PageDriver } from '../../model/page.ts';
import type { RunContext } from '../../run/context.ts';
import { CONTRACT } from '../contract.ts';
import { shared } from '../../run/shared.ts';

/** Longer than a second, so that a clock with seconds cannot show the same time twice. */
const APART_MS = 1150;

interface Timed {
  readonly report: MessageReport;
  readonly times: readonly ClockTime[];
}

/** The times in a reply: what a reader sees, else the `datetime` of a time element. */
function timesIn(html: string): readonly ClockTime[] {
  const seen = clockTimes(visibleText(html));
  return seen.length > 0
    ? seen
    : clockTimes([...html.matchAll(/datetime\s*=\s*["']?([^"'>]*)/giu)].map((match) => match[1] ?? '').join(' '));
}

async function timedMessage(context: RunContext, tab: PageDriver): Promise<Timed | { readonly finding: Finding }> {
  const word = context.words.word();
  const report = await sendMessage(tab, { typed: word, word, awaitReply: 'yes' });
  if (report.reply === undefined) return { finding: await whyNotShown(context, tab, report) };
  return { report, times: timesIn(newPart(report)) };
}

function newPart(report: MessageReport): string {
  return partWith(report.reply?.data ?? '', report.word);
}

/** Of a reply that re-sends the whole window, the piece with our word in it; the whole where the time does not stand in that piece. */
function partWith(data: string, word: string): string {
  const pieces = data.split(/(?=<(?:div|li|p|article|section|tr)\b)/iu);
  const own = pieces.filter((piece) => piece.includes(word) || visibleText(piece).includes(word));
  return own.length > 0 && timesIn(own.join(' ')).length > 0 ? own.join(' ') : data;
}

/** The first message of the challenge, shared by its checks. */
const firstTimed = shared(timedMessage);

function timePlace(context: RunContext): ReturnType<RunContext['sources']['find']> {
  return context.sources.find(
    'server',
    /new Date|Date\.now|toLocaleTimeString|datetime|strftime|Temporal|time\.time/u,
    /\.on\(\s*['"]message['"]|receive_text/u,
  );
}

/** A time of day stands in the server's reply. */
export const timePresent: ChapterCheck<'time-present'> = {
  id: 'time-present',
  title: 'The reply bears a time of day',
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['chat-text-intact'],
  async run(context, tab): Promise<Outcome> {
    const timed = await firstTimed(context, tab);
    if ('finding' in timed) return failed(timed.finding);
    if (timed.times.length > 0) return PASSED;
    const { report } = timed;
    const data = report.reply?.data ?? '';
    const evidence = { did: { kind: 'page', typed: report.typed }, received: data, where: timePlace(context) } as const;
    const severity = 'error';
    const [shown] = await timesShown(tab, report);
    if (shown !== undefined)
      return failed({ code: 'time/added-in-the-page', severity, facts: { time: shown.text }, evidence });
    const found = otherTime(newPart(report).replaceAll(report.word, ''));
    if (found !== undefined) return failed({ code: 'time/not-a-clock', severity, facts: { found }, evidence });
    return failed({ code: 'time/missing', severity, facts: { sent: report.typed }, evidence });
  },
};

/** A date, or a number as long as a count of seconds or milliseconds since 1970: a time, but none that a reader takes for a clock. */
function otherTime(html: string): string | undefined {
  const text = visibleText(html);
  const date =
    /\d{1,4}\s?[-./年년]\s?\d{1,2}\s?[-./月월]\s?\d{1,4}/u.exec(text) ??
    /\p{L}{3,}\.? \d{1,2},? \d{4}|\d{1,2}\.? \p{L}{3,}\.? \d{4}/u.exec(text);
  return (date ?? /\d{9,}(?:\.\d+)?/u.exec(text))?.[0];
}

/** Times that the chat shows beside our word, waited for: a script of the page may write them after htmx has swapped. */
async function timesShown(tab: PageDriver, report: MessageReport): Promise<readonly ClockTime[]> {
  const at = clockTimes(around(report.targetText, report.word));
  if (at.length > 0) return at;
  const written = (text: string): readonly ClockTime[] => clockTimes(around(text, report.word));
  await tab.until(
    (records) =>
      records.some(
        (record) =>
          record.type === 'text' && record.within.includes(CONTRACT.target) && written(record.text).length > 0,
      ),
    DEADLINE.show,
  );
  const { watched } = await tab.snapshot();
  return written(watched[CONTRACT.target]?.text ?? '');
}

/** What stands in the chat beside the word: a little before it, and all that follows; nothing when the word is not there. */
function around(text: string, word: string): string {
  const at = text.indexOf(word);
  return at === -1 ? '' : text.slice(Math.max(0, at - 60));
}

/** A later message bears a later time. */
export const timeMoves: ChapterCheck<'time-moves'> = {
  id: 'time-moves',
  title: 'A later message bears a later time',
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['time-present'],
  async run(context, tab): Promise<Outcome> {
    const first = await firstTimed(context, tab);
    if ('finding' in first) return failed(first.finding);
    await untilClockMoved(first);
    const second = await timedMessage(context, tab);
    if ('finding' in second) return failed(second.finding);
    const before = first.times.map((time) => time.text).join(' ');
    const after = second.times.map((time) => time.text).join(' ');
    if (before !== after) return PASSED;
    const apartMs = second.report.sentAt - first.report.sentAt;
    return failed({
      code: 'time/frozen',
      severity: 'error',
      facts: { time: before, apartMs, since: await frozenSince(context, before) },
      evidence: {
        did: { kind: 'page', typed: second.report.typed },
        received: second.report.reply?.data ?? '',
        where: timePlace(context),
      },
    });
  },
};

/** A connection made now bears the old time too: then the server's start is when the clock was read, else the connection's. */
async function frozenSince(context: RunContext, time: string): Promise<'start' | 'connection' | 'unknown'> {
  const server = await context.servers.get();
  const opened = server.ok ? await connect(context, server.value) : undefined;
  if (!server.ok || opened?.ok !== true) return 'unknown';
  const word = context.words.word();
  const waited = await exchange(opened.value, encodeFor('htmx', word, server.value.origin), word);
  if (waited.kind !== 'frame') return 'unknown';
  const now = timesIn(partWith(waited.frame.text, word))
    .map(({ text }) => text)
    .join(' ');
  if (now === '') return 'unknown';
  return now === time ? 'start' : 'connection';
}

/** A clock without seconds can only be seen to move when the minute is over. */
async function untilClockMoved(first: Timed): Promise<void> {
  const withSeconds = first.times.some((time) => time.seconds !== undefined);
  const next = withSeconds
    ? first.report.repliedAt + APART_MS
    : (Math.floor(first.report.repliedAt / 60_000) + 1) * 60_000 + APART_MS;
  const wait = next - Date.now();
  if (wait > 0) {
    await new Promise((resolve) => {
      setTimeout(resolve, wait);
    });
  }
}

/** The time is that of the message: it lies in the window measured around it. */
export const timeRight: ChapterCheck<'time-right'> = {
  id: 'time-right',
  title: 'The time is when the server had the message',
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['time-moves'],
  async run(context, tab): Promise<Outcome> {
    const timed = await firstTimed(context, tab);
    if ('finding' in timed) return failed(timed.finding);
    const { report, times } = timed;
    if (times.some((time) => liesWithin(time, report.sentAt, report.repliedAt))) return PASSED;
    const now = new Date(report.sentAt).toISOString().slice(11, 19);
    return failed({
      code: 'time/wrong',
      severity: 'error',
      facts: { time: times.map((time) => time.text).join(', '), now },
      evidence: {
        did: { kind: 'page', typed: report.typed },
        received: report.reply?.data ?? '',
        where: timePlace(context),
      },
    });
  },
};

/** The time shows in the chat, not in the frame alone. */
export const timeInPage: ChapterCheck<'time-in-page'> = {
  id: 'time-in-page',
  title: 'The time shows in the chat',
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['time-present'],
  async run(context, tab): Promise<Outcome> {
    const timed = await firstTimed(context, tab);
    if ('finding' in timed) return failed(timed.finding);
    const { report } = timed;
    if (report.shown && (await timesShown(tab, report)).length > 0) return PASSED;
    if (!report.shown) return failed(await whyNotShown(context, tab, report));
    return failed({
      code: 'time/missing',
      severity: 'error',
      facts: { sent: report.typed },
      evidence: {
        did: { kind: 'page', typed: report.typed },
        received: around(report.targetText, report.word),
        where: timePlace(context),
      },
    });
  },
};
