import type { Finding } from '../model/finding.ts';
import { visibleText } from '../probes/markup.ts';
import type { Check, Outcome } from './check.ts';
import { failed, PASSED } from './check.ts';
import type { ClockTime } from './clock.ts';
import { clockTimes, liesWithin } from './clock.ts';
import type { MessageReport } from './message.ts';
import { sendMessage } from './message.ts';
import { whyNotShown } from './message-causes.ts';
import type { Session } from './session.ts';

/** Longer than a second, so that a clock with seconds cannot show the same time twice. */
const APART_MS = 1150;

interface Timed {
  readonly report: MessageReport;
  readonly times: readonly ClockTime[];
}

/** The times in a reply: what a reader sees, else the `datetime` of a time element. */
function timesIn(html: string): readonly ClockTime[] {
  const seen = clockTimes(visibleText(html));
  return seen.length > 0 ? seen : clockTimes([...html.matchAll(/datetime\s*=\s*["']?([^"'>]*)/giu)].map((match) => match[1] ?? '').join(' '));
}

async function timedMessage(session: Session): Promise<Timed | { readonly finding: Finding }> {
  const tab = await session.tab('tab 1');
  if (!tab.ok) return { finding: tab.problem };
  const word = session.words.word();
  const report = await sendMessage(tab.value, { typed: word, word, awaitReply: 'yes' });
  if (report.reply === undefined) return { finding: await whyNotShown(session, tab.value, report) };
  return { report, times: timesIn(newPart(report)) };
}

/** Of a reply that re-sends the whole window, the part from our message on, with what stands directly before it. */
function newPart(report: MessageReport): string {
  const data = report.reply?.data ?? '';
  const pieces = data.split(/(?=<(?:div|li|p|article|section|tr)\b)/iu);
  const own = pieces.filter((piece) => piece.includes(report.word) || visibleText(piece).includes(report.word));
  return own.length > 0 && timesIn(own.join(' ')).length > 0 ? own.join(' ') : data;
}

/** The first message of the challenge, shared by its checks. */
function firstTimed(session: Session): Promise<Timed | { readonly finding: Finding }> {
  return session.once('first timed message', () => timedMessage(session));
}

function timePlace(session: Session): ReturnType<Session['sources']['find']> {
  return session.sources.find('server', /new Date|Date\.now|toLocaleTimeString|datetime|strftime|Temporal|time\.time/u, /\.on\(\s*['"]message['"]|receive_text/u);
}

/** A time of day stands in the server's reply. */
export const timePresent: Check = {
  id: 'time-present',
  title: 'The reply bears a time of day',
  needs: ['chat-text-intact'],
  async run(session): Promise<Outcome> {
    const timed = await firstTimed(session);
    if ('finding' in timed) return failed(timed.finding);
    if (timed.times.length > 0) return PASSED;
    const { report } = timed;
    const data = report.reply?.data ?? '';
    const evidence = { did: { kind: 'page', typed: report.typed }, received: data, where: timePlace(session) } as const;
    const severity = 'error';
    const shown = clockTimes(messageText(report));
    if (shown[0] !== undefined) return failed({ code: 'time/added-in-the-page', severity, facts: { time: shown[0].text }, evidence });
    const digits = visibleText(data).replaceAll(report.word, '').match(/\d[\d./ -]*\d/u)?.[0];
    if (digits !== undefined) return failed({ code: 'time/not-a-clock', severity, facts: { found: digits }, evidence });
    return failed({ code: 'time/missing', severity, facts: { sent: report.typed }, evidence });
  },
};

/** What the chat shows from our word's message on. */
function messageText(report: MessageReport): string {
  const at = report.chatText.indexOf(report.word);
  return at === -1 ? report.chatText : report.chatText.slice(Math.max(0, at - 60));
}

/** A later message bears a later time. */
export const timeMoves: Check = {
  id: 'time-moves',
  title: 'A later message bears a later time',
  needs: ['time-present'],
  async run(session): Promise<Outcome> {
    const first = await firstTimed(session);
    if ('finding' in first) return failed(first.finding);
    await untilClockMoved(first);
    const second = await timedMessage(session);
    if ('finding' in second) return failed(second.finding);
    const before = first.times.map((time) => time.text).join(' ');
    const after = second.times.map((time) => time.text).join(' ');
    if (before !== after) return PASSED;
    const apartMs = second.report.sentAt - first.report.sentAt;
    return failed({ code: 'time/frozen', severity: 'error', facts: { time: before, apartMs }, evidence: { did: { kind: 'page', typed: second.report.typed }, received: second.report.reply?.data ?? '', where: timePlace(session) } });
  },
};

/** A clock without seconds can only be seen to move when the minute is over. */
async function untilClockMoved(first: Timed): Promise<void> {
  const withSeconds = first.times.some((time) => time.seconds !== undefined);
  const next = withSeconds ? first.report.repliedAt + APART_MS : (Math.floor(first.report.repliedAt / 60_000) + 1) * 60_000 + APART_MS;
  const wait = next - Date.now();
  if (wait > 0) {
    await new Promise((resolve) => {
      setTimeout(resolve, wait);
    });
  }
}

/** The time is that of the message: it lies in the window measured around it. */
export const timeRight: Check = {
  id: 'time-right',
  title: 'The time is when the server had the message',
  needs: ['time-moves'],
  async run(session): Promise<Outcome> {
    const timed = await firstTimed(session);
    if ('finding' in timed) return failed(timed.finding);
    const { report, times } = timed;
    if (times.some((time) => liesWithin(time, report.sentAt, report.repliedAt))) return PASSED;
    const now = new Date(report.sentAt).toISOString().slice(11, 19);
    return failed({ code: 'time/wrong', severity: 'error', facts: { time: times.map((time) => time.text).join(', '), now }, evidence: { did: { kind: 'page', typed: report.typed }, received: report.reply?.data ?? '', where: timePlace(session) } });
  },
};

/** The time shows in the chat, not in the frame alone. */
export const timeInPage: Check = {
  id: 'time-in-page',
  title: 'The time shows in the chat',
  needs: ['time-present'],
  async run(session): Promise<Outcome> {
    const timed = await firstTimed(session);
    if ('finding' in timed) return failed(timed.finding);
    const { report } = timed;
    const shown = clockTimes(messageText(report));
    if (report.shown && shown.length > 0) return PASSED;
    const tab = await session.tab('tab 1');
    if (!report.shown && tab.ok) return failed(await whyNotShown(session, tab.value, report));
    return failed({ code: 'time/missing', severity: 'error', facts: { sent: report.typed }, evidence: { did: { kind: 'page', typed: report.typed }, received: messageText(report), where: timePlace(session) } });
  },
};
