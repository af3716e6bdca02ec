import type { Finding } from '../../model/finding.ts';
import { readFragment } from '../../htmx/markup.ts';
import type { EventStreamClient } from '../../observe/event-stream/client.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { counterEvents, numbersIn, READ_STREAM, stream, streamPlace, COUNTER_TAB } from './streams.ts';
import type { RunContext } from '../../run/context.ts';

/** Something that was meant as an event has come, and for this long no event was made of it: no more waiting is needed. */
const NO_EVENT_AFTER_MS = 3500;

/** The bytes are an event stream: fields with a colon, a blank line after each event (HTML standard, 9.2.5). */
export const sseFraming: ChapterCheck<'sse-framing'> = {
  id: 'sse-framing',
  title: 'The bytes are framed as events',
  observes: 'stream',
  needs: ['sse-response'],
  async run(context): Promise<Outcome> {
    void context.tabs.open(COUNTER_TAB);
    const opened = await stream(context, 'stream 1');
    if (!opened.ok) return { skipped: opened.problem.message };
    const client = opened.value;
    const { parser } = client;
    await client.until(() => parser.events.length > 0 || hasAttempt(client), DEADLINE.firstEvent);
    if (hasAttempt(client)) await client.until(() => parser.events.length > 0, NO_EVENT_AFTER_MS);
    // Silence, or comments alone, is no fault of the framing.
    if (parser.events.length === 0 && !hasAttempt(client)) return PASSED;
    const wrong = parser.events.length === 0 ? whyNoEvent(context, client) : whyDamaged(context, client);
    if (wrong !== undefined) return failed(wrong);
    const [first] = counterEvents(parser.events);
    if (first !== undefined && readFragment(first.data).elements.length === 0) {
      return failed({
        code: 'sse/not-html',
        severity: 'warning',
        facts: { data: first.data },
        evidence: { did: READ_STREAM, received: first.data, where: streamPlace(context) },
      });
    }
    return PASSED;
  },
};

/** Whether something came that is not a comment and not a field that says nothing by itself. */
function hasAttempt({ parser }: EventStreamClient): boolean {
  return (
    parser.lines.some((line) => line.kind === 'data' || line.kind === 'ignored') || parser.unfinished.trim() !== ''
  );
}

function whyNoEvent(context: RunContext, client: EventStreamClient): Finding {
  const { parser, head } = client;
  const severity = 'error';
  const evidence = {
    did: READ_STREAM,
    received: head,
    waitedMs: Math.round(context.timeline.now() - client.askedMs),
    where: streamPlace(context),
  };
  const data =
    parser.lines.find((line) => line.kind === 'data')?.text ??
    (parser.unfinished.startsWith('data:') ? parser.unfinished : undefined);
  if (data !== undefined) {
    const caret = head.indexOf(data) + data.length;
    return {
      code: 'sse/no-blank-line',
      severity,
      facts: { literal: /\\[nr]/u.test(head) },
      evidence: { ...evidence, caret },
    };
  }
  const ignored = parser.lines.find((line) => line.kind === 'ignored')?.text ?? parser.unfinished;
  return {
    code: 'sse/no-data-prefix',
    severity,
    facts: { field: fieldOf(ignored) },
    evidence: { ...evidence, caret: Math.max(0, head.indexOf(ignored)) },
  };
}

/**
 * Events come, but not whole: lines that the standard makes a client throw away. Where the number is lost with them it is an error; where
 * it stands in the lines that are kept, a browser closes what is open, and it is a warning.
 */
function whyDamaged(context: RunContext, client: EventStreamClient): Finding | undefined {
  const { parser, head } = client;
  const at = parser.lines.findIndex((line) => line.kind === 'ignored' && looksLikeData(line.text));
  const lost = parser.lines[at];
  if (lost === undefined) return undefined;
  const severity = parser.events.some((event) => numbersIn(event.data).length > 0) ? 'warning' : 'error';
  const evidence = {
    did: READ_STREAM,
    received: head,
    where: streamPlace(context),
    caret: Math.max(0, head.indexOf(lost.text)),
  };
  const before = parser.lines.slice(0, at).findLast((line) => line.kind !== 'ignored');
  if (before?.kind === 'data' && !/^\s*data\s*:/iu.test(lost.text)) {
    return { code: 'sse/multiline-without-prefix', severity, facts: { line: lost.text }, evidence };
  }
  return { code: 'sse/no-data-prefix', severity, facts: { field: fieldOf(lost.text) }, evidence };
}

function fieldOf(line: string): string {
  return line.includes(':') ? line.slice(0, line.indexOf(':')) : line;
}

/** A line that was meant to be seen: markup, or `data:` misspelt. Other unknown fields are allowed, and ignored by everybody. */
function looksLikeData(line: string): boolean {
  return /^\s*<|<\/|^\s*data\s*:/iu.test(line) || (/^\s+\S/u.test(line) && numbersIn(line).length > 0);
}
