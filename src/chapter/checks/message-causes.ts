import { selectorMatch } from '../../htmx/find.ts';
import type { Finding } from '../../model/finding.ts';
import type { PageView } from '../../model/page.ts';
import { pageHung } from '../../rules/observed-page.ts';
import { closedAfterSending } from '../../rules/sent-message.ts';
import { whyNotSent } from '../../rules/send.ts';
import type { SwapView } from '../../rules/swap-message.ts';
import { replyMissing, unanswered, unansweredOf } from '../../rules/swap-message.ts';
import type { RunContext } from '../../run/context.ts';
import { whyHandlerFailed } from '../../run/server-log.ts';
import { lastLines } from '../../servers/own-lines.ts';
import { replyNotShown } from '../rules/chat.ts';
import { handlerPlace, replyPlace } from './echo.ts';
import type { MessageReport } from './message.ts';
import { observePage } from '../../run/observe-page.ts';

const OUTPUT_LINES = 6;

/** What the rules need to say what happened to a reply: the page is asked for the targets that the reply names. */
export async function observeSwap(context: RunContext, tab: PageView, message: MessageReport): Promise<SwapView> {
  const server = await context.servers.get();
  const page = await observePage(context, tab);
  const answers = await Promise.all(
    unansweredOf({ page, message }).map(async (selector) => {
      const count = await tab.count(selector);
      return [selector, selectorMatch(page.elements, selector, count)] as const;
    }),
  );
  return {
    page,
    message,
    matches: Object.fromEntries(answers),
    output: server.ok ? lastLines(server.value.output, context.folder, OUTPUT_LINES) : [],
    places: { handler: handlerPlace(context), reply: replyPlace(context, message.reply?.data ?? '') },
  };
}

/** Why a sent message is not displayed in the window, judged by what the page received and how htmx handled it. */
export async function whyNotShown(context: RunContext, tab: PageView, message: MessageReport): Promise<Finding> {
  const hung = pageHung(tab.failure, message.typed);
  if (hung !== undefined) return hung;
  const view = await observeSwap(context, tab, message);
  // A page that sent nothing, or not the text, is not the server's fault.
  const unsent = whyNotSent(view);
  if (unsent !== undefined) return unsent;
  const said = message.reply === undefined ? await saidByServer(context, view) : undefined;
  return said ?? replyMissing(view) ?? replyNotShown(view);
}

/** What the server printed about the message that it did not answer. If the connection ended with it, the output is waited for. */
async function saidByServer(context: RunContext, view: SwapView): Promise<Finding | undefined> {
  const server = await context.servers.get();
  if (!server.ok) return undefined;
  const { message } = view;
  const patience = closedAfterSending(message.records) !== undefined ? {} : { patienceMs: 0 };
  const sent = message.sent[0]?.data ?? message.typed;
  return whyHandlerFailed(context, server.value, { sent, evidence: unanswered(view), ...patience });
}
