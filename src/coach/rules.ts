import type { Dialect } from '../htmx/index.ts';
import type { Contract } from '../model/contract.ts';
import type { Finding } from '../model/finding.ts';
import type { ObservedPage } from '../rules/observed-page.ts';
import type { SendView } from '../rules/send.ts';
import type { SentMessage } from '../rules/sent-message.ts';
import type { EventsView } from '../rules/swap-event.ts';
import type { SwapView } from '../rules/swap-message.ts';

/** What a chapter says about a page that a person uses. Each judges what has settled; undefined: nothing is wrong, or it cannot be told. */
export interface CoachRules {
  readonly contract: Contract;
  readonly dialect: Dialect;
  /** A page that has loaded, and had time to connect. */
  readonly page: (page: ObservedPage) => Finding | undefined;
  /** A form was submitted: it sent nothing, or not what it should. */
  readonly sent: (view: SendView) => Finding | undefined;
  /** A message was sent, and its text does not show. */
  readonly notShown: (view: SwapView) => Finding | undefined;
  /** It shows. @param before the message before it that did, in the same page */
  readonly shown: (view: SwapView, before: SentMessage | undefined) => Finding | undefined;
  /** Why htmx puts a message nowhere that a person has sent into the page: a code. */
  readonly nowhere: (view: SwapView) => string | undefined;
  /** Events come on the stream of the page, and none of them was swapped. */
  readonly events: (view: EventsView) => Finding | undefined;
}
