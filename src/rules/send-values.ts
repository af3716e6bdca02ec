import { attribute } from '../htmx/elements.ts';
import { unreadableJson } from '../htmx/json-values.ts';
import { literal } from '../model/pattern.ts';
import type { PageElement } from '../model/page.ts';
import type { Place } from '../model/timeline.ts';
import type { PageRule } from './observed-page.ts';
import { has, ofType } from './records.ts';
import type { SendRule, SendView } from './send-view.ts';
import { evidence, firstFrame, framesWithWord, receivedBefore, writtenBy } from './send-view.ts';

const severity = 'error';

/** The elements that send, each with those around it: where htmx looks for values (htmx 2 `getValuesForElement`). */
function valueHolders({ page }: SendView): readonly PageElement[] {
  return page.withRole('ws', 'send').flatMap(({ element }) => [...page.upwards(element)]);
}

/** htmx cannot read `hx-vals` or `hx-headers` as JSON; it logs the error and throws before it sends (htmx 2 `getValuesForElement`). */
export const jsonUnreadable: SendRule = (view) => {
  const { page, message } = view;
  if (ofType(message.records, 'script-error').length === 0) return undefined;
  const found = valueHolders(view)
    .map(unreadableJson)
    .find((each) => each !== undefined);
  if (found === undefined) return undefined;
  const [said] = ofType(message.records, 'console').filter(({ level }) => level === 'error');
  const where = page.place((element) => attribute(element, found.attribute) === found.value);
  const received = said === undefined ? {} : { received: said.text };
  return { code: 'htmx/bad-json', severity, facts: found, evidence: evidence(view, where, received) };
};

/**
 * The same where nobody typed: an element was clicked, or its trigger came, and htmx itself threw. Which element it was the error does not say, so
 * the page must have an attribute that htmx cannot read, and htmx says that it could not (htmx 2 `parseJSON` logs it).
 */
export const jsonUnreadableIn: PageRule = (page) => {
  const said = ofType(page.records, 'console').find(({ level, text }) => level === 'error' && /\bJSON\b/u.test(text));
  const found =
    said !== undefined && has(page.records, 'script-error')
      ? page.elements.map(unreadableJson).find((each) => each !== undefined)
      : undefined;
  if (found === undefined) return undefined;
  const served = page.place((element) => attribute(element, found.attribute) === found.value);
  const written = page.locate.find('server', new RegExp(String.raw`${literal(found.attribute)}\s*=`, 'u'));
  const where = written.length > 0 ? written : served;
  const received = said === undefined ? {} : { received: said.text };
  return { code: 'htmx/bad-json', severity, facts: found, evidence: page.evidence(where, received) };
};

/** What an object in a JSON frame has under each name; undefined for a frame that is no JSON object. */
export function membersOf(frame: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(frame);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

/** Controls that are sent, or may be (HTML standard, "constructing the form data set"). */
const SENT_TAGS = new Set(['input', 'textarea', 'select', 'button']);

/** Several controls have the name of the field, so a list is sent in place of the text (htmx 2 `formDataProxy`). */
export const nameTwice: SendRule = (view) => {
  const { page } = view;
  const frame = framesWithWord(view)[0]?.data ?? '';
  const found = Object.entries(membersOf(frame) ?? {}).find(
    ([, value]) => Array.isArray(value) && value.some((each) => String(each).includes(view.message.word)),
  );
  if (found === undefined) return undefined;
  const [name, list] = found;
  const isNamed = ({ tag, attributes }: Pick<PageElement, 'tag' | 'attributes'>): boolean =>
    SENT_TAGS.has(tag) && attributes['name'] === name;
  const typedInto = page.elements.find((element) => isNamed(element) && isTypedInto(element, view));
  const other = page.elements.find((element) => isNamed(element) && element !== typedInto);
  const where = page.place(
    (element) => isNamed(element) && (other === undefined || sameControl(element, other, typedInto)),
  );
  return {
    code: 'page/name-twice',
    severity,
    facts: {
      name,
      values: (list as readonly unknown[]).map(String),
      other: other === undefined ? undefined : { tag: other.tag, ...typeOf(other) },
    },
    evidence: evidence(view, where, { received: firstFrame(view) }),
  };
};

function typeOf({ attributes }: PageElement): { readonly type?: string } {
  const type = attributes['type'];
  return type === undefined ? {} : { type };
}

function isTypedInto({ tag, attributes, id }: PageElement, { message: { outcome } }: SendView): boolean {
  const { input } = outcome;
  return input?.tag === tag && input.name === attributes['name'] && (input.id ?? '') === id;
}

/** Whether the markup's element is the control: it has its attributes, and is not the one that was typed into. */
function sameControl(
  element: Pick<PageElement, 'tag' | 'attributes'>,
  control: PageElement,
  typedInto: PageElement | undefined,
): boolean {
  const same = (one: PageElement): boolean =>
    element.tag === one.tag &&
    ['id', 'type', 'value', 'placeholder'].every((name) => element.attributes[name] === one.attributes[name]);
  return same(control) && (typedInto === undefined || !same(typedInto));
}

/** What empties a field in a script or a handler attribute of the page. */
const EMPTIES = /\.reset\(\)|\.value\s*=\s*(?:''|""|``)/u;

/**
 * The field that was typed into is sent empty, or was about to be: a script of the page has emptied it before htmx read it. Undefined: it was
 * not.
 */
export function emptiedField(view: SendView): { readonly where?: readonly Place[] } | undefined {
  const { page, message } = view;
  const name = message.outcome.input?.name;
  if (name === undefined) return undefined;
  const prepared = ofType(message.records, 'htmx').findLast((record) => record.name === page.dialect.reported.sends);
  const fields = membersOf(firstFrame(view)) ?? membersOf(prepared?.detail ?? '')?.['parameters'];
  const value = typeof fields === 'object' && fields !== null ? new Map(Object.entries(fields)).get(name) : undefined;
  if (value !== '') return undefined;
  const where = page.locate.find('page', EMPTIES);
  return where.length === 0 ? {} : { where };
}

/** `hx-vals` has the name of the field, and what it says replaces what was typed (htmx-ext-ws 2 `processWebSocketSend`, `mergeObjects`). */
export const valsOverwrite: SendRule = (view) => {
  const { page, message } = view;
  const name = message.outcome.input?.name;
  if (name === undefined) return undefined;
  const { values } = page.dialect.core;
  const holder = valueHolders(view).find((element) => {
    const value = attribute(element, values)?.trim() ?? '';
    return membersOf(value.startsWith('{') ? value : `{${value}}`)?.[name] !== undefined;
  });
  if (holder === undefined) return undefined;
  const value = attribute(holder, values) ?? '';
  const where = page.place((element) => attribute(element, values) === value);
  return {
    code: 'page/message-not-in-frame',
    severity,
    facts: { frame: firstFrame(view), sent: message.typed, vals: value },
    evidence: evidence(view, where, { received: firstFrame(view) }),
  };
};

/** The last reply before the message brought an element of this kind: `<form …>`, `<input …>`. Undefined: it is in the page as served. */
export function broughtByReply(view: SendView, tag: string): ReturnType<typeof writtenBy> | undefined {
  const reply = receivedBefore(view).findLast(({ data }) => new RegExp(`<${tag}[\\s>]`, 'iu').test(data));
  return reply === undefined ? undefined : writtenBy(view, reply.data, tag);
}

/** Where a script of the page keeps an event from other listeners, those of htmx too; undefined: none does. */
export function stopsEvents({ page }: SendView): { readonly where: readonly Place[] } | undefined {
  const where = page.locate.find('page', /\.stop(?:Immediate)?Propagation\s*\(/u);
  return where.length === 0 ? undefined : { where };
}
