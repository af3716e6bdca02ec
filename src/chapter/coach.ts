import { firstTag } from '../model/pattern.ts';
import type { CoachRules } from '../coach/index.ts';
import type { Dialect, Major } from '../htmx/index.ts';
import { dialectOf } from '../htmx/index.ts';
import type { Finding } from '../model/finding.ts';
import { NOT_APPENDED } from '../rules/append.ts';
import type { SentMessage } from '../rules/sent-message.ts';
import type { SwapView } from '../rules/swap-message.ts';
import { ampersandLast } from '../rules/escaping.ts';
import { scriptThatChanges } from '../rules/places.ts';
import { brokenOf, whyPageFails } from '../rules/page-fails.ts';
import { frameIsCause } from '../rules/reply-shape.ts';
import { firstOf } from '../rules/rule.ts';
import { whyNotSent } from '../rules/send.ts';
import { EVENTS_NOT_SWAPPED } from '../rules/swap-event.ts';
import { connectorRemoved, replyMissing } from '../rules/swap-message.ts';
import { CONTRACT } from './contract.ts';
import { swappedOverChat } from './rules/counter.ts';
import { envelopeEchoed, htmlInjected, replyNotShown, textAltered } from './rules/chat.ts';

/**
 * What is told of a page that a person uses. The same rules as in the checks, as far as they need no probe: a person types what he likes, and
 * a page that does not use WebSockets or streams yet is right.
 * @param htmx the major that is taught
 * @returns the rules, for `wants`: whether the step where the person is requires this (`Step.wants`). Before step 4 the server's answers are not meant for htmx
 */
export function coachRulesOf(htmx: Major): (wants: (what: string) => boolean) => CoachRules {
  const dialect = dialectOf(String(htmx));
  return (wants) => rulesFor(dialect, wants);
}

function rulesFor(dialect: Dialect, wants: (what: string) => boolean): CoachRules {
  return {
    contract: CONTRACT,
    dialect,
    page: (page) => (wants('page') ? certain(whyPageFails(page)) : undefined),
    // Without htmx a form does what a browser does with it, which is not the cause.
    sent: (view) => (wants('page') && brokenOf(view.page) === undefined ? whyNotSent(view) : undefined),
    notShown: (view) => (wants('json') ? whyNotShown(view) : undefined),
    shown: (view, before) => (wants('json') ? whatIsWrongWithShown(view, before) : undefined),
    nowhere: (view) => {
      const finding = frameIsCause(view, replyNotShown(view));
      // Others are about what was typed.
      return finding?.code.startsWith('oob/') === true ? finding.code : undefined;
    },
    events: (view) => certain(firstOf(EVENTS_NOT_SWAPPED, view)),
  };
}

function whyNotShown(view: SwapView): Finding | undefined {
  const finding = replyMissing(view) ?? replyNotShown(view);
  if (finding.code === 'chat/not-shown') return swappedOverChat(view.page) ?? finding;
  // A script that the policy forbids may have been the one that reads the frame.
  return finding.code === 'page/csp-blocks' ? finding : frameIsCause(view, finding);
}

/** A message shows, and yet not as it should. */
function whatIsWrongWithShown(view: SwapView, before: SentMessage | undefined): Finding | undefined {
  const { page, message, places } = view;
  const { locate } = page;
  const shown = {
    message,
    where: places.reply,
    script: scriptThatChanges(locate),
    ampersandLast: ampersandLast(locate),
  };
  const removed = connectorRemoved(view) ?? envelopeEchoed(shown, page.dialect.headersMember);
  if (removed !== undefined) return removed;
  const tag = firstTag(message.typed);
  const isAltered = !message.targetText.includes(message.typed);
  if (tag !== undefined && isAltered) {
    const elements = message.reply?.data.includes(tag) === true ? 1 : 0;
    const injected = htmlInjected(shown, { tag, elements, shown: 'yes' });
    if (injected !== undefined) return injected;
  }
  const wrong = isAltered ? textAltered(shown) : undefined;
  const after = { page, first: before ?? message, second: message, where: places.reply };
  const isTold = before !== undefined && [before, message].every(({ word }) => timesIn(message.targetText, word) < 2);
  const appended = isTold ? firstOf(NOT_APPENDED, after) : undefined;
  return frameIsCause(view, wrong ?? appended);
}

/** A person may type the same word again. */
function timesIn(text: string, word: string): number {
  return text.split(word).length - 1;
}

/** Whether another client could connect, only a probe tells; of an answer with an error the wire has told already. */
function certain(finding: Finding | undefined): Finding | undefined {
  if (finding?.code === 'sse/client-disagrees') return undefined;
  if (finding?.code !== 'page/ws-not-open') return finding;
  const { offers, disabled } = finding.facts;
  return offers === undefined && disabled === undefined ? undefined : finding;
}
