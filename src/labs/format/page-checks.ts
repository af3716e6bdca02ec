import { textLines } from '../../htmx/markup.ts';
import type { Finding } from '../../model/finding.ts';
import type { PageDriver } from '../../model/page.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { firstOf } from '../../rules/rule.ts';
import { EVENTS_NOT_SWAPPED } from '../../rules/swap-event.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { outcomeOf } from '../common/check.ts';
import { observePage, targetHtml, whyPageNotConnected } from '../common/pages.ts';
import { headOf } from './check.ts';
import type { FormatCheck } from './check.ts';
import { CONTRACT } from './contract.ts';
import { hasLines } from './lines.ts';
import { isFinding, wordIn } from './notes.ts';
import type { Note } from './notes.ts';
import { postTo } from './server-checks.ts';

const TAB = 'tab 1';

/** Posts a note while the page is open, and looks for its lines there. */
async function shownInPage(context: RunContext, tab: PageDriver, note: Note): Promise<Outcome> {
  const posted = await postTo(context, note);
  if (posted === undefined) return { skipped: 'the stream was not answered' };
  if (isFinding(posted)) return failed(posted);
  const { lines, event, urgent } = posted;
  await tab.untilText(CONTRACT.target, wordIn(lines.at(-1) ?? ''), DEADLINE.show);
  const html = await targetHtml(context, tab);
  const shown = textLines(html);
  if (hasLines(shown, lines)) return PASSED;
  const page = await observePage(context, tab);
  const isShown = (line: string): boolean => shown.some((each) => each.includes(line.trim()));
  const unseen =
    event === undefined || lines.some(isShown) ? undefined : firstOf(EVENTS_NOT_SWAPPED, { page, events: [event] });
  const line = lines.find((each) => !isShown(each)) ?? lines[0] ?? '';
  return failed(unseen ?? lacks(page, { line, urgent }, html));
}

function lacks(
  page: ObservedPage,
  facts: { readonly line: string; readonly urgent: boolean },
  received: string,
): Finding {
  const evidence = page.evidence(page.placeOfRole('sse', 'swap'), { received });
  return { code: 'format/page-lacks', severity: 'error', facts, evidence };
}

/** Types a note into the page's own form. */
async function sentByPage(context: RunContext, tab: PageDriver): Promise<Finding | undefined> {
  const word = context.words.word();
  await tab.send(word, { field: CONTRACT.field });
  const { met, html } = await tab.untilText(CONTRACT.target, word, DEADLINE.reply);
  if (met) return undefined;
  const finding = lacks(await observePage(context, tab), { line: word, urgent: false }, html);
  return { ...finding, evidence: { ...finding.evidence, did: { kind: 'page', typed: word } } };
}

export const page: FormatCheck<'format-page'> = {
  ...headOf('format-page'),
  waitsFor: 'a note in the page',
  observes: 'page',
  tab: TAB,
  needs: ['format-lines', 'format-line-ends', 'format-blanks', 'format-empty-lines', 'format-fields'],
  async run(context, tab): Promise<Outcome> {
    const broken = await whyPageNotConnected(context, tab, 'sse');
    if (broken !== undefined) return failed(broken);
    const [first, second, third] = [context.words.word(), context.words.word(), context.words.word()];
    const shown = await shownInPage(context, tab, { text: `${first}\n  ${second}\ndata: ${third}`, urgent: false });
    if ('skipped' in shown || shown.findings.length > 0) return shown;
    return outcomeOf(await sentByPage(context, tab));
  },
};

export const pageUrgent: FormatCheck<'format-page-urgent'> = {
  ...headOf('format-page-urgent'),
  waitsFor: 'an urgent note in the page',
  observes: 'page',
  tab: TAB,
  needs: ['format-page', 'format-urgent'],
  run: (context, tab) => shownInPage(context, tab, { text: context.words.text().text, urgent: true }),
};
