import { partOfScript } from '../htmx/cdn.ts';
import type { PageElement } from '../model/page.ts';
import type { PageRule } from './observed-page.ts';
import { has, ofType } from './records.ts';
import { membersOf } from './send-values.ts';
import type { SendRule } from './send-view.ts';
import { evidence, firstFrame } from './send-view.ts';

/** Tags whose own event or fields htmx uses for a message. */
const SENDS_FIELDS = new Set(['form', 'button', 'input', 'textarea', 'select', 'a']);

/** The sending element is neither a form nor a control, but contains the form, or the field alone: a click triggers it, and it has no fields of its own. */
export const sendOnWrapper: SendRule = (view) => {
  const { page } = view;
  const forms = page.elements.filter(({ tag }) => tag === 'form');
  const { input } = view.message.outcome;
  // What goes out without the field shows that the element sends nothing of what is inside it.
  const isSent = view.message.sent.length > 0 && input?.name !== undefined;
  const fields = page.elements.filter(({ attributes }) => isSent && attributes['name'] === input.name);
  const wrapper = page
    .withOwnRole('ws', 'send')
    .map(({ element }) => element)
    .find(
      (sender) => !SENDS_FIELDS.has(sender.tag) && [...forms, ...fields].some((inner) => page.within(inner, sender)),
    );
  if (wrapper === undefined) return undefined;
  const inside = forms.some((form) => page.within(form, wrapper)) ? {} : ({ inside: 'field' } as const);
  const where = page.placeOfRole('ws', 'send');
  const seen = view.message.sent.length === 0 ? { waitedMs: view.message.waitedMs } : { received: firstFrame(view) };
  return {
    code: 'page/ws-send-on-wrapper',
    severity: 'error',
    facts: { tag: wrapper.tag, ...inside },
    evidence: evidence(view, where, seen),
  };
};

/**
 * The same where nobody typed and something was clicked: a message had nothing but what htmx adds, and the element that sent it contains fields that
 * have names (htmx 2 `getInputValues`: those of a form, or of the element itself).
 */
export const fieldsNotSent: PageRule = (page) => {
  const empty = ofType(page.records, 'socket-sent').find(({ data }) => {
    const members = membersOf(data);
    return members !== undefined && Object.keys(members).every((name) => name === page.dialect.headersMember);
  });
  if (empty === undefined) return undefined;
  const hasName = (element: PageElement): boolean =>
    TYPED_INTO.has(element.tag) && (element.attributes['name'] ?? '') !== '';
  const wrapper = page
    .withOwnRole('ws', 'send')
    .map(({ element }) => element)
    .find(
      (sender) =>
        !SENDS_FIELDS.has(sender.tag) && page.elements.some((inner) => hasName(inner) && page.within(inner, sender)),
    );
  if (wrapper === undefined) return undefined;
  return {
    code: 'page/ws-send-on-wrapper',
    severity: 'error',
    facts: { tag: wrapper.tag, inside: 'field' },
    evidence: page.evidence(page.placeOfRole('ws', 'send'), { received: empty.data }),
  };
};

const TYPED_INTO: ReadonlySet<string> = new Set(['input', 'textarea', 'select']);

/** Nothing was sent, and htmx threw at an element that sends and is inside no element that connects (htmx-ext-ws 2 `processWebSocketSend`). */
export const clickedOutside: PageRule = (page) => {
  const connectors = page.withRole('ws', 'connect');
  const outside = page
    .withRole('ws', 'send')
    .find(({ element }) => !connectors.some((connector) => page.within(element, connector.element)));
  const threw = ofType(page.records, 'script-error').some(({ file }) => partOfScript(file) !== undefined);
  if (outside === undefined || !threw || connectors.length === 0 || has(page.records, 'socket-sent')) return undefined;
  return {
    code: 'page/ws-send-outside',
    severity: 'error',
    facts: {},
    evidence: page.evidence(page.placeOfRole('ws', 'send')),
  };
};
