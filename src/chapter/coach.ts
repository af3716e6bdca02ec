import type { CoachRules } from '../coach/index.ts';
import { attribute } from '../htmx/elements.ts';
import type { Transport } from '../htmx/index.ts';
import type { Finding } from '../model/finding.ts';
import { NOT_APPENDED } from '../rules/append.ts';
import type { SentMessage } from '../rules/sent-message.ts';
import type { SwapView } from '../rules/swap-message.ts';
import { ampersandLast } from '../rules/escaping.ts';
import { scriptThatChanges } from '../rules/places.ts';
import { connectedElsewhere, whyNotConnected } from '../rules/connect.ts';
import type { ObservedPage } from '../rules/observed-page.ts';
import { has, ofType } from '../rules/records.ts';
import { frameIsCause } from '../rules/reply-shape.ts';
import { firstOf } from '../rules/rule.ts';
import { whyNotSent } from '../rules/send.ts';
import { cspBlocks } from '../rules/setup/csp.ts';
import { extensionUnknown } from '../rules/setup/extension.ts';
import { HTMX_RULES } from '../rules/setup/htmx-core.ts';
import { quoteNotClosed } from '../rules/setup/open-quote.ts';
import { brokenScripts } from '../rules/setup/scripts.ts';
import { tagNotClosed } from '../rules/setup/unclosed.ts';
import { EVENTS_NOT_SWAPPED } from '../rules/swap-event.ts';
import { connectorRemoved, replyMissing } from '../rules/swap-message.ts';
import { CONTRACT } from './contract.ts';
import { DIALECT } from './dialect.ts';
import { swappedOverChat } from './rules/counter.ts';
import { envelopeEchoed, htmlInjected, replyNotShown, textAltered } from './rules/chat.ts';

/**
 * What is told of a page that a person uses. The same rules as in the checks, as far as they need no probe: a person types what he likes, and
 * a page that does not use WebSockets or streams yet is right.
 * @param wants whether the step where the person is requires this (`Step.wants`): before step 4 the server's answers are not meant for htmx
 */
export function coachRules(wants: (what: string) => boolean): CoachRules {
  return {
    contract: CONTRACT,
    dialect: DIALECT,
    page: (page) => (wants('page') ? whyPageFails(page) : undefined),
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
  const removed = connectorRemoved(view) ?? envelopeEchoed(shown, DIALECT.headersMember);
  if (removed !== undefined) return removed;
  const [tag] = /<[a-z][^>]*>/iu.exec(message.typed) ?? [];
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

/** Scripts first, then htmx, then the connections, as the checks have it. */
function whyPageFails(page: ObservedPage): Finding | undefined {
  if (page.html === '') return undefined;
  const broken = brokenOf(page);
  const cause = tagNotClosed(page) ?? (broken && (quoteNotClosed(page) ?? cspBlocks('script')(page)));
  if (cause !== undefined) return cause;
  // What such a script would have done is missing, and that is not the cause.
  if (broken !== undefined) return isUnexplained(broken) ? undefined : broken;
  const transports = (['ws', 'sse'] as const).filter((transport) => uses(page, transport));
  for (const transport of transports) {
    if (page.connected(transport)) continue;
    const setup = firstOf([...HTMX_RULES, extensionUnknown(transport)], page);
    if (setup?.severity === 'error') return quoteNotClosed(page) ?? setup;
    if (hasFailed(page, transport)) return certain(whyNotConnected(page, transport));
  }
  return transports.includes('ws') ? connectedElsewhere(page) : undefined;
}

/** Whether another client could connect, only a probe tells; of an answer with an error the wire has told already. */
function certain(finding: Finding | undefined): Finding | undefined {
  if (finding?.code === 'sse/client-disagrees') return undefined;
  if (finding?.code !== 'page/ws-not-open') return finding;
  const { offers, disabled } = finding.facts;
  return offers === undefined && disabled === undefined ? undefined : finding;
}

/** A script that the page needs and does not have. */
function brokenOf(page: ObservedPage): Finding | undefined {
  return brokenScripts(page).find(({ severity }) => severity === 'error');
}

/** The file came, and the browser did not run it: only its own console says why. */
function isUnexplained(finding: Finding): boolean {
  if (finding.code !== 'page/script-missing') return false;
  const { status, failure } = finding.facts;
  return status >= 200 && status < 300 && failure?.reason === 'error';
}

/** The page means to connect: an element says so, in whatever form. */
function uses(page: ObservedPage, transport: Transport): boolean {
  const isOf = new RegExp(`^(?:data-)?(?:hx-)?${transport}(?:$|[-:])`, 'u');
  const says = ({ attributes }: { readonly attributes: Readonly<Record<string, string>> }): boolean =>
    Object.keys(attributes).some((name) => isOf.test(name)) ||
    (attribute({ attributes }, DIALECT.core.enable ?? '') ?? '').split(',').some((each) => each.trim() === transport);
  return page.elements.some(says) || page.markup.some(says);
}

/** Nothing was tried, or all that was has ended. */
function hasFailed(page: ObservedPage, transport: Transport): boolean {
  if (transport === 'sse') return !has(page.records, 'stream-new') || has(page.records, 'stream-error');
  const tried = ofType(page.records, 'socket-new').length;
  return has(page.records, 'socket-refused') || ofType(page.records, 'socket-close').length >= tried;
}
