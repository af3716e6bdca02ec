import { linesOf, textLines } from '../../htmx/markup.ts';
import type { Action, Finding } from '../../model/finding.ts';
import { withinDeadline } from '../../model/waiting.ts';
import type { EventStreamClient } from '../../observe/event-stream/client.ts';
import type { StreamView } from '../../rules/stream/view.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { serverLogNow } from '../../run/server-log.ts';
import { shared } from '../../run/shared.ts';
import { postForm } from '../common/posts.ts';
import { streamView } from '../../run/stream-view.ts';
import { openStream } from '../common/streams.ts';
import type { Opened } from '../common/streams.ts';
import { POST_PATH, URGENT } from './contract.ts';
import { hasLines } from './lines.ts';

/** A stream whose head comes with its first event is answered when a note is posted. Milliseconds. */
const LATE_MS = 1500;

/** The client that reads all notes. */
export const noteStream = shared(async (context): Promise<Opened> => {
  const opening = openStream(context, { label: 'stream 1' });
  const late = (await withinDeadline(opening, LATE_MS)) === undefined;
  if (late) await postForm(context, POST_PATH, { text: context.words.word() });
  return opening;
});

/** A note that a check posts; each of its lines has a word of its own. */
export interface Note {
  readonly text: string;
  readonly urgent: boolean;
}

/** A note, and what came over the wire since it was posted. */
export interface PostedNote extends Note {
  readonly lines: readonly string[];
  /** What was posted, as evidence has it. */
  readonly did: Action;
  /** What came since. */
  readonly view: StreamView;
  /** Name of the event that has the first of its words; undefined: none has. */
  readonly event: string | undefined;
  /** Milliseconds from the post until its words had come, or no more were to be expected. */
  readonly waitedMs: number;
}

/** The random word in a line of a note. */
export function wordIn(line: string): string {
  return /[A-Z][a-z]{5}[A-Z][a-z]{3}/u.exec(line)?.[0] ?? line;
}

/** Notes are posted one after the other, so that it is known which bytes belong to which. */
const lastPost = new WeakMap<RunContext, Promise<unknown>>();

/** Posts a note and waits until its words have come, or until no more is to be expected. A problem: the server did not take it. */
export function post(context: RunContext, client: EventStreamClient, note: Note): Promise<PostedNote | Finding> {
  const posted = (lastPost.get(context) ?? Promise.resolve()).then(() => postNow(context, client, note));
  lastPost.set(
    context,
    posted.catch(() => undefined),
  );
  return posted;
}

export function isFinding(posted: PostedNote | Finding): posted is Finding {
  return 'code' in posted;
}

async function postNow(context: RunContext, client: EventStreamClient, note: Note): Promise<PostedNote | Finding> {
  const { parser } = client;
  const before = { events: parser.events.length, lines: parser.lines.length };
  const form = { text: note.text, ...(note.urgent ? { urgent: URGENT } : {}) };
  const did = { kind: 'http', path: POST_PATH, form } as const;
  const answer = await postForm(context, POST_PATH, form);
  const status = answer.ok ? answer.value.status : 0;
  if (status === 0 || status >= 400) return notTaken(context, status, did);
  const lines = linesOf(note.text);
  const from = context.timeline.now();
  const since = (): typeof parser.events => parser.events.slice(before.events);
  const has = (line: string): boolean => since().some(({ data }) => data.includes(wordIn(line)));
  await client.until(() => lines.every(has), DEADLINE.reply);
  const whole = streamView(context, client, { shows: (data) => hasLines(textLines(data), lines) });
  const came = parser.lines.slice(before.lines);
  const view = {
    ...whole,
    events: since(),
    lines: came,
    head: `${came.map(({ text }) => `${text}\n`).join('')}${parser.unfinished}`,
  };
  const event = view.events.find(({ data }) => data.includes(wordIn(lines[0] ?? '')))?.event;
  return { ...note, lines, did, view, event, waitedMs: Math.round(view.nowMs - from) };
}

async function notTaken(context: RunContext, status: number, did: Action): Promise<Finding> {
  const server = await context.servers.get();
  const output = server.ok ? serverLogNow(context, server.value, POST_PATH).lastLines : [];
  const where = context.sources.find('server', /['"`]\/notes/u);
  const answer = status === 0 ? {} : { answer: { status } };
  return {
    code: 'format/not-taken',
    severity: 'error',
    facts: { status },
    evidence: { did, output, where, ...answer },
  };
}
