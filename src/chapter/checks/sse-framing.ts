import { hasAttempt, notHtml, whyNotFramed } from '../../rules/stream/framing.ts';
import { nestedTooDeep } from '../../rules/nesting.ts';
import { evidenceOf, tooMuch } from '../../rules/stream/view.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { withIsolatedStream } from './concurrent-streams.ts';
import { COUNTER_TAB, stream, untilFirst, viewOf } from './streams.ts';

/** Bytes meant as an event have arrived, but have formed no event within this time: waiting longer would show nothing new. */
const NO_EVENT_AFTER_MS = 3500;

/** The bytes are an event stream: fields with a colon, a blank line after each event (HTML standard, 9.2.5). */
export const sseFraming: ChapterCheck<'sse-framing'> = {
  id: 'sse-framing',
  title: CHECK_TITLES['sse-framing'],
  observes: 'stream',
  needs: ['sse-response'],
  async run(context): Promise<Outcome> {
    void context.tabs.open(COUNTER_TAB);
    const opened = await stream(context, 'stream 1');
    if (!opened.ok) return { skipped: opened.problem.message };
    const client = opened.value;
    const { parser } = client;
    const started = untilFirst(context, client, () => parser.events.length > 0 || hasAttempt(parser));
    await withIsolatedStream(context, started);
    if (hasAttempt(parser)) await client.until(() => parser.events.length > 0, NO_EVENT_AFTER_MS);
    const view = viewOf(context, client);
    const deep = view.events[0] && nestedTooDeep(view.events[0].data, 'event', evidenceOf(view));
    const finding = tooMuch(view) ?? deep ?? whyNotFramed(view) ?? notHtml(view, view.counted[0]);
    return finding === undefined ? PASSED : failed(finding);
  },
};
