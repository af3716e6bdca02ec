import type { Finding } from '../../model/finding.ts';
import type { PageDriver } from '../../model/page.ts';
import { NOT_APPENDED, targetReplaced } from '../../rules/append.ts';
import { ampersandLast } from '../../rules/escaping.ts';
import { firstOf } from '../../rules/rule.ts';
import { scriptThatChanges } from '../../rules/places.ts';
import { frameIsCause } from '../../rules/reply-shape.ts';
import { connectorRemoved } from '../../rules/swap-message.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import { runTogether, writtenByPage } from '../rules/chat-window.ts';
import { envelopeEchoed, htmlInjected, textAltered } from '../rules/chat.ts';
import type { ShownMessage } from '../rules/chat.ts';
import { replyPlace } from './echo.ts';
import type { MessageReport } from './message.ts';
import { sendMessage } from './message.ts';
import { observeSwap, whyNotShown } from './message-causes.ts';
import { observePage } from '../../run/observe-page.ts';
import { firstMessage } from './page-sends.ts';

/** Sends a message and, if it is not displayed, says why. */
async function show(
  context: RunContext,
  tab: PageDriver,
  message: { readonly typed: string; readonly word: string },
): Promise<{ readonly report: MessageReport; readonly finding: Finding | undefined }> {
  const report = await sendMessage(tab, { ...message, awaitReply: 'yes' });
  return { report, finding: report.shown ? undefined : await whyNotShown(context, tab, report) };
}

function shown(context: RunContext, message: MessageReport): ShownMessage {
  const { sources } = context;
  const where = replyPlace(context, message.reply?.data ?? '');
  return { message, where, script: scriptThatChanges(sources), ampersandLast: ampersandLast(sources) };
}

/** A frame that is not an HTML fragment as a whole explains what was seen of it. */
async function outcomeOfReply(
  context: RunContext,
  tab: PageDriver,
  { message, finding }: { readonly message: MessageReport; readonly finding: Finding | undefined },
): Promise<Outcome> {
  return outcomeOf(finding && frameIsCause(await observeSwap(context, tab, message), finding));
}

function outcomeOf(finding: Finding | undefined): Outcome {
  return finding === undefined ? PASSED : failed(finding);
}

/** The window shows the typed text, and nothing of htmx's envelope. */
export const chatShows: ChapterCheck<'chat-shows'> = {
  id: 'chat-shows',
  title: CHECK_TITLES['chat-shows'],
  waitsFor: CHECK_WAITS['chat-shows'],
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['page-stays', 'ws-echo'],
  async run(context, tab): Promise<Outcome> {
    const report = await firstMessage(context, tab);
    if (!report.shown) return failed(await whyNotShown(context, tab, report));
    const view = await observeSwap(context, tab, report);
    const removed = connectorRemoved(view);
    return outcomeOf(
      removed ?? writtenByPage(view) ?? envelopeEchoed(shown(context, report), context.dialect.headersMember),
    );
  },
};

/** A second message appears below the first, which is still there. */
export const chatAppends: ChapterCheck<'chat-appends'> = {
  id: 'chat-appends',
  title: CHECK_TITLES['chat-appends'],
  waitsFor: CHECK_WAITS['chat-appends'],
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['chat-shows'],
  async run(context, tab): Promise<Outcome> {
    const first = await firstMessage(context, tab);
    const word = context.words.word();
    const { report, finding } = await show(context, tab, { typed: `again ${word}`, word });
    const page = await observePage(context, tab);
    const view = { page, first, second: report, where: replyPlace(context, report.reply?.data ?? '') };
    if (finding !== undefined) return failed(targetReplaced(view, finding) ?? finding);
    const wrong = firstOf(NOT_APPENDED, view) ?? runTogether(page, view);
    return outcomeOfReply(context, tab, { message: report, finding: wrong });
  },
};

/** Markup in a message stays text. */
export const chatEscapes: ChapterCheck<'chat-escapes'> = {
  id: 'chat-escapes',
  title: CHECK_TITLES['chat-escapes'],
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['chat-appends'],
  async run(context, tab): Promise<Outcome> {
    const word = context.words.word();
    const id = `probe-${context.words.word()}`;
    const tag = `<b id="${id}">`;
    const { report, finding } = await show(context, tab, { typed: `${tag}${word}</b>`, word });
    const elements = await tab.count(`[id="${id}"]`);
    const view = shown(context, report);
    const injected = htmlInjected(view, { tag, elements, shown: finding === undefined ? 'yes' : 'no' });
    return injected === undefined
      ? outcomeOfReply(context, tab, { message: report, finding: finding ?? textAltered(view) })
      : failed(injected);
  },
};

/** Quotes, ampersands, emoji and non-Latin text arrive exactly as typed. */
export const chatTextIntact: ChapterCheck<'chat-text-intact'> = {
  id: 'chat-text-intact',
  title: CHECK_TITLES['chat-text-intact'],
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['chat-escapes'],
  async run(context, tab): Promise<Outcome> {
    const { text, word } = context.words.text();
    const typed = `${text} "double" 'single' a&b &amp; 1<2 \\n`;
    const { report, finding } = await show(context, tab, { typed, word });
    return outcomeOfReply(context, tab, { message: report, finding: finding ?? textAltered(shown(context, report)) });
  },
};
