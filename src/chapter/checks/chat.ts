import type { Finding, FindingOf } from '../../model/finding.ts';
import type { PageDriver, PageView } from '../../model/page.ts';
import { readFragment } from '../../htmx/markup.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { replyPlace } from './echo.ts';
import type { MessageReport } from './message.ts';
import { sendMessage } from './message.ts';
import { outOfBandTarget, whyNotShown } from './message-causes.ts';
import { attribute, PageFacts, socketsOf } from './page-facts.ts';
import { firstMessage } from './page-sends.ts';
import type { RunContext } from '../../run/context.ts';

/** Sends and, when it does not show, says why. */
async function show(
  context: RunContext,
  tab: PageDriver,
  message: { readonly typed: string; readonly word: string },
): Promise<{ readonly report: MessageReport; readonly finding: Finding | undefined }> {
  const report = await sendMessage(tab, { ...message, awaitReply: 'yes' });
  return { report, finding: report.shown ? undefined : await whyNotShown(context, tab, report) };
}

/** The typed text shows in #chat-window, and nothing of htmx's envelope with it. */
export const chatShows: ChapterCheck<'chat-shows'> = {
  id: 'chat-shows',
  title: 'What was typed shows in #chat-window',
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['page-stays', 'ws-echo'],
  async run(context, tab): Promise<Outcome> {
    const report = await firstMessage(context, tab);
    if (!report.shown) return failed(await whyNotShown(context, tab, report));
    const gone = await connectorGone(tab, context);
    if (gone)
      return failed({
        code: 'oob/replaces-connector',
        severity: 'error',
        facts: { id: firstId(report) },
        evidence: {
          did: { kind: 'page', typed: report.typed },
          received: report.reply?.data ?? '',
          where: replyPlace(context, report.reply?.data ?? ''),
        },
      });
    if (report.targetText.includes('HEADERS')) {
      // `HEADERS` is htmx's own, so it cannot have been typed.
      return failed({
        code: 'chat/envelope-echoed',
        severity: 'error',
        facts: { sent: report.typed },
        evidence: {
          did: { kind: 'page', typed: report.typed },
          received: report.reply?.data ?? report.targetText,
          where: replyPlace(context, report.reply?.data ?? ''),
        },
      });
    }
    return PASSED;
  },
};

/** The served page had an element that connects, and the page has none any more: a reply took it away. */
async function connectorGone(tab: PageView, context: RunContext): Promise<boolean> {
  const facts = await PageFacts.of(context, tab);
  return (
    facts.markup.some((element) => attribute(element, 'ws-connect') !== undefined) &&
    facts.socketElements('connect').length === 0
  );
}

function firstId(report: MessageReport): string {
  return readFragment(report.reply?.data ?? '').elements[0]?.attributes['id'] ?? '';
}

/** A second message stands below the first, which is still there. */
export const chatAppends: ChapterCheck<'chat-appends'> = {
  id: 'chat-appends',
  title: 'A second message stands below the first',
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['chat-shows'],
  async run(context, tab): Promise<Outcome> {
    const first = await firstMessage(context, tab);
    const word = context.words.word();
    const { report, finding } = await show(context, tab, { typed: `again ${word}`, word });
    const severity = 'error';
    const evidence = {
      did: { kind: 'page', typed: report.typed },
      received: report.reply?.data ?? '',
      where: replyPlace(context, report.reply?.data ?? ''),
    } as const;
    if (finding !== undefined) {
      // The first reply took the window away, and the second finds no place: the cause is the first one's.
      const replaced =
        report.targetHtml === '' && (finding.code === 'oob/no-such-target' || finding.code === 'chat/no-window');
      if (!replaced) return failed(finding);
      return failed({
        code: 'oob/replaces',
        severity,
        facts: { first: first.word, second: word, part: replyPart(first) },
        evidence,
      });
    }
    const sockets = [first, report].map(({ records }) => socketsOf(records).length);
    if (sockets.every((opened) => opened > 0)) {
      return failed({
        code: 'page/form-replaced',
        severity,
        facts: { sockets: socketsOf(tab.records).length },
        evidence,
      });
    }
    const at = { first: report.targetText.indexOf(first.word), second: report.targetText.indexOf(word) };
    if (at.first === -1)
      return failed({
        code: 'oob/replaces',
        severity,
        facts: { first: first.word, second: word, part: replyPart(report) },
        evidence,
      });
    if (at.second < at.first && !drawnUpwards(tab))
      return failed({ code: 'oob/wrong-order', severity, facts: { first: first.word, second: word }, evidence });
    return PASSED;
  },
};

function replyPart(report: MessageReport): FindingOf<'oob/replaces'>['facts']['part'] {
  const [element] = readFragment(report.reply?.data ?? '').elements;
  return element === undefined ? undefined : { tag: element.tag, style: outOfBandTarget(element).style };
}

/** A window drawn from the bottom up (`column-reverse`) wants the newest message first in the document. */
function drawnUpwards(tab: PageView): boolean {
  return /column-reverse/u.test(tab.document.html);
}

/** Markup in a message stays text. */
export const chatEscapes: ChapterCheck<'chat-escapes'> = {
  id: 'chat-escapes',
  title: 'Markup in a message stays text',
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['chat-appends'],
  async run(context, tab): Promise<Outcome> {
    const word = context.words.word();
    const id = `probe-${context.words.word()}`;
    const typed = `<b id="${id}">${word}</b>`;
    const { report, finding } = await show(context, tab, { typed, word });
    const elements = await tab.count(`[id="${id}"]`);
    const evidence = {
      did: { kind: 'page', typed },
      received: report.reply?.data ?? '',
      where: replyPlace(context, report.reply?.data ?? ''),
    } as const;
    if (elements > 0)
      return failed({ code: 'chat/html-injection', severity: 'error', facts: { sent: typed }, evidence });
    // An unescaped message may break the reply itself, so that nothing shows: the reply still bears the tag as it was typed.
    if (finding !== undefined && report.reply?.data.includes(`<b id="${id}">`) === true) {
      return failed({ code: 'chat/html-injection', severity: 'error', facts: { sent: typed }, evidence });
    }
    if (finding !== undefined) return failed(finding);
    if (!report.targetText.includes(typed))
      return failed({
        code: 'chat/text-altered',
        severity: 'error',
        facts: { sent: typed, shown: around(report.targetText, word) },
        evidence,
      });
    return PASSED;
  },
};

/** Quotes, ampersands, emoji and non-Latin text arrive as they were typed. */
export const chatTextIntact: ChapterCheck<'chat-text-intact'> = {
  id: 'chat-text-intact',
  title: 'Quotes, emoji and other scripts survive',
  observes: 'page',
  tags: ['chat'],
  tab: 'tab 1',
  needs: ['chat-escapes'],
  async run(context, tab): Promise<Outcome> {
    const word = context.words.word();
    const typed = `${word} "double" 'single' a&b &amp; 1<2 \\n żółw 漢字 🙂`;
    const { report, finding } = await show(context, tab, { typed, word });
    if (finding !== undefined) return failed(finding);
    if (report.targetText.includes(typed)) return PASSED;
    return failed({
      code: 'chat/text-altered',
      severity: 'error',
      facts: { sent: typed, shown: around(report.targetText, word) },
      evidence: {
        did: { kind: 'page', typed },
        received: report.reply?.data ?? '',
        where: replyPlace(context, report.reply?.data ?? ''),
      },
    });
  },
};

/** The part of the text that begins a little before the word: what a person would point at. */
function around(text: string, word: string): string {
  const at = text.indexOf(word);
  return at === -1 ? text.slice(-120) : text.slice(Math.max(0, at - 30), at + 120).trim();
}
