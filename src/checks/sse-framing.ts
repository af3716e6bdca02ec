import type { Finding } from '../model/finding.ts';
import { readFragment } from '../probes/markup.ts';
import type { EventStreamClient } from '../probes/event-stream.ts';
import type { Check, Outcome } from './check.ts';
import { failed, PASSED } from './check.ts';
import { DEADLINE } from './deadlines.ts';
import { counterEvents, numbersIn, READ_STREAM, stream, streamPlace } from './streams.ts';
import type { Session } from './session.ts';

/** Bytes have come for this long and no event was made of them: that is the fault, no more waiting is needed. */
const BYTES_WITHOUT_EVENT_MS = 3500;

/** The bytes are an event stream: fields with a colon, a blank line after each event (HTML standard, 9.2.5). */
export const sseFraming: Check = {
  id: 'sse-framing',
  title: 'The bytes are framed as events',
  needs: ['sse-response'],
  async run(session): Promise<Outcome> {
    const opened = await stream(session, 'stream 1');
    if (!opened.ok) return { skipped: opened.problem.message };
    const client = opened.value;
    const { parser } = client;
    await client.until(() => parser.events.length > 0 || (parser.bytes > 0 && session.timeline.now() - client.openedMs > BYTES_WITHOUT_EVENT_MS), DEADLINE.firstEvent);
    if (parser.bytes === 0) return { skipped: 'no byte arrived that could be looked at' };
    if (parser.events.length === 0 && session.timeline.now() - client.openedMs < BYTES_WITHOUT_EVENT_MS && client.endedMs === undefined) {
      await client.until(() => parser.events.length > 0, BYTES_WITHOUT_EVENT_MS);
    }
    const wrong = parser.events.length === 0 ? whyNoEvent(session, client) : whyDamaged(session, client);
    if (wrong !== undefined) return failed(wrong);
    const [first] = counterEvents(parser.events);
    if (first !== undefined && readFragment(first.data).elements.length === 0) {
      return failed({ code: 'sse/not-html', severity: 'warning', facts: { data: first.data }, evidence: { did: READ_STREAM, received: first.data, where: streamPlace(session) } });
    }
    return PASSED;
  },
};

function whyNoEvent(session: Session, client: EventStreamClient): Finding {
  const { parser, head } = client;
  const severity = 'error';
  const evidence = { did: READ_STREAM, received: head, waitedMs: Math.round(session.timeline.now() - client.openedMs), where: streamPlace(session) };
  const literal = /\\n/u.test(head);
  const data = parser.lines.find((line) => line.kind === 'data')?.text ?? (parser.unfinished.startsWith('data:') ? parser.unfinished : undefined);
  if (data !== undefined) {
    const caret = head.indexOf(data) + data.length;
    return { code: 'sse/no-blank-line', severity, facts: { literal }, evidence: { ...evidence, caret } };
  }
  const ignored = parser.lines.find((line) => line.kind === 'ignored')?.text ?? parser.unfinished;
  if (ignored !== '') {
    const field = ignored.includes(':') ? ignored.slice(0, ignored.indexOf(':')) : ignored;
    return { code: 'sse/no-data-prefix', severity, facts: { field }, evidence: { ...evidence, caret: Math.max(0, head.indexOf(ignored)) } };
  }
  return { code: 'sse/no-event', severity, facts: { bytes: parser.bytes }, evidence };
}

/** Events come, but not whole: lines that the standard makes a client ignore, or an empty heartbeat that blanks the page's element. */
function whyDamaged(session: Session, client: EventStreamClient): Finding | undefined {
  const { parser, head } = client;
  const severity = 'error';
  const evidence = { did: READ_STREAM, received: head, where: streamPlace(session) };
  const at = parser.lines.findIndex((line, index) => line.kind === 'ignored' && looksLikeData(line.text) && parser.lines[index - 1]?.kind !== 'blank');
  const ignored = parser.lines[at];
  if (ignored !== undefined && parser.lines.slice(0, at).findLast((line) => line.kind !== 'ignored')?.kind === 'data') {
    return { code: 'sse/multiline-without-prefix', severity, facts: { line: ignored.text }, evidence: { ...evidence, caret: Math.max(0, head.indexOf(ignored.text)) } };
  }
  const lost = parser.lines.find((line) => line.kind === 'ignored' && looksLikeData(line.text));
  if (lost !== undefined) {
    const field = lost.text.includes(':') ? lost.text.slice(0, lost.text.indexOf(':')) : lost.text;
    return { code: 'sse/no-data-prefix', severity, facts: { field }, evidence: { ...evidence, caret: Math.max(0, head.indexOf(lost.text)) } };
  }
  return undefined;
}

function looksLikeData(line: string): boolean {
  return line.trim() !== '' && (line.includes('<') || /^\s*data\s*:/iu.test(line) || numbersIn(line).length > 0);
}

/** The first event comes soon: a page that waits shows nothing. */
const SOON_MS = 4000;

export const sseFirstEvent: Check = {
  id: 'sse-first-event',
  title: 'The first event comes within a few seconds',
  needs: ['sse-framing'],
  async run(session): Promise<Outcome> {
    const opened = await stream(session, 'stream 1');
    if (!opened.ok) return { skipped: opened.problem.message };
    const client = opened.value;
    const { parser } = client;
    await client.until(() => parser.events.length > 0, DEADLINE.firstEvent);
    const [first] = parser.events;
    const severity = 'error';
    const evidence = { did: READ_STREAM, received: client.head, waitedMs: Math.round(session.timeline.now() - client.openedMs), where: streamPlace(session) };
    if (first === undefined) {
      if (client.endedMs !== undefined) return failed({ code: 'sse/ends-early', severity, facts: { events: 0 }, evidence });
      return failed({ code: 'sse/no-event', severity, facts: { bytes: parser.bytes }, evidence });
    }
    const after = first.ms - client.openedMs;
    const together = parser.events.filter((event) => event.ms - first.ms < 5).length;
    if (after > SOON_MS) {
      return failed({ code: 'sse/buffered', severity, facts: { encoding: client.headers['content-encoding'] ?? '', atOnce: together }, evidence });
    }
    return PASSED;
  },
};

