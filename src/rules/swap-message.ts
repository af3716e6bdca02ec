import { isSwapped } from '../htmx/disposition.ts';
import type { Disposition, Dropped, DropReason, Page } from '../htmx/disposition.ts';
import { attribute } from '../htmx/elements.ts';
import { readMarkup } from '../htmx/markup.ts';
import type { PageElement } from '../model/page.ts';
import type { Evidence, FindingOf } from '../model/finding.ts';
import type { Place } from '../model/timeline.ts';
import { messageInLedger } from './ledger.ts';
import type { ObservedPage } from './observed-page.ts';
import { unfilledPlaceholder } from './placeholder.ts';
import { has, ofType } from './records.ts';
import type { Rule } from './rule.ts';
import { when } from './rule.ts';
import { closedAfterSending } from './sent-message.ts';
import type { SentMessage } from './sent-message.ts';
import { sentInTemplate } from './sent-text.ts';
import { targetNamedBy } from './target-named.ts';
import { isPython } from './server/log.ts';
import { heldHtml, shownValue } from './socket/frames.ts';

/** A message that was sent, what the page received, and how the page handled it. */
export interface SwapView {
  /** The page after the reply, or after waiting for one. */
  readonly page: ObservedPage;
  readonly message: SentMessage;
  /** The page's answers to the selectors of the reply for which its snapshot lists too few elements (`unansweredOf`). */
  readonly matches: NonNullable<Page['matches']>;
  /** Last lines of the server's output. */
  readonly output: readonly string[];
  readonly places: {
    /** Where the server handles messages. */
    readonly handler: readonly Place[];
    /** Where it writes this reply. */
    readonly reply: readonly Place[];
  };
}

export type SwapRule = Rule<SwapView>;

const severity = 'error';

type Asked = Pick<SwapView, 'page' | 'message'>;

function listedPage({ page, matches = {} }: Pick<SwapView, 'page'> & Partial<SwapView>): Page {
  return { elements: page.elements, listing: 'some', matches };
}

function connectorOf(page: ObservedPage): PageElement | undefined {
  return page.withOwnRole('ws', 'connect')[0]?.element;
}

/** Selectors of the reply that must be put to the page itself: its snapshot may not list everything that matches. */
export function unansweredOf(view: Asked): readonly string[] {
  const { page, message } = view;
  return page.dialect.predict(message.reply?.data ?? '', listedPage(view), connectorOf(page)).unanswered;
}

/** What htmx does with each part of the reply according to its source, in the page as it is now. */
export function partsOf(view: Asked & Partial<SwapView>): readonly Disposition[] {
  const { page, message } = view;
  return page.dialect.takeMessageApart(message.reply?.data ?? '', listedPage(view), connectorOf(page));
}

/** Why the part itself has no destination, regardless of the message as a whole. */
function reasonOf({ dropped, facts }: Dropped): DropReason {
  return facts.lacks ?? dropped;
}

/** Reasons that apply to an element which names no place, or which is lost before htmx looks at it. */
const NAMES_NO_PLACE: ReadonlySet<DropReason> = new Set([
  'no-id',
  'empty-id',
  'template',
  'partial',
  'title',
  'parser',
  'text',
  'empty',
  'after-exception',
]);

/** The target that a part of the reply names; undefined: none. */
function placeNamed(part: Disposition): string | undefined {
  if (isSwapped(part)) return part.target.selector;
  return NAMES_NO_PLACE.has(reasonOf(part)) ? undefined : part.facts.selector;
}

/** The first element of the reply, not the text next to it. */
function firstElement(view: SwapView): Disposition['fragment'] | undefined {
  return partsOf(view).find(({ fragment }) => fragment.tag !== '')?.fragment;
}

/** What was sent: the frame itself, if there was one. */
function sentText({ message }: SwapView): string {
  return message.sent[0]?.data ?? message.typed;
}

/** Evidence of a message that got no reply. */
export function unanswered({ message, places, output }: SwapView): Evidence {
  return { did: { kind: 'page', typed: message.typed }, waitedMs: message.waitedMs, where: places.handler, output };
}

/** Evidence of a reply that was not swapped as it should be. */
export function answered({ page, message, places, output }: SwapView): Evidence {
  const received = message.reply?.data ?? '';
  const ledger = messageInLedger(page, received);
  return { did: { kind: 'page', typed: message.typed }, received, ...ledger, where: places.reply, output };
}

/** Something arrived that does not contain what was sent. */
const cannedReply: SwapRule = (view) => {
  const [other] = view.message.received;
  if (other === undefined) return undefined;
  const unfilled = unfilledPlaceholder(other.data, view.page.locate);
  const where = unfilled?.where ?? view.places.reply;
  const filled = unfilled === undefined ? {} : { placeholder: unfilled.placeholder };
  const facts = { sent: sentText(view), ...shownValue(other.data, sentText(view)), ...filled };
  return { code: 'ws/canned-reply', severity, facts, evidence: { ...unanswered(view), received: other.data, where } };
};

/** The connection was closed instead of a reply. */
const closedInstead: SwapRule = (view) => {
  const closed = closedAfterSending(view.message.records);
  if (closed === undefined) return undefined;
  const { code, reason } = closed;
  return { code: 'ws/closes-at-once', severity, facts: { code, reason }, evidence: unanswered(view) };
};

/** Nothing arrived at all. */
const noReply: SwapRule = (view) => ({
  code: 'ws/no-reply',
  severity,
  facts: { sent: sentText(view) },
  evidence: unanswered(view),
});

/** Nothing arrived that contains what was sent. The server's own output should be consulted first. */
export const replyMissing: SwapRule = when(
  ({ message }) => message.reply === undefined,
  [cannedReply, closedInstead, noReply],
);

/** htmx's ws extension fails on a Blob: `response.replace is not a function`. */
export const binaryReply: SwapRule = (view) => {
  const { reply } = view.message;
  if (reply?.binary !== true) return undefined;
  return {
    code: 'ws/binary-reply',
    severity,
    facts: { bytes: reply.data.length, ...heldHtml(reply.data) },
    evidence: answered(view),
  };
};

/** Reasons of parts that are not elements for htmx: text outside any element, including JSON. */
const NO_ELEMENT: ReadonlySet<DropReason> = new Set(['text', 'json', 'empty', 'parser']);

/** An escaped tag with an attribute: only HTML that was written as a reply has one, when none was typed. */
const ESCAPED_TAG = /&lt;[a-z][\w-]*\s+[\w:-]+=/iu;
const ANY_TAG = /<[a-z]/iu;

/** The reply contains no element. */
export const plainText: SwapRule = (view) => {
  if (!partsOf(view).every((part) => !isSwapped(part) && NO_ELEMENT.has(part.dropped))) return undefined;
  const sent = view.message.typed;
  const whole = ESCAPED_TAG.test(view.message.reply?.data ?? '') && !ANY_TAG.test(sent);
  const { locate } = view.page;
  const text = whole ? undefined : sentInTemplate(locate, isPython(locate) ? 'python' : 'node');
  const facts = { sent, ...(whole ? ({ escaped: 'whole' } as const) : {}), ...(text === undefined ? {} : { text }) };
  return { code: 'oob/plain-text', severity, facts, evidence: answered(view) };
};

/** Whether no element connects any more, and the connection was closed together with the one that did. */
export function connectorIsGone({ page, message }: Pick<SwapView, 'page' | 'message'>): boolean {
  return page.withOwnRole('ws', 'connect').length === 0 && has(message.records, 'socket-close');
}

function replacesConnector(view: SwapView, id: string): FindingOf<'oob/replaces-connector'> {
  return { code: 'oob/replaces-connector', severity, facts: { id }, evidence: answered(view) };
}

/** The reply was swapped over the element that holds the connection, which htmx then closes (`htmx:beforeCleanupElement`). */
export const connectorReplaced: SwapRule = (view) => {
  const overwritten = partsOf(view)
    .filter(isSwapped)
    .filter(({ effect }) => effect === 'replaces')
    .flatMap(({ target }) => target.elements);
  const replaced = view.page.withOwnRole('ws', 'connect').find(({ element }) => overwritten.includes(element.index));
  if (replaced === undefined && !connectorIsGone(view)) return undefined;
  return replacesConnector(view, replaced?.element.id || (firstElement(view)?.id ?? ''));
};

/** The reply is shown, but the connecting element is no longer in the page. */
export const connectorRemoved: SwapRule = (view) => {
  const { page } = view;
  const name = page.dialect.attributeFor('ws', 'connect');
  const served = page.markup.some((element) => name !== undefined && attribute(element, name) !== undefined);
  if (!served || page.withRole('ws', 'connect').length > 0) return undefined;
  return replacesConnector(view, firstElement(view)?.id ?? '');
};

/** No part of the reply names its destination. */
export const noTargetNamed: SwapRule = (view) => {
  const first = partsOf(view).find(({ fragment }) => fragment.tag !== '');
  if (first === undefined || partsOf(view).some((part) => placeNamed(part) !== undefined)) return undefined;
  const { tag } = first.fragment;
  const isEmpty = !isSwapped(first) && reasonOf(first) === 'empty-id';
  const outOfBand = attribute(first.fragment, view.page.dialect.core.outOfBand);
  const facts = isEmpty
    ? ({ tag, id: '' } as const)
    : {
        tag,
        ...(outOfBand === undefined ? {} : { outOfBand }),
        ...(holdsParts(view) ? ({ holds: 'parts' } as const) : {}),
      };
  return { code: 'oob/no-id', severity, facts, evidence: answered(view) };
};

/** Elements inside the outermost one are out of band. htmx 2 looks at the outermost alone (htmx-ext-ws 2, on `message`). */
function holdsParts({ page, message }: SwapView): boolean {
  const markup = readMarkup(message.reply?.data ?? '');
  return (
    page.dialect.major < 4 &&
    markup.some(
      (each) =>
        attribute(each, page.dialect.core.outOfBand) !== undefined &&
        each.parent !== null &&
        markup[each.parent]?.tag !== 'body',
    )
  );
}

/** A part of the reply has an empty id: htmx looks for `#` and throws, so that what follows is lost and what came before is not set up (htmx 2 `oobSwap`). */
export const emptyId: SwapRule = (view) => {
  const part = partsOf(view).find((each) => !isSwapped(each) && reasonOf(each) === 'empty-id');
  if (part === undefined) return undefined;
  return { code: 'oob/no-id', severity, facts: { tag: part.fragment.tag, id: '' }, evidence: answered(view) };
};

/**
 * A part of the reply names a target that does not exist. The dialect's htmx fires an event in this case; without the event, the target
 * existed and the swap removed it. Another htmx may not fire the event.
 */
export const noSuchTarget: SwapRule = (view) => {
  const { page, message } = view;
  const said = new Set(ofType(message.records, 'htmx').map(({ name }) => name));
  const speaks = page.snapshot.htmx?.version.startsWith(`${page.dialect.major}.`) === true;
  const lost = partsOf(view)
    .flatMap((part) => (isSwapped(part) ? [] : [part]))
    .filter(({ dropped, facts: { event } }) => {
      if (!speaks) return true;
      // Where no event reports a missing target (htmx 4), what the page has decides.
      return event === undefined ? dropped === 'no-such-target' : said.has(event);
    })
    .find((part) => placeNamed(part) !== undefined);
  const selector = lost && placeNamed(lost);
  if (lost === undefined || selector === undefined) return undefined;
  const named = targetNamedBy(page, lost, message.reply?.data ?? '');
  const gone = replacedBefore(page, selector);
  const facts = {
    ...{ selector, ids: idsOf(page) },
    ...(named === undefined ? {} : { named }),
    ...(gone === undefined ? {} : { gone }),
  };
  return { code: 'oob/no-such-target', severity, facts, evidence: answered(view) };
};

/** Tag of the element that an earlier message put in the place of what the selector led to; undefined: none did. */
function replacedBefore(page: ObservedPage, selector: string): string | undefined {
  const replaced = page.ledger
    .flatMap(({ predicted }) => predicted.filter(isSwapped))
    .find(
      ({ effect, target, fragment }) =>
        effect === 'replaces' && target.selector === selector && `#${fragment.id ?? ''}` !== selector,
    );
  return replaced?.fragment.tag;
}

/** All ids of the page. */
export function idsOf(page: ObservedPage): readonly string[] {
  return page.elements.map(({ id }) => id).filter((id) => id !== '');
}

/** Whether this is the only target that the parts of the reply name. */
export function isMeantFor(view: SwapView, target: string): boolean {
  const named = partsOf(view).map(placeNamed);
  return named.every((selector) => selector === undefined || selector === target);
}
