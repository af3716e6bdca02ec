import type { Finding } from '../../model/finding.ts';
import type { PageDriver } from '../../model/page.ts';
import { whyMessageLost } from '../../rules/message-lost.ts';
import { pageHung } from '../../rules/observed-page.ts';
import { whyNotSent } from '../../rules/send.ts';
import { replyMissing } from '../../rules/swap-message.ts';
import { observedSwap } from '../../rules/swap-view.ts';
import type { RunContext } from '../../run/context.ts';
import { sendMessage } from '../../run/send-message.ts';
import type { MessageReport } from '../../run/send-message.ts';
import { observePage } from './pages.ts';

/** Types a text with a random word into the lab's page and waits for its answer. */
export function typeMessage(
  context: RunContext,
  tab: PageDriver,
  message: { readonly typed: string; readonly word: string },
): Promise<MessageReport> {
  return sendMessage(tab, { ...message, awaitReply: 'yes', contract: context.contract });
}

/** Why a message did not leave the page as it should. Undefined: it did. */
export async function whyNotSentBy(
  context: RunContext,
  tab: PageDriver,
  message: MessageReport,
): Promise<Finding | undefined> {
  const page = await observePage(context, tab);
  return pageHung(tab.failure, message.typed) ?? whyNotSent({ page, message });
}

/** Why a message that was sent does not show: no answer came, or htmx puts it nowhere. Undefined: it is none of the known reasons. */
export async function whyNotSwapped(
  context: RunContext,
  tab: PageDriver,
  message: MessageReport,
): Promise<Finding | undefined> {
  const view = observedSwap(await observePage(context, tab), message);
  return replyMissing(view) ?? whyMessageLost(view);
}
