import type { Finding } from '../../model/finding.ts';
import type { PageDriver } from '../../model/page.ts';
import type { WebSocketClient } from '../../observe/websocket.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import { ofType } from '../../rules/records.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { shared } from '../../run/shared.ts';
import { CONTRACT } from '../contract.ts';
import { clockTimes } from '../rules/clock.ts';
import type { ClockTime } from '../rules/clock.ts';
import * as rules from '../rules/time.ts';
import { QUIET_MS } from '../../run/send-message.ts';
import { connect, encodeFor, exchange } from './echo.ts';
import type { MessageReport } from './message.ts';
import { sendMessage } from './message.ts';
import { whyNotShown } from './message-causes.ts';

interface Timed {
  readonly report: MessageReport;
  readonly message: rules.TimedMessage;
}

async function timedMessage(context: RunContext, tab: PageDriver): Promise<Timed | { readonly finding: Finding }> {
  const word = context.words.word();
  const report = await sendMessage(tab, { typed: word, word, awaitReply: 'yes' });
  if (report.reply === undefined) return { finding: await whyNotShown(context, tab, report) };
  const { typed, sentAt, repliedAt } = report;
  const runMs = context.timeline.now();
  const reply = await wholeAnswer(tab, { word, report, reply: report.reply.data });
  return { report, message: { typed, word, reply, sentAt, repliedAt, runMs, locate: context.sources } };
}

/** The answer once its time cannot go on, or no more frames come: the time may be in another frame, or cut between several. */
async function wholeAnswer(
  tab: PageDriver,
  { word, report, reply }: { readonly word: string; readonly report: MessageReport; readonly reply: string },
): Promise<string> {
  const frames = (): readonly string[] =>
    ofType(tab.records.slice(report.before), 'socket-received').map(({ data }) => data);
  const started = performance.now();
  for (;;) {
    const received = frames();
    const answer = rules.answerSoFar(received, { reply, word });
    if (!rules.mayGoOn(answer, word) || performance.now() - started > DEADLINE.reply) return answer;
    const { met } = await tab.until(() => frames().length > received.length, QUIET_MS);
    if (!met) return answer;
  }
}

/** The first message of the challenge, shared by its checks. */
const firstTimed = shared(timedMessage);

/** A further one, once a right clock shows another time. */
async function timedAfter(
  context: RunContext,
  tab: PageDriver,
  before: rules.TimedMessage,
): ReturnType<typeof timedMessage> {
  await untilMoment(rules.movedAt(before));
  return timedMessage(context, tab);
}

/** The second one, shared like the first. */
const laterTimed = shared(timedAfter);

/**
 * The time of a second message on a connection whose client is the only one of its server: a time that is taken from the message before is that of
 * another client's elsewhere, a moment ago. Undefined: it is right, or shows no seconds, or it cannot be seen here.
 */
const ofMessageBefore = shared(async (context: RunContext): Promise<Finding | undefined> => {
  if (!context.servers.canIsolate) return undefined;
  const server = await context.servers.get('isolated');
  const opened = server.ok ? await connect(context, server.value) : undefined;
  if (!server.ok || opened?.ok !== true) return undefined;
  const ask = (): Promise<rules.TimedMessage | undefined> => askOn(context, opened.value, server.value.origin);
  const first = await ask();
  if (first === undefined || !rules.showsSeconds(first)) return undefined;
  await untilMoment(first.repliedAt + rules.CERTAINLY_APART_MS);
  const second = await ask();
  return second && rules.ofMessageBefore(first, second);
});

/** The server's reply contains a time of day. */
export const timePresent: ChapterCheck<'time-present'> = {
  id: 'time-present',
  title: CHECK_TITLES['time-present'],
  waitsFor: CHECK_WAITS['time-present'],
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['chat-text-intact'],
  async run(context, tab): Promise<Outcome> {
    const timed = await firstTimed(context, tab);
    if ('finding' in timed) return failed(timed.finding);
    const { message, report } = timed;
    if (rules.timesOf(message).length > 0) {
      const members = rules.membersBeside(report.sent[0]?.data ?? '', [CONTRACT.field, context.dialect.headersMember]);
      // A server may read the clock and ignore what the page sends: a client that sends the text alone tells.
      const alone = members.length === 0 ? undefined : await timesOfNewConnection(context);
      return alone?.length === 0
        ? failed(rules.sentByPage(message, { members, values: context.dialect.core.values }))
        : PASSED;
    }
    const finding = rules.whyNoTime({ ...message, shownTimes: await timesShown(tab, report) });
    return finding === undefined ? PASSED : failed(finding);
  },
};

/** Times that the chat shows next to our word, after a wait: a script of the page may write them after htmx has swapped. */
async function timesShown(tab: PageDriver, report: MessageReport): Promise<readonly ClockTime[]> {
  const written = (text: string): readonly ClockTime[] => clockTimes(rules.around(text, report.word));
  const at = written(report.targetText);
  if (at.length > 0) return at;
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

/** A later message contains a later time. */
export const timeMoves: ChapterCheck<'time-moves'> = {
  id: 'time-moves',
  title: CHECK_TITLES['time-moves'],
  waitsFor: CHECK_WAITS['time-moves'],
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['time-present'],
  async run(context, tab): Promise<Outcome> {
    const first = await firstTimed(context, tab);
    if ('finding' in first) return failed(first.finding);
    // Before the wait: such a time does move when a minute ends between the two messages.
    const mixed = rules.secondsAreMixed(first.message);
    if (mixed !== undefined) return failed(mixed);
    const second = await laterTimed(context, tab, first.message);
    if ('finding' in second) return failed(second.finding);
    if (!rules.sameTime(first.message, second.message)) return PASSED;
    // The time of the message before moves, too, one message later: which one it is, the next check says. Without seconds it would take a minute.
    if (rules.showsSeconds(second.message)) {
      const third = await timedAfter(context, tab, second.message);
      if ('finding' in third) return failed(third.finding);
      if (!rules.sameTime(second.message, third.message)) return PASSED;
    }
    const time = rules.asWritten(rules.timesOf(first.message));
    const since = rules.frozenSince(time, await timesOfNewConnection(context));
    return failed(rules.frozen(first.message, second.message, since));
  },
};

/** The times in the reply on a new connection; undefined: there is none. */
async function timesOfNewConnection(context: RunContext): Promise<readonly ClockTime[] | undefined> {
  const message = await messageOn(context, 'shared');
  return message === undefined ? undefined : rules.timesOf(message);
}

/** A message of a client of its own; undefined: it is not answered. */
async function messageOn(context: RunContext, kind: 'shared' | 'later'): Promise<rules.TimedMessage | undefined> {
  const server = await context.servers.get(kind);
  const opened = server.ok ? await connect(context, server.value) : undefined;
  if (!server.ok || opened?.ok !== true) return undefined;
  return askOn(context, opened.value, server.value.origin);
}

/** @param origin of the server */
async function askOn(
  context: RunContext,
  client: WebSocketClient,
  origin: string,
): Promise<rules.TimedMessage | undefined> {
  const word = context.words.word();
  const sentAt = Date.now();
  const waited = await exchange(client, encodeFor(context, 'htmx', { message: word, origin }), word);
  if (waited.kind !== 'frame') return undefined;
  const runMs = context.timeline.now();
  const reply = waited.frame.text;
  return { typed: word, word, reply, sentAt, repliedAt: Date.now(), runMs, locate: context.sources };
}

/**
 * A clock that counts from the start of the program, or of a connection, is right by chance in the first seconds of a quarter of an hour. Then
 * a server that starts later tells: the count begins again, and a clock goes on.
 */
async function whyByChance(
  context: RunContext,
  { first, second }: { readonly first: rules.TimedMessage; readonly second: rules.TimedMessage },
): Promise<Finding | undefined> {
  if (!rules.mayCountFromStart(first) || !context.servers.canIsolate) return undefined;
  await untilMoment(rules.otherStartAt(first, second));
  const again = rules.askedAgainMs(first);
  for (const pauseMs of again === undefined ? [0] : [0, again]) {
    await untilMoment(Date.now() + pauseMs);
    const message = await messageOn(context, 'later');
    const finding =
      message !== undefined && rules.timesOf(message).length > 0 ? rules.countsFromStart(message) : undefined;
    if (finding !== undefined) return finding;
  }
  return undefined;
}

/** @param moment milliseconds since 1970 */
async function untilMoment(moment: number): Promise<void> {
  const wait = moment - Date.now();
  if (wait > 0) {
    await new Promise((resolve) => {
      setTimeout(resolve, wait);
    });
  }
}

/** The time is that of the message: it is inside the window measured around the message. */
export const timeRight: ChapterCheck<'time-right'> = {
  id: 'time-right',
  title: CHECK_TITLES['time-right'],
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['time-moves'],
  // It waits for seconds between two messages: beside all that a page has to show first, once no check has a question to the isolated server.
  async prepare(context, hasPassed) {
    // Its start takes as long as what has to pass before it is asked.
    if (await hasPassed('ws-handshake')) void context.servers.get('isolated');
    if ((await hasPassed('ws-echo')) && (await hasPassed('ws-two-clients'))) await ofMessageBefore(context);
  },
  async run(context, tab): Promise<Outcome> {
    const timed = await firstTimed(context, tab);
    if ('finding' in timed) return failed(timed.finding);
    const { message: first } = timed;
    const later = await laterTimed(context, tab, first);
    if ('finding' in later) return failed(later.finding);
    const { message: second } = later;
    const finding =
      // The time of the message before is wrong elsewhere too, as soon as it is long enough ago.
      (await ofMessageBefore(context)) ??
      rules.wrongTime(first) ??
      rules.wrongTime(second) ??
      (await whyByChance(context, { first, second }));
    return finding === undefined ? PASSED : failed(finding);
  },
};

/** The chat shows the time; it is not only in the frame. */
export const timeInPage: ChapterCheck<'time-in-page'> = {
  id: 'time-in-page',
  title: CHECK_TITLES['time-in-page'],
  waitsFor: CHECK_WAITS['time-in-page'],
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['time-present'],
  async run(context, tab): Promise<Outcome> {
    const timed = await firstTimed(context, tab);
    if ('finding' in timed) return failed(timed.finding);
    const { report, message } = timed;
    if (!report.shown) return failed(await whyNotShown(context, tab, report));
    if ((await timesShown(tab, report)).length > 0) return PASSED;
    return failed(rules.timeNotShown(message, report.targetText));
  },
};
