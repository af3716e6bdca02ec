import { isSwapped } from '../../htmx/disposition.ts';
import { standApart } from '../../htmx/markup.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import { OPAQUE } from '../../model/opaque.ts';
import { literal } from '../../model/pattern.ts';
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

/** What hides an element: an attribute of it, or a style. */
export const HIDES = /\bhidden\b|display:\s*none|visibility:\s*hidden/iu;

/** The window, or an element around it, that shows nothing of what is inside it; undefined: there is none. */
export function opaqueWindow(
  page: ObservedPage,
): { readonly tag: string; readonly where: readonly Place[] } | undefined {
  const window = page.elements.find(({ id }) => `#${id}` === page.contract.target);
  const opaque = window && [...page.upwards(window)].find(({ tag }) => OPAQUE.has(tag));
  return opaque && { tag: opaque.tag, where: page.place(({ tag }) => tag === opaque.tag) };
}

/** Two messages that show, one sent after the other. */
interface BothShown {
  readonly first: SentMessage;
  readonly second: SentMessage;
  /** Where the server writes the second reply. */
  readonly where: readonly Place[];
}

/**
 * Both messages show, and nothing separates them: each is text directly in the window. A style may keep line breaks, or another layout separate
 * them: a warning. Cells that are in no row are one row together, unless a style says otherwise: an error.
 */
export function runTogether(
  page: ObservedPage,
  { first, second, where }: BothShown,
): FindingOf<'chat/run-together'> | undefined {
  if (/white-space\s*:\s*(?:pre|break-spaces)|<pre\b/iu.test(page.html)) return undefined;
  const cells = cellsWithoutRow(page, { first, second });
  if (cells === undefined && standApart(second.targetHtml, first.word, second.word) !== false) return undefined;
  const evidence = { did: { kind: 'page', typed: second.typed }, received: second.reply?.data ?? '', where } as const;
  const words = { first: first.word, second: second.word };
  if (cells !== undefined) return { code: 'chat/run-together', severity, facts: { ...words, cells }, evidence };
  const dropped = rowOutsideTable(second.reply?.data ?? '');
  return {
    code: 'chat/run-together',
    severity: 'warning',
    facts: { ...words, ...(dropped === undefined ? {} : { dropped }) },
    evidence,
  };
}

const PART_OF_TABLE = /<(\/?)(tr|tbody|thead|tfoot|table)\b/giu;

/**
 * Both messages are cells of a table that no row is around: a browser makes one row of all of them (CSS 2.2, 17.2.1, "Generate missing
 * parents"). Seen in the text of the window, because a parser would put a row around them.
 */
function cellsWithoutRow(
  page: ObservedPage,
  { first, second }: Pick<BothShown, 'first' | 'second'>,
): FindingOf<'chat/run-together'>['facts']['cells'] {
  const html = second.targetHtml;
  const [before = '', rest] = html.split(first.word, 2);
  const between = rest?.split(second.word, 1)[0] ?? '';
  const [, tag] = /<(td|th)\b/iu.exec(between) ?? [];
  if (tag === undefined || !html.includes(second.word) || /<(?:tr|table)\b/iu.test(between)) return undefined;
  const [, closed, part] = [...before.matchAll(PART_OF_TABLE)].at(-1) ?? [];
  const window = page.elements.find(({ id }) => `#${id}` === page.contract.target)?.tag ?? '';
  const around = part === undefined ? window : closed === '' ? part : part === 'tr' ? 'tbody' : '';
  if (!/^(?:tbody|thead|tfoot|table)$/iu.test(around) || isLaidOut(page, html)) return undefined;
  const [, envelope = around] = /^\s*<([a-z][\w-]*)/iu.exec(second.reply?.data ?? '') ?? [];
  return { tag, in: around, envelope };
}

/** Whether a style sets the display of cells, or of what is around them. */
function isLaidOut({ html: served, locate, contract }: ObservedPage, html: string): boolean {
  const classes = [...html.matchAll(/<t[dh]\b[^>]*\bclass="([^"]+)"/gu)].flatMap(([, names = '']) =>
    names.split(/\s+/u),
  );
  const selectors = [
    String.raw`\bt(?:d|h|body|head|foot|able)\b`,
    literal(contract.target ?? '#'),
    ...new Set(classes.map((name) => literal(`.${name}`))),
  ];
  const rule = new RegExp(String.raw`(?:${selectors.join('|')})[^{}]*\{[^}]*\bdisplay\s*:`, 'u');
  return /<t[dh]\b[^>]*\bdisplay\s*:/u.test(html) || rule.test(served) || locate.find('page', rule).length > 0;
}

const OF_TABLE = /^(?:table|thead|tbody|tfoot|tr)$/iu;

/** A row or a cell in an element that is not of a table: the parser ignores its tags (the HTML standard, 13.2.6.4.7, "in body"). */
function rowOutsideTable(reply: string): { readonly tag: string; readonly outer: string } | undefined {
  const [, outer = '', tag] = /^\s*<([a-z][\w-]*)\b[^>]*>\s*<(tr|td|th)\b/iu.exec(reply) ?? [];
  return tag === undefined || OF_TABLE.test(outer) ? undefined : { tag, outer };
}

/** The reply brings the window with `hx-preserve`, to replace the page's: htmx takes the old window out of the page, and has then nothing to replace. */
export function preservesWindow({ page }: SwapView, ledger: readonly LedgerEntry[] = []): boolean {
  const { target } = page.contract;
  return ledger
    .flatMap(({ predicted }) => predicted.filter(isSwapped))
    .some(({ notes, target: { selector } }) => notes.includes('preserved-lost') && selector === target);
}
