import { attribute } from '../../htmx/elements.ts';
import { isSwapped } from '../../htmx/disposition.ts';
import type { Evidence, Finding, FindingOf } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { formWiped } from '../../rules/live/targets.ts';
import { firstOf, onPage, when } from '../../rules/rule.ts';
import { escapedFirstOnly, withChain } from '../../rules/escaping.ts';
import { jsonText, wholePage } from '../../rules/reply-shape.ts';
import { ownScriptBlocked } from '../../rules/setup/csp.ts';
import { quoteNotClosed } from '../../rules/setup/open-quote.ts';
import { scriptThatChanges } from '../../rules/places.ts';
import { membersOf } from '../../rules/send-values.ts';
import type { SentMessage } from '../../rules/sent-message.ts';
import type { TextChange } from '../../model/text-change.ts';
import { textChange, textChangeOrOther } from '../../rules/text-change.ts';
import { invalidSelector, modifierInOutOfBand, templateOutermost } from '../../rules/swap-parts.ts';
import { HIDES, opaqueWindow, preservesWindow } from './chat-window.ts';
import type { SwapRule, SwapView } from '../../rules/swap-message.ts';
import {
  answered,
  binaryReply,
  connectorIsGone,
  connectorReplaced,
  idsOf,
  isMeantFor,
  noSuchTarget,
  noTargetNamed,
  partsOf,
  plainText,
} from '../../rules/swap-message.ts';

const severity = 'error';

function hasWindow({ snapshot, contract }: ObservedPage): boolean {
  return contract.target !== undefined && snapshot.watched[contract.target] !== undefined;
}

/** Where the window belongs: in the body of the page, beside what connects. */
function windowPlace(page: ObservedPage): readonly Place[] {
  const body = page.placeOfTag('body');
  return body.length > 0 ? body : page.placeOfRole('ws', 'connect');
}

/** A reply that replaces what its selector names, or removes it (htmx 2, `swapWithStyle`). */
const REPLACES = /^(?:outerHTML|delete)\s*:/iu;

/** What the reply's outermost elements say about where they go, and how. */
function outOfBandOf(view: SwapView): readonly string[] {
  return partsOf(view).map(({ fragment }) => attribute(fragment, view.page.dialect.core.outOfBand) ?? '');
}

function noWindow(view: SwapView, where: readonly Place[]): Finding {
  const { target } = view.page.contract;
  const lost = outOfBandOf(view).find((value) => REPLACES.test(value) && value.endsWith(target ?? ':'));
  const evidence = answered(view);
  if (preservesWindow(view, evidence.ledger))
    return {
      code: 'chat/no-window',
      severity,
      facts: { ids: idsOf(view.page), preserved: true },
      evidence: { ...evidence, where: view.places.reply },
    };
  // The value of another attribute may have taken the window's id.
  const unclosed = lost === undefined ? quoteNotClosed(view.page) : undefined;
  if (unclosed !== undefined) return unclosed;
  return {
    code: 'chat/no-window',
    severity,
    facts: { ids: idsOf(view.page), ...(lost === undefined ? {} : { lost }) },
    evidence: { ...evidence, where: lost === undefined ? where : view.places.reply },
  };
}

/** The page has no window, and the reply is meant for the window or names no target. */
const windowMissing: SwapRule = (view) => {
  const { target } = view.page.contract;
  if (hasWindow(view.page) || connectorIsGone(view) || target === undefined || !isMeantFor(view, target))
    return undefined;
  return noWindow(view, windowPlace(view.page));
};

/** The page has no window, and the reply is meant for another element. */
const nowhereToShow: SwapRule = (view) =>
  hasWindow(view.page) ? undefined : noWindow(view, [...windowPlace(view.page), ...view.places.reply]);

/**
 * The parser ends the outer element where the inner one begins, as with `<p><div>` and `<li><li>` (HTML standard, 13.2.6.4.7, "in body"), so
 * that an empty element is swapped and the content is beside it.
 */
const endedByInner: SwapRule = (view) => {
  const parts = partsOf(view);
  const at = parts.findIndex((part) => isSwapped(part) && part.notes.includes('nothing-inside'));
  const [outer, inner] = parts.slice(at, at + 2).map(({ fragment }) => fragment.tag);
  const { typed, reply, waitedMs } = view.message;
  if (at === -1 || outer === undefined || inner === undefined || inner === '') return undefined;
  if (!new RegExp(String.raw`<${outer}\b[^>]*>\s*<${inner}\b`, 'iu').test(reply?.data ?? '')) return undefined;
  return {
    code: 'chat/not-shown',
    severity,
    facts: { sent: typed, hidden: false, ended: { outer, inner } },
    evidence: { ...answered(view), where: view.places.reply, waitedMs },
  };
};

const NOT_SHOWN: readonly SwapRule[] = [
  binaryReply,
  templateOutermost,
  modifierInOutOfBand,
  when((view) => (jsonText(view) ?? plainText(view)) !== undefined, [onPage(ownScriptBlocked)]),
  jsonText,
  wholePage,
  plainText,
  onPage(formWiped),
  windowMissing,
  endedByInner,
  connectorReplaced,
  noTargetNamed,
  invalidSelector,
  noSuchTarget,
  nowhereToShow,
  onPage(ownScriptBlocked),
];

/** Why a reply that arrived is not displayed in the window, judged by its content and how htmx handled it. */
export function replyNotShown(view: SwapView): Finding {
  const { word, targetText } = view.message;
  const script = scriptThatChanges(view.page.locate);
  return (
    firstOf(NOT_SHOWN, view) ??
    (targetText.includes(word)
      ? undefined
      : alteredInPage({ message: view.message, where: [], script, ampersandLast: [] })) ??
    swappedUnseen(view)
  );
}

/** The reply was swapped, and its text is not to be seen in the window. */
function swappedUnseen(view: SwapView): FindingOf<'chat/not-shown'> {
  const { typed, word, targetText, waitedMs } = view.message;
  const hidden = targetText.includes(word);
  const beside = hidden ? undefined : besideOf(view);
  const opaque = hidden ? opaqueWindow(view.page) : undefined;
  const where = opaque?.where ?? (hidden ? hidingPlace(view) : view.places.reply);
  return {
    code: 'chat/not-shown',
    severity,
    facts: { sent: typed, hidden, ...(beside === undefined ? {} : { beside }), ...(opaque && { inside: opaque.tag }) },
    evidence: { ...answered(view), where, waitedMs },
  };
}

/** Swap styles of htmx that put nothing into their target (htmx 2, `swapWithStyle`). */
const NOT_INTO = /^(?:beforebegin|afterend|none|delete)\b/iu;

function besideOf(view: SwapView): string | undefined {
  return outOfBandOf(view).find((value) => NOT_INTO.test(value));
}

/** The line that hides the text: in the reply itself, or in the page and its styles. */
function hidingPlace({ page, message, places }: SwapView): readonly Place[] {
  const [inPage] = HIDES.test(message.reply?.data ?? '') ? [] : page.locate.find('page', HIDES);
  return inPage === undefined ? places.reply : [inPage];
}

/** A message that was displayed, and where the server writes its reply. */
export interface ShownMessage {
  readonly message: SentMessage;
  readonly where: readonly Place[];
  /** Where a script of the page may change the text; empty: none does, as far as the sources show. */
  readonly script: readonly Place[];
  /** Where the server escapes `&` after other signs; empty: it does not, as far as the source shows. */
  readonly ampersandLast: readonly Place[];
}

function shownEvidence({ message, where }: ShownMessage): Evidence {
  return { did: { kind: 'page', typed: message.typed }, received: message.reply?.data ?? '', where };
}

/** The window contains all of htmx's JSON. The member for the headers comes from htmx, so it cannot have been typed. */
export function envelopeEchoed(
  view: ShownMessage,
  headersMember: string,
): FindingOf<'chat/envelope-echoed'> | undefined {
  const { message } = view;
  if (!message.targetText.includes(headersMember)) return undefined;
  const evidence = { ...shownEvidence(view), received: message.reply?.data ?? message.targetText };
  return { code: 'chat/envelope-echoed', severity, facts: { sent: message.typed }, evidence };
}

/**
 * Typed markup became markup of the page, or of the reply: an unescaped message may break the reply itself, so that nothing is displayed.
 * @param typed.tag as typed @param typed.elements how many elements the page made of it
 */
export function htmlInjected(
  view: ShownMessage,
  typed: { readonly tag: string; readonly elements: number; readonly shown: 'yes' | 'no' },
): FindingOf<'chat/html-injection'> | undefined {
  const inReply = typed.shown === 'no' && view.message.reply?.data.includes(typed.tag) === true;
  const firstOnly = firstOnlyEscaped(view.message, typed.tag);
  if (typed.elements <= 0 && !inReply && !firstOnly) return undefined;
  return {
    code: 'chat/html-injection',
    severity,
    facts: { sent: view.message.typed, ...(firstOnly ? { escaped: 'first-only' } : {}) },
    evidence: shownEvidence(view),
  };
}

/** The tag that begins the message was escaped and the one that ends it was not: `replace` with a string replaces its first occurrence only. */
function firstOnlyEscaped({ typed, reply }: SentMessage, tag: string): boolean {
  // With the word before it, because a reply has end tags of its own.
  const [end] = /(?<![\p{L}\p{N}])[\p{L}\p{N}]+<\/[a-z][^>]*>/iu.exec(typed.slice(typed.indexOf(tag))) ?? [];
  if (reply === undefined || end === undefined || reply.data.includes(tag)) return false;
  return reply.data.includes('&lt;') && reply.data.includes(end);
}

/** The text in the window differs from what was typed. */
export function textAltered(view: ShownMessage): FindingOf<'chat/text-altered'> | undefined {
  const { typed, word, targetText } = view.message;
  if (targetText.includes(typed)) return undefined;
  const shown = around(targetText, word);
  const change: TextChange = escapedFirstOnly(typed, view.message.reply?.data ?? '')
    ? { kind: 'escaped-twice', chain: 'first-only' }
    : withChain(textChangeOrOther(typed, [targetText]).change, view.ampersandLast);
  return altered(view, { shown, change, by: leftAsTyped(view.message) ? 'server' : 'page' });
}

/** The page shows the word of a reply in another form, although the reply contains it unchanged. */
function alteredInPage(view: ShownMessage): FindingOf<'chat/text-altered'> | undefined {
  const changed = textChange(view.message.word, [view.message.targetText]);
  // The first letters of a word may be those of another one.
  if (changed === undefined || changed.change.kind === 'cut') return undefined;
  return altered(view, { shown: changed.got, change: changed.change, by: 'page' });
}

function altered(
  view: ShownMessage,
  facts: Omit<FindingOf<'chat/text-altered'>['facts'], 'sent'>,
): FindingOf<'chat/text-altered'> {
  const evidence = shownEvidence(view);
  const chained = facts.change.kind === 'escaped-twice' && facts.change.chain !== undefined ? view.ampersandLast : [];
  const where = facts.by === 'page' ? view.script : chained.length > 0 ? chained : view.where;
  return {
    code: 'chat/text-altered',
    severity,
    facts: { sent: view.message.typed, ...facts },
    evidence: { ...evidence, where },
  };
}

/** Whether a frame of the page contains the text as it was typed; without a frame, nothing is known. */
function leftAsTyped({ sent, typed }: SentMessage): boolean {
  const has = (data: string): boolean =>
    data.includes(typed) || Object.values(membersOf(data) ?? {}).some((value) => String(value).includes(typed));
  return sent.length === 0 || sent.some(({ data }) => has(data));
}

/** The part of the text that begins shortly before the word, with a whole word: what a person would point to. */
export function around(text: string, word: string): string {
  const at = text.indexOf(word);
  const near = at === -1 ? text.length - 120 : at - 30;
  // An entity or an address that is cut in two would look like another fault.
  const begun = near <= 0 ? '' : (/\S{0,60}$/u.exec(text.slice(0, near))?.[0] ?? '');
  const from = Math.max(0, near - begun.length);
  const part = text.slice(from, at === -1 ? undefined : at + 120).trim();
  return from === 0 || part === text.trim() ? part : `… ${part}`;
}

/** The window of one tab, with messages that had been displayed in it. */
export interface WatchedWindow {
  readonly tab: string;
  readonly words: readonly string[];
  readonly text: string;
  /** Where the server handles messages. */
  readonly where: readonly Place[];
  /** Milliseconds that the text was waited for; undefined: it had been seen in the window before. */
  readonly waitedMs?: number;
}

/** A message that was displayed is gone. */
export function lostMessage({
  tab,
  words,
  text,
  where,
  waitedMs,
}: WatchedWindow): FindingOf<'chat/lost-message'> | undefined {
  const sent = words.find((word) => !text.includes(word));
  if (sent === undefined) return undefined;
  const waited = waitedMs === undefined ? {} : { waitedMs };
  const evidence = { did: { kind: 'page', typed: sent }, received: text, where, ...waited } as const;
  return { code: 'chat/lost-message', severity, facts: { sent, tab }, evidence };
}
