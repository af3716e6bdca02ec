import type { Evidence, Finding } from '../model/finding.ts';
import type { PageElement } from '../model/page.ts';
import { nestedForm } from '../htmx/nested-form.ts';
import { foreignSyntax, misnamedRole } from './attributes.ts';
import type { ObservedPage } from './observed-page.ts';
import { thrownIn } from './observed-page.ts';
import { ofType } from './records.ts';
import { firstOf, onPage, when } from './rule.ts';
import { scriptThatChanges } from './places.ts';
import { handlersBlocked, ownScriptBlocked } from './setup/csp.ts';
import { quoteNotClosed } from './setup/open-quote.ts';
import {
  broughtByReply,
  emptiedField,
  jsonUnreadable,
  membersOf,
  nameTwice,
  stopsEvents,
  valsOverwrite,
} from './send-values.ts';
import { evidence, firstFrame, framesWithWord } from './send-view.ts';
import { fieldLimit, fieldLimited, insteadOfField, preventsSending, replacedByListener } from './send-limits.ts';
import type { SendRule, SendView } from './send-view.ts';
import { textChange } from './text-change.ts';
import { sendOnWrapper } from './send-wrapper.ts';

export type { SendView } from './send-view.ts';

const severity = 'error';

function ofForm(view: SendView): Evidence {
  return evidence(view, view.page.placeOfTag('form'), { waitedMs: view.message.waitedMs });
}

function ofSender(view: SendView): Evidence {
  return evidence(view, view.page.placeOfRole('ws', 'send'), { waitedMs: view.message.waitedMs });
}

/** Types of `<input>` into which nobody types a message. */
const NO_TEXT: ReadonlySet<string> = new Set([
  'hidden',
  'submit',
  'button',
  'reset',
  'checkbox',
  'radio',
  'file',
  'image',
]);

function ofInput(view: SendView, more: Partial<Evidence> = {}): Evidence {
  const typedInto = view.page.place(
    ({ tag, attributes }) => tag === 'textarea' || (tag === 'input' && !NO_TEXT.has(attributes['type'] ?? '')),
  );
  const where = typedInto.length > 0 ? typedInto : view.page.placeOfTag('input', 'textarea');
  return evidence(view, where, { received: firstFrame(view), ...more });
}

/** The page has no field to type into. */
const noForm: SendRule = (view) => {
  if (view.message.outcome.input !== undefined) return undefined;
  const controls = view.page.elements.filter(({ tag }) => tag === 'input' || tag === 'textarea').length;
  const form = view.page.placeOfTag('form');
  const instead = controls === 0 ? insteadOfField(view.page) : undefined;
  const where = instead?.where ?? (form.length > 0 ? form : view.page.placeOfRole('ws', 'connect'));
  const limited = instead === undefined ? fieldLimit(view) : undefined;
  const facts = { controls, ...(instead && { typing: instead.typing }), ...(limited && { limit: limited.limit }) };
  return { code: 'page/no-form', severity, facts, evidence: { ...ofForm(view), where: limited?.where ?? where } };
};

/** Whether the page as it was served has an element that sends. */
function servedSender({ page }: SendView): boolean {
  return page.markup.some((element) => page.dialect.roleOf(element, 'ws', 'send') !== undefined);
}

/** No element has the attribute that sends. Where the page had one, a reply replaced it. */
const sendMissing: SendRule = (view) => {
  const { navigated } = view.message;
  const nested = nestedForm(view.page.html);
  if (nested !== undefined && view.page.dialect.roleOf(nested, 'ws', 'send') !== undefined) {
    const place = view.page.locate.servedLine(view.page.html, nested.line);
    const facts = { navigated, by: 'nested' } as const;
    return { code: 'page/ws-send-missing', severity, facts, evidence: { ...ofForm(view), where: place } };
  }
  const brought = servedSender(view) ? broughtByReply(view, 'form') : undefined;
  const facts = brought === undefined ? { navigated } : ({ navigated, by: 'reply' } as const);
  const where = brought === undefined ? {} : { where: brought };
  return { code: 'page/ws-send-missing', severity, facts, evidence: { ...ofForm(view), ...where } };
};

/** The elements that send the field into which was typed; others of the page may be somewhere else. */
function sendersOfField({ page, message }: SendView): readonly PageElement[] {
  const { input } = message.outcome;
  const field = page.elements.find(
    ({ tag, id, attributes }) =>
      input !== undefined && tag === input.tag && id === (input.id ?? '') && attributes['name'] === input.name,
  );
  const form = field && [...page.upwards(field)].find(({ tag }) => tag === 'form');
  return page
    .withRole('ws', 'send')
    .map(({ element }) => element)
    .filter((sender) => (field && page.within(field, sender)) || (form && page.within(sender, form)));
}

/** An element sends on the connection of its nearest connecting ancestor (htmx-ext-ws 2 `processWebSocketSend`), and there is none. */
const sendOutside: SendRule = (view) => {
  const { page } = view;
  const connectors = page.withRole('ws', 'connect');
  const own = sendersOfField(view);
  const senders = own.length > 0 ? own : page.withRole('ws', 'send').map(({ element }) => element);
  const inside = senders.some((sender) => connectors.some((connector) => page.within(sender, connector.element)));
  if (inside) return undefined;
  const brought = servedSender(view) ? broughtByReply(view, 'form') : undefined;
  const facts = brought === undefined ? {} : ({ by: 'reply' } as const);
  const where = brought === undefined ? {} : { where: brought };
  return { code: 'page/ws-send-outside', severity, facts, evidence: { ...ofSender(view), ...where } };
};

/** The browser submitted the form itself. */
const navigates: SendRule = (view) => {
  const url = view.message.navigated;
  return url === undefined ? undefined : { code: 'page/navigates', severity, facts: { url }, evidence: ofSender(view) };
};

const scriptThrew: SendRule = (view) => thrownIn(view.page, view.message.records, ofForm(view));

const noFrame = (view: SendView): Finding => {
  const { actions, heldByValidation } = view.message.outcome;
  const emptied = emptiedField(view);
  const ready = emptied === undefined && !heldByValidation;
  const prevented = ready ? preventsSending(view) : undefined;
  const stopped = ready && prevented === undefined ? stopsEvents(view) : undefined;
  const by = {
    ...(emptied && { emptied: true as const }),
    ...(stopped && { stopped: true as const }),
    ...(prevented && { prevented: true as const }),
  };
  return {
    code: 'page/no-frame',
    severity,
    facts: { actions, heldByValidation, ...by },
    evidence: { ...ofSender(view), ...emptied, ...stopped, ...prevented },
  };
};

const NOTHING_SENT: readonly SendRule[] = [
  onPage(quoteNotClosed),
  noForm,
  onPage(handlersBlocked),
  when(
    ({ page }) => page.withRole('ws', 'send').length === 0,
    [onPage(misnamedRole('ws', 'send')), onPage(foreignSyntax('ws')), sendMissing],
  ),
  sendOutside,
  sendOnWrapper,
  navigates,
  jsonUnreadable,
  onPage(ownScriptBlocked),
  scriptThrew,
];

/** The field is not sent: only fields with a name are (HTML standard, "constructing the form data set"). */
const inputWithoutName: SendRule = (view) => {
  if (view.message.outcome.input?.name !== undefined) return undefined;
  const served = view.page.markup.some(
    ({ tag, attributes }) => ['input', 'textarea'].includes(tag) && (attributes['name'] ?? '') !== '',
  );
  const brought = served ? broughtByReply(view, view.message.outcome.input?.tag ?? 'input') : undefined;
  const frame = firstFrame(view);
  const facts = brought === undefined ? { frame } : ({ frame, by: 'reply' } as const);
  const where = brought === undefined ? {} : { where: brought };
  return { code: 'page/input-without-name', severity, facts, evidence: ofInput(view, where) };
};

const fieldEmptied: SendRule = (view) => {
  const emptied = emptiedField(view);
  if (emptied === undefined) return undefined;
  const facts = { frame: firstFrame(view), sent: view.message.typed, emptied: true } as const;
  return { code: 'page/message-not-in-frame', severity, facts, evidence: ofInput(view, emptied) };
};

/** The text was sent in another form: a script of the page changes it. */
const changedByPage: SendRule = (view) => {
  const changed = textChange(view.message.word, [firstFrame(view)]);
  // The first letters of a word may be there by chance.
  if (changed === undefined || changed.change.kind === 'cut') return undefined;
  const facts = { frame: firstFrame(view), sent: view.message.typed, change: changed.change };
  const where = scriptThatChanges(view.page.locate);
  return {
    code: 'page/message-not-in-frame',
    severity,
    facts,
    evidence: ofInput(view, where.length === 0 ? {} : { where }),
  };
};

const messageNotInFrame: SendRule = (view) => ({
  code: 'page/message-not-in-frame',
  severity,
  facts: { frame: firstFrame(view), sent: view.message.typed },
  evidence: ofInput(view),
});

/** The text is sent under a name other than the one the server reads. */
const inputOtherName: SendRule = (view) => {
  const { field } = view.page.contract;
  const name = fieldName(framesWithWord(view)[0]?.data ?? '', view.message.word);
  if (field === undefined || name === undefined || name === field) return undefined;
  return { code: 'page/input-other-name', severity, facts: { name }, evidence: ofInput(view) };
};

/** The key whose value contains the word in a JSON frame; undefined for a frame that is not a JSON object. */
function fieldName(frame: string, word: string): string | undefined {
  return Object.entries(membersOf(frame) ?? {}).find(
    ([, value]) => typeof value === 'string' && value.includes(word),
  )?.[0];
}

/** One submit sends several messages on one connection. */
const sendsTwice: SendRule = (view) => {
  const frames = framesWithWord(view);
  if (frames.length < 2 || new Set(frames.map(({ socket }) => socket)).size > 1) return undefined;
  const where = view.page.placeOfRole('ws', 'send');
  return {
    code: 'page/ws-send-twice',
    severity,
    facts: { frames: frames.length },
    evidence: evidence(view, where, { received: firstFrame(view) }),
  };
};

const WRONG_FRAME: readonly SendRule[] = [
  when(
    (view) => framesWithWord(view).length === 0,
    [
      onPage(quoteNotClosed),
      sendOnWrapper,
      replacedByListener,
      inputWithoutName,
      fieldLimited,
      valsOverwrite,
      fieldEmptied,
      changedByPage,
      messageNotInFrame,
    ],
  ),
  nameTwice,
  inputOtherName,
  sendsTwice,
];

/** Why submitting the form did not send one frame with the typed text under its name; undefined: it did. */
export function whyNotSent(view: SendView): Finding | undefined {
  if (view.message.sent.length > 0) return firstOf(WRONG_FRAME, view);
  return firstOf(NOTHING_SENT, view) ?? noFrame(view);
}

/** The page navigated away at some point since it was opened. */
export const wentAway: SendRule = (view) => {
  const [went] = ofType(view.page.records, 'navigated');
  if (went === undefined) return undefined;
  const { page } = view;
  const isOwnScript = page.withRole('ws', 'send').length === 0;
  const where = isOwnScript ? page.placeOfTag('form') : page.placeOfRole('ws', 'send');
  const facts = isOwnScript ? ({ url: went.url, by: 'script' } as const) : { url: went.url };
  return { code: 'page/navigates', severity, facts, evidence: evidence(view, where) };
};

/**
 * Whether htmx may send an empty message that a browser would hold back: the field is `required`, but the sending element is not a form, so
 * no submit is validated. It must be tried.
 */
export function mayBypassValidation(page: ObservedPage): boolean {
  const { field } = page.contract;
  if (field === undefined) return false;
  const required = page.elements.some(
    ({ attributes }) => attributes['name'] === field && attributes['required'] !== undefined,
  );
  return required && !page.withOwnRole('ws', 'send').some(({ element }) => element.tag === 'form');
}

/** An empty message was sent although its field is required (a warning). */
export function validationBypassed(page: ObservedPage): Finding {
  const tag = page.withOwnRole('ws', 'send')[0]?.element.tag ?? 'button';
  const where = page.placeOfRole('ws', 'send');
  return {
    code: 'page/validation-bypassed',
    severity: 'warning',
    facts: { tag },
    evidence: { did: { kind: 'page', typed: '' }, where },
  };
}
