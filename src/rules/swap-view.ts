import type { ObservedPage } from './observed-page.ts';
import { handlerPlace, replyPlace } from './places.ts';
import { ofType } from './records.ts';
import type { SentMessage } from './sent-message.ts';
import type { SwapView } from './swap-message.ts';

/** A message of a page that is only observed: its answers to selectors are those recorded when the reply came, and its server's output is elsewhere. */
export function observedSwap(page: ObservedPage, message: SentMessage): SwapView {
  const { contract, locate } = page;
  const path = contract.socketPath ?? '';
  const reply = message.reply?.data ?? '';
  const places = { handler: handlerPlace(locate, path), reply: replyPlace(locate, reply, path) };
  const handled = ofType(message.records, 'handled').findLast(({ data }) => data === reply);
  return { page, message, matches: handled?.matches ?? {}, output: [], places };
}
