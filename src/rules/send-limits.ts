import type { FieldLimit } from '../model/facts/page.ts';
import { BEFORE_SENDING } from '../htmx/events.ts';
import type { MarkupElement } from '../htmx/markup.ts';
import type { Place } from '../model/timeline.ts';
import type { ObservedPage } from './observed-page.ts';
import { evidence, firstFrame } from './send-view.ts';
import type { SendRule, SendView } from './send-view.ts';

// What keeps a typed text from being sent, besides the roles of htmx: attributes of the field, and listeners of the page.

/** A limit of the field, and its line. */
interface Limited {
  readonly limit: FieldLimit;
  readonly where: readonly Place[];
}

/** Types of `<input>` that take no words. */
const NO_WORDS = new Set(['number', 'range', 'date', 'time', 'datetime-local', 'month', 'week', 'color']);

function isField({ tag }: MarkupElement): boolean {
  return tag === 'input' || tag === 'textarea';
}

/** The field as it was served: the one with the name of the contract's, else the only one. */
function servedField(page: ObservedPage): MarkupElement | undefined {
  const fields = page.markup.filter(isField);
  return fields.find(({ attributes }) => attributes['name'] === page.contract.field) ?? fields[0];
}

function* around(page: ObservedPage, element: MarkupElement): Generator<MarkupElement> {
  for (let at: number | null = element.parent; at !== null;) {
    const each: MarkupElement | undefined = page.markup[at];
    if (each === undefined) return;
    yield each;
    at = each.parent;
  }
}

function limitOf({ page, message }: SendView, field: MarkupElement): readonly [FieldLimit, MarkupElement] | undefined {
  const { tag, attributes } = field;
  const own = (attribute: FieldLimit['attribute']): readonly [FieldLimit, MarkupElement] => [
    { attribute, value: attributes[attribute] ?? '', tag },
    field,
  ];
  const most = Number.parseInt(attributes['maxlength'] ?? '', 10);
  if (attributes['disabled'] !== undefined) return own('disabled');
  if (attributes['readonly'] !== undefined) return own('readonly');
  if (NO_WORDS.has((attributes['type'] ?? '').toLowerCase())) return own('type');
  if (most < message.typed.length && firstFrame({ page, message }).includes(message.typed.slice(0, most)))
    return own('maxlength');
  const set = [...around(page, field)].find(
    (each) => each.tag === 'fieldset' && each.attributes['disabled'] !== undefined,
  );
  return set && [{ attribute: 'disabled', value: '', tag: set.tag }, set];
}

/** What limits the field in the page as served (HTML standard, 4.10.5.3 and 4.10.19.5); undefined: nothing does. */
export function fieldLimit(view: SendView): Limited | undefined {
  const field = servedField(view.page);
  const [limit, holder] = (field && limitOf(view, field)) ?? [];
  if (limit === undefined) return undefined;
  return { limit, where: view.page.place((element) => element === holder) };
}

/** The field does not take what is typed into it. */
export const fieldLimited: SendRule = (view) => {
  const limited = fieldLimit(view);
  if (limited === undefined) return undefined;
  const { limit, where } = limited;
  const facts = { frame: firstFrame(view), sent: view.message.typed, limit };
  return {
    code: 'page/message-not-in-frame',
    severity: 'error',
    facts,
    evidence: evidence(view, where, { received: firstFrame(view) }),
  };
};

/** What a page without fields has in their place: an editable element, or a shadow tree, whose inside is not the page's. */
export function insteadOfField(
  page: ObservedPage,
): { readonly typing: 'editable' | 'shadow'; readonly where: readonly Place[] } | undefined {
  const editable = page.place(({ attributes }) => !['false', undefined].includes(attributes['contenteditable']));
  if (editable.length > 0) return { typing: 'editable', where: editable };
  const where = page.locate.find('page', /\battachShadow\s*\(|\bshadowrootmode\s*=/u);
  return where.length > 0 ? { typing: 'shadow', where } : undefined;
}

const CHANGES_MESSAGE = /\bmessageBody\s*=|\.parameters\s*=(?!=)|\bdelete\b.*\bparameters\b/u;

/** The line on which a listener of the page changes the message before it is sent; empty: none does. */
function changesBefore({ page: { locate } }: SendView): readonly Place[] {
  const [listener] = locate.find('page', BEFORE_SENDING);
  return listener === undefined ? [] : locate.findFrom('page', listener, CHANGES_MESSAGE);
}

/** A listener of the page puts something else in the place of the message (htmx-ext-ws 2, `htmx:wsConfigSend`). */
export const replacedByListener: SendRule = (view) => {
  const where = changesBefore(view);
  if (where.length === 0) return undefined;
  const facts = { frame: firstFrame(view), sent: view.message.typed, by: 'listener' } as const;
  return {
    code: 'page/message-not-in-frame',
    severity: 'error',
    facts,
    evidence: evidence(view, where, { received: firstFrame(view) }),
  };
};

/** Where a listener of the page prevents a message from being sent; undefined: none does. */
export function preventsSending({ page: { locate } }: SendView): { readonly where: readonly Place[] } | undefined {
  const [listener] = locate.find('page', BEFORE_SENDING);
  const where = listener === undefined ? [] : locate.findFrom('page', listener, /\.preventDefault\s*\(/u);
  return where.length === 0 ? undefined : { where };
}
