import type { Finding } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import { EventStreamClient } from '../../observe/event-stream/client.ts';
import type { StreamEvent } from '../../observe/event-stream/parser.ts';
import type { HttpFailure } from '../../observe/http.ts';
import type { ErrorReport } from '../../servers/error.ts';
import { errorWords } from '../../servers/exit-report.ts';
import { linesOf } from '../../servers/own-lines.ts';
import type { LearnerServer } from '../../servers/server.ts';
import { visibleText } from '../../htmx/markup.ts';
import type { Result } from '../../model/result.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { shared } from '../../run/shared.ts';
import { errorSaid, notAwaitedFinding, notAwaitedSaid } from '../../run/server-says.ts';
import type { RunContext } from '../../run/context.ts';

/**
 * The page that shows the counter, open beside our own streams so that its ticks are watched at the same time, not after them. Nobody
 * chats in it until it was seen to count: a reply may take the counter away.
 */
export const COUNTER_TAB = 'tab 4';

export const STREAM_PATH = '/sse/counter';
/** The first event comes within this: a page that waits shows nothing. Milliseconds. */
export const SOON_MS = 4000;
/** Events of the counter that are watched before a verdict. */
export const TICKS = 3;

type Opened = Result<EventStreamClient, HttpFailure>;

const STREAMS = {
  'stream 1': shared((context) => openStream(context, 'stream 1')),
  'stream 2': shared((context) => openStream(context, 'stream 2')),
} as const;

/** One client of the counter's stream on the shared server, opened once and read by several checks while it goes on. */
export function stream(context: RunContext, name: keyof typeof STREAMS): Promise<Opened> {
  return STREAMS[name](context);
}

async function openStream(context: RunContext, label: string): Promise<Opened> {
  const server = await context.servers.get();
  if (!server.ok)
    return { ok: false, problem: { reason: 'refused', message: 'the server did not start', waitedMs: 0 } };
  // Many servers send the head with the first event only.
  const opened = await EventStreamClient.open(`${server.value.origin}${STREAM_PATH}`, {
    client: { kind: 'stream', label },
    timeline: context.timeline,
    deadlineMs: DEADLINE.firstEvent,
  });
  if (opened.ok) context.onClose(() => opened.value.leave());
  return opened;
}

/** Events that carry the counter: those of the name that came most; heartbeats under other names do not count. */
export function counterEvents(events: readonly StreamEvent[]): readonly StreamEvent[] {
  const byName = new Map<string, StreamEvent[]>();
  for (const event of events) {
    if (event.data === '') continue;
    const same = byName.get(event.event) ?? [];
    same.push(event);
    byName.set(event.event, same);
  }
  const withNumbers = [...byName.values()].filter((same) => same.some((event) => numbersIn(event.data).length > 0));
  return (withNumbers.length > 0 ? withNumbers : [...byName.values()]).toSorted((a, b) => b.length - a.length)[0] ?? [];
}

/** Whole numbers in what a reader sees of the data; markup is not read. */
export function numbersIn(data: string): readonly number[] {
  return [...visibleText(data).matchAll(/\d+/gu)].map((match) => Number(match[0]));
}

/**
 * The counter's numbers: at the position among the numbers of each event, from the front or from the back, where they go up by one, if
 * there is such a position; else the first number of each (null where there is none).
 */
export function counterNumbers(data: readonly string[]): readonly (number | null)[] {
  const rows = data.map(numbersIn);
  const width = Math.max(0, ...rows.map((row) => row.length));
  for (let position = 0; position < width; position += 1) {
    for (const from of [position, -1 - position]) {
      const column = rows.map((row) => row.at(from) ?? null);
      if (column.length > 1 && goesUp(column)) return column;
    }
  }
  return rows.map((row) => row[0] ?? null);
}

/** Every number is one more than the one before. */
export function goesUp(numbers: readonly (number | null)[]): boolean {
  return numbers.every(
    (number, index) => number !== null && (index === 0 || number === (numbers[index - 1] ?? Number.NaN) + 1),
  );
}

/** The line of a value that is of the wrong kind, which the framework meets in code of its own, so that its traceback names no line here. */
export function placeOfKind(
  context: Pick<RunContext, 'sources'>,
  error: string,
  { where = [] }: Finding['evidence'],
): readonly Place[] {
  const at = /'(?:function|method)' object is not/u.test(error)
    ? context.sources.lineAfter('server', /Response\(\s*$/u, /StreamingResponse\(/u)
    : /object has no attribute 'encode'/u.test(error)
      ? context.sources.find('server', /^\s*yield\s+\S/u)
      : [];
  return at.length > 0 ? at : where;
}

/** The line of the learner's stream handler. */
export function streamPlace(context: RunContext): readonly Place[] {
  return context.sources.find('server', /['"`]data: ?|data:/u, /text\/event-stream/u, /sse\/counter|['"`]\/sse/u);
}

/** The stream as an action that can be pasted. */
export const READ_STREAM = { kind: 'sse', path: STREAM_PATH } as const;

/** What one client that nobody else disturbs gets of the stream. */
export interface Alone {
  /** Data of the counter's events. */
  readonly data: readonly string[];
  /** Milliseconds between the counter's events. */
  readonly intervals: readonly number[];
  readonly ended: boolean;
}

/**
 * A stream on a server of its own with no other client, watched for a few events: what goes wrong with concurrent clients only is told from
 * what is always wrong. Asked only when something is wrong. Undefined: it cannot be made here.
 */
export const aloneStream = shared(async (context): Promise<Alone | undefined> => {
  if (context.servers.remote) return undefined;
  const server = await context.servers.get('isolated');
  if (!server.ok) return undefined;
  const opened = await EventStreamClient.open(`${server.value.origin}${STREAM_PATH}`, {
    client: { kind: 'stream', label: 'stream alone' },
    timeline: context.timeline,
    deadlineMs: DEADLINE.answer,
  });
  if (!opened.ok) return undefined;
  const { parser } = opened.value;
  const first = await opened.value.until(() => parser.events.length > 0, SOON_MS);
  if (first) await opened.value.until(() => counterEvents(parser.events).length >= TICKS, DEADLINE.ticks);
  await opened.value.leave();
  const counted = counterEvents(parser.events);
  return {
    data: counted.map(({ data }) => data),
    intervals: intervalsOf(counted),
    ended: opened.value.endedMs !== undefined,
  };
});

/** Milliseconds between the events. */
export function intervalsOf(events: readonly StreamEvent[]): readonly number[] {
  return events.slice(1).map(({ ms }, index) => Math.round(ms - (events[index]?.ms ?? ms)));
}

/** The numbers that were numbers. */
export function known(numbers: readonly (number | null)[]): readonly number[] {
  return numbers.filter((number) => number !== null);
}

/** Why the response ended, where an event stream goes on: the error that the server printed, or that nothing more was to come. */
export async function whyItEnded(context: RunContext, client: EventStreamClient): Promise<Finding> {
  const evidence = { did: READ_STREAM, received: client.head, where: streamPlace(context) };
  const server = await context.servers.get();
  const report = server.ok ? await errorSaid(context, server.value, STREAM_PATH) : undefined;
  if (server.ok && report !== undefined)
    return streamError(context, { server: server.value, report, evidence, status: 200 });
  return { code: 'sse/ends-early', severity: 'error', facts: { events: client.parser.events.length }, evidence };
}

/** The stream's handler or generator raised. */
export function streamError(
  context: RunContext,
  seen: {
    readonly server: LearnerServer;
    readonly report: ErrorReport | undefined;
    readonly evidence: Finding['evidence'];
    readonly status: number;
  },
): Finding {
  const { server, report, evidence, status } = seen;
  const { folder } = context;
  const forgotten = notAwaitedSaid(context, server, STREAM_PATH);
  if (forgotten !== undefined) return notAwaitedFinding(forgotten, evidence);
  const error = errorWords(report);
  return {
    code: 'sse/server-error',
    severity: 'error',
    facts: {
      status,
      generator: triedToSendGenerator(`${report?.message ?? ''}\n${evidence.received ?? ''}`),
      error,
    },
    evidence: {
      ...evidence,
      output: linesOf(report, server.output, { folder, most: 10 }),
      where: report?.where === undefined ? placeOfKind(context, error, evidence) : [report.where],
    },
  };
}

/**
 * A generator given where a whole body belongs: Starlette wants its `encode`, FastAPI tries to make JSON of it, Node's `end` names the
 * type that it cannot write, and a generator's constructor has no name.
 */
function triedToSendGenerator(error: string): boolean {
  return (
    /generator'? object has no attribute 'encode'|generator' object is not iterable/u.test(error) ||
    /Received an instance of\s*(?:$|(?:Async)?Generator)|\[object (?:Async)?Generator\]/mu.test(error)
  );
}
