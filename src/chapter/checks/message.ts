import type { PageDriver } from '../../model/page.ts';
import { sendMessage as sendTo } from '../../run/send-message.ts';
import type { MessageOptions, MessageReport } from '../../run/send-message.ts';
import { CONTRACT } from '../contract.ts';

export type { MessageReport } from '../../run/send-message.ts';

/** Types the text into the chat's form, submits it, and waits until the chat shows the reply or it is clear that it will not. */
export function sendMessage(tab: PageDriver, options: Omit<MessageOptions, 'contract'>): Promise<MessageReport> {
  return sendTo(tab, { ...options, contract: CONTRACT });
}
