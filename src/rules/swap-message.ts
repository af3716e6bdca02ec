import type { Dialect, OutOfBand } from '../htmx/index.ts';
import { attribute } from '../htmx/elements.ts';
import { readFragment } from '../htmx/markup.ts';
import type { FragmentElement } from '../htmx/markup.ts';
import type { Evidence, FindingOf } from '../model/finding.ts';
import type { Place } from '../model/timeline.ts';
import type { ObservedPage } from './observed-page.ts';
import { has, ofType } from './records.ts';
import type { Rule } from './rule.ts';
import { when } from './rule.ts';
import type { SentMessage } from './sent-message.ts';

/** A message that was sent, and what the page received and made of it. */
export interface SwapView {
  /** The page after the reply, or after the wait for one. */
  readonly page: ObservedPage;
  readonly message: SentMessage;
  /** How many elements of that page match the selectors of the reply (`selectorsOf`); -1: it does not parse. */
  readonly counts: ReadonlyMap<string, number>;
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

/**
 * Where htmx puts a top-level element of a message, as the page's dialect reads it: the style, and the selector. undefined: neither an id nor a
 * selector is given; an empty id is none.
 */
export function targetOf(dialect: Dialect, element: FragmentElement): OutOfBand {
  const { style, selector } = dialect.outOfBand(element);
  return { style, selector: selector === '#' ? undefined : selector };
}

/** The outermost elements of the reply. */
function partsOf({ message }: SwapView): readonly FragmentElement[] {
  return readFragment(message.reply?.data ?? '').elements;
}

/** Selectors of the reply, which the page must be asked for. */
export function selectorsOf(dialect: Dialect, message: SentMessage): readonly string[] {
  const { elements } = readFragment(message.reply?.data ?? '');
  return elements.map((element) => targetOf(dialect, element).selector).filter((selector) => selector !== undefined);
}

/** What was sent: the frame itself, where there was one. */
function sentText({ message }: SwapView): string {
  return message.sent[0]?.data ?? message.typed;
}

/** Evidence of a message that got no reply. */
export function unanswered({ message, places, output }: SwapView): Evidence {
  return { did: { kind: 'page', typed: message.typed }, waitedMs: message.waitedMs, where: places.handler, output };
}

/** Evidence of a reply that was not swapped as it should be. */
export function answered({ message, places, output }: SwapView): Evidence {
  const received = message.reply?.data ?? '';
  return { did: { kind: 'page', typed: message.typed }, received, where: places.reply, output };
}

/** Something came, and it does not contain what was sent. */
const cannedReply: SwapRule = (view) => {
  const [other] = view.message.received;
  if (other === undefined) return undefined;
  const evidence = { ...unanswered(view), received: other.data };
  return { code: 'ws/canned-reply', severity, facts: { sent: sentText(view) }, evidence };
};

/** The connection was closed instead of a reply. */
const closedInstead: SwapRule = (view) => {
  const [closed] = ofType(view.message.records, 'socket-close');
  if (closed === undefined) return undefined;
  const { code, reason } = closed;
  return { code: 'ws/closes-at-once', severity, facts: { code, reason }, evidence: unanswered(view) };
};

/** Nothing came at all. */
const noReply: SwapRule = (view) => ({
  code: 'ws/no-reply',
  severity,
  facts: { sent: sentText(view) },
  evidence: unanswered(view),
});

/** Nothing came back that contains what was sent. What the server itself says of it should be asked first. */
export const replyMissing: SwapRule = when(
  ({ message }) => message.reply === undefined,
  [cannedReply, closedInstead, noReply],
);

/** htmx's ws extension fails on a Blob: `response.replace is not a function`. */
export const binaryReply: SwapRule = (view) => {
  const { reply } = view.message;
  if (reply?.binary !== true) return undefined;
  return { code: 'ws/binary-reply', severity, facts: { bytes: reply.data.length }, evidence: answered(view) };
};

function isJson(text: string): boolean {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' || typeof parsed === 'string';
  } catch {
    return false;
  }
}

/** Text outside any element, JSON too, is passed over (htmx-ext-ws 2, the `message` listener goes through `fragment.children`). */
export const plainText: SwapRule = (view) => {
  if (partsOf(view).length > 0 && !isJson(view.message.reply?.data ?? '')) return undefined;
  return { code: 'oob/plain-text', severity, facts: { sent: view.message.typed }, evidence: answered(view) };
};

/** Whether nothing connects any more, and the connection was closed with what did. */
export function connectorIsGone({ page, message }: Pick<SwapView, 'page' | 'message'>): boolean {
  return page.withOwnRole('ws', 'connect').length === 0 && has(message.records, 'socket-close');
}

function replacesConnector(view: SwapView, id: string): FindingOf<'oob/replaces-connector'> {
  return { code: 'oob/replaces-connector', severity, facts: { id }, evidence: answered(view) };
}

/** The reply was swapped over the element that holds the connection, which htmx then closes (`htmx:beforeCleanupElement`). */
export const connectorReplaced: SwapRule = (view) => {
  const targets = partsOf(view).map((part) => targetOf(view.page.dialect, part));
  const replaced = view.page
    .withOwnRole('ws', 'connect')
    .map(({ element }) => element.id)
    .find((id) => id !== '' && targets.some(({ selector, style }) => selector === `#${id}` && style === 'outerHTML'));
  if (replaced === undefined && !connectorIsGone(view)) return undefined;
  return replacesConnector(view, replaced ?? partsOf(view)[0]?.attributes['id'] ?? '');
};

/** The reply shows, and the element that connected is in the page no more. */
export const connectorRemoved: SwapRule = (view) => {
  const { page } = view;
  const name = page.dialect.attributeFor('ws', 'connect');
  const served = page.markup.some((element) => name !== undefined && attribute(element, name) !== undefined);
  if (!served || page.withRole('ws', 'connect').length > 0) return undefined;
  return replacesConnector(view, partsOf(view)[0]?.attributes['id'] ?? '');
};

/** No part of the reply says where it goes. */
export const noTargetNamed: SwapRule = (view) => {
  const parts = partsOf(view);
  const [first] = parts;
  if (first === undefined || parts.some((part) => targetOf(view.page.dialect, part).selector !== undefined))
    return undefined;
  return { code: 'oob/no-id', severity, facts: { tag: first.tag }, evidence: answered(view) };
};

/** A part of the reply names a target that is not there. htmx 2 says so; where it did not, the target was there and the swap removed it. */
export const noSuchTarget: SwapRule = (view) => {
  const { page, message, counts } = view;
  const said = ofType(message.records, 'htmx').some(({ name }) => name === 'htmx:oobErrorNoTarget');
  if (page.snapshot.htmx?.version.startsWith('2.') === true && !said) return undefined;
  const selector = selectorsOf(page.dialect, message).find((each) => (counts.get(each) ?? 0) < 1);
  if (selector === undefined) return undefined;
  return { code: 'oob/no-such-target', severity, facts: { selector, ids: idsOf(page) }, evidence: answered(view) };
};

/** All ids of the page. */
export function idsOf(page: ObservedPage): readonly string[] {
  return page.elements.map(({ id }) => id).filter((id) => id !== '');
}

/** Whether no part of the reply names another target than this. */
export function isMeantFor(view: SwapView, target: string): boolean {
  return selectorsOf(view.page.dialect, view.message).every((selector) => selector === target);
}
