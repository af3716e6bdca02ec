import type { PageDriver } from '../../model/page.ts';
import { pageHung } from '../../rules/observed-page.ts';
import { has } from '../../rules/records.ts';
import { buttonIdle, idTwice } from '../../rules/send-warnings.ts';
import { mayBypassValidation, validationBypassed, wentAway, whyNotSent } from '../../rules/send.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED, seenBy } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import type { MessageReport } from './message.ts';
import { sendMessage } from './message.ts';
import { observePage } from '../../run/observe-page.ts';
import { CONTRACT } from '../contract.ts';
import { hasOwnScripts } from '../rules/reconnect.ts';
import { shared } from '../../run/shared.ts';

/** The first message of the run, typed into tab 1: step 3 checks what the page sent, step 4 what came back. */
export const firstMessage = shared((context, tab: PageDriver): Promise<MessageReport> => {
  const word = context.words.word();
  // Before step 4 the server's answer is not meant for htmx yet, and is not checked.
  const awaitReply = context.wants('json') ? 'yes' : 'no';
  return sendMessage(tab, { typed: `hello ${word}`, word, awaitReply });
});

/** Submitting the form sends one frame that contains the message under its name. */
export const pageSends: ChapterCheck<'page-sends'> = {
  id: 'page-sends',
  title: CHECK_TITLES['page-sends'],
  waitsFor: CHECK_WAITS['page-sends'],
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['page-connects'],
  // A broadcast into the shared window must not interfere while the page's own messages are looked for in it.
  after: ['ws-order', 'ws-two-clients'],
  async run(context, tab): Promise<Outcome> {
    const message = await firstMessage(context, tab);
    const page = await observePage(context, tab);
    const view = { page, message };
    const finding = pageHung(tab.failure, message.typed) ?? whyNotSent(view);
    if (finding !== undefined) return failed(finding);
    return { findings: [buttonIdle(view), idTwice(view)].filter((warning) => warning !== undefined) };
  },
};

/** The page is not reloaded; with `required`, an empty message is not sent either (or a warning says that it is). */
export const pageStays: ChapterCheck<'page-stays'> = {
  id: 'page-stays',
  title: CHECK_TITLES['page-stays'],
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['page-sends'],
  async run(context, tab) {
    const message = await firstMessage(context, tab);
    await untilLeft(context, tab);
    const page = await observePage(context, tab);
    const went = wentAway({ page, message });
    if (went !== undefined) return failed(went);
    if (!mayBypassValidation(page)) return PASSED;
    // Tested in a separate tab: an empty message must not come between those that the other checks compare.
    const spare = await context.tabs.open('tab 3');
    if (!spare.ok || !(await sendsEmpty(spare.value))) return PASSED;
    return failed(seenBy(validationBypassed(page), 'tab 3'));
  },
};

/**
 * htmx holds a submit back before it sends. Where a script of the page sends, the browser may submit the form as well, and leaves the page a
 * moment after the frame was seen.
 */
async function untilLeft(context: RunContext, tab: PageDriver): Promise<void> {
  const page = await observePage(context, tab);
  if (page.withRole('ws', 'send').length > 0 && !hasOwnScripts(await tab.snapshot(), context.dialect)) return;
  await tab.until((records) => has(records, 'navigated'), DEADLINE.leave);
}

/** Submits the empty form. @returns whether a message was sent */
async function sendsEmpty(tab: PageDriver): Promise<boolean> {
  await tab.until((records) => has(records, 'socket-open'), DEADLINE.handshake);
  const before = tab.records.length;
  const { heldByValidation } = await tab.send('', { field: CONTRACT.field });
  const { met } = await tab.until(
    (records) => has(records.slice(before), 'socket-sent'),
    heldByValidation ? 0 : DEADLINE.click,
  );
  return met;
}
