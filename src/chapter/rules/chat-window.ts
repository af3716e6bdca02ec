import { standApart } from '../../htmx/markup.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { ofType } from '../../rules/records.ts';
import type { SentMessage } from '../../rules/sent-message.ts';
import { answered, plainText, unanswered } from '../../rules/swap-message.ts';
import type { SwapView } from '../../rules/swap-message.ts';

const severity = 'error';

/**
 * The text was in the window before the reply came, and the reply changed nothing there: a script of the page wrote it. Only the first
 * message of a page tells, while the text of the window is short.
 */
export function writtenByPage(view: SwapView): FindingOf<'chat/written-by-page'> | undefined {
  const { message, page } = view;
  const { typed, word, reply } = message;
  const { target } = page.contract;
  const showing = ofType(message.records, 'text').filter(
    ({ text, within }) => target !== undefined && within.includes(target) && text.includes(word),
  );
  if (showing.length === 0 || (reply !== undefined && showing.some(({ at }) => at >= reply.at))) return undefined;
  const kind = reply === undefined ? undefined : plainText(view) === undefined ? 'html' : 'text';
  const where = page.locate.find('page', /\.(?:append\w*|prepend|insertAdjacent\w+|innerHTML|textContent)\b/u);
  const evidence = { ...(reply === undefined ? unanswered(view) : answered(view)), where };
  return { code: 'chat/written-by-page', severity, facts: { sent: typed, reply: kind }, evidence };
}

/** Two messages that show, one sent after the other. */
interface BothShown {
  readonly first: SentMessage;
  readonly second: SentMessage;
  /** Where the server writes the second reply. */
  readonly where: readonly Place[];
}

/** Both messages show, and nothing separates them: each is text directly in the window. A style may keep line breaks, or another layout separate them: a warning. */
export function runTogether(
  page: ObservedPage,
  { first, second, where }: BothShown,
): FindingOf<'chat/run-together'> | undefined {
  if (/white-space\s*:\s*(?:pre|break-spaces)|<pre\b/iu.test(page.html)) return undefined;
  if (standApart(second.targetHtml, first.word, second.word) !== false) return undefined;
  const evidence = { did: { kind: 'page', typed: second.typed }, received: second.reply?.data ?? '', where } as const;
  const dropped = rowOutsideTable(second.reply?.data ?? '');
  return {
    code: 'chat/run-together',
    severity: 'warning',
    facts: { first: first.word, second: second.word, ...(dropped === undefined ? {} : { dropped }) },
    evidence,
  };
}

const OF_TABLE = /^(?:table|thead|tbody|tfoot|tr)$/iu;

/** A row or a cell in an element that is not of a table: the parser ignores its tags (the HTML standard, 13.2.6.4.7, "in body"). */
function rowOutsideTable(reply: string): { readonly tag: string; readonly outer: string } | undefined {
  const [, outer = '', tag] = /^\s*<([a-z][\w-]*)\b[^>]*>\s*<(tr|td|th)\b/iu.exec(reply) ?? [];
  return tag === undefined || OF_TABLE.test(outer) ? undefined : { tag, outer };
}
