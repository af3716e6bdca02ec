import { attribute } from '../../htmx/elements.ts';
import type { Transport } from '../../htmx/index.ts';
import type { Finding } from '../../model/finding.ts';
import { foreignSyntax, misnamedRole } from '../attributes.ts';
import { inertConnector } from '../inert.ts';
import type { ObservedPage, PageRule, WithRole } from '../observed-page.ts';
import { firstOf, when } from '../rule.ts';
import { extensionDisabled } from '../setup/extension.ts';

// What the markup of a page says about its connections, before anything of it has run. The rules for pages that run are in `connect.ts`,
// `send.ts` and `swap-event.ts`; these claim only what no server and no script of the page can change.

const severity = 'error';

/** Why nothing of the page will connect. @param isWhole the markup is a whole page: what it lacks is nowhere else. undefined: something will. */
export function whyNothingConnects(page: ObservedPage, transport: Transport, isWhole: boolean): Finding | undefined {
  if (connectsByItself(page, transport)) return undefined;
  const [connector] = page.withRole(transport, 'connect');
  const rules: readonly PageRule[] = [
    when(
      () => connector === undefined,
      [foreignSyntax(transport), misnamedRole(transport, 'connect'), inert(transport)],
    ),
    when(() => connector === undefined && isWhole, [missing(transport)]),
    // What is around the element may be in another file.
    when(() => isWhole, [extensionDisabled(transport)]),
    when(() => connector?.role.value.trim() === '', [emptyAddress(transport)]),
  ];
  return firstOf(rules, page);
}

/** htmx itself connects, without an extension (htmx 1). */
export function connectsByItself(page: ObservedPage, transport: Transport): boolean {
  return page.dialect.connectors(page.elements, transport, { extensions: [] }).length > 0;
}

function inert(transport: Transport): PageRule {
  return (page) => {
    const found = inertConnector(page, transport);
    if (found === undefined) return undefined;
    const { inside, where } = found;
    return { code: `page/${transport}-connect-missing`, severity, facts: { inside }, evidence: page.evidence(where) };
  };
}

function missing(transport: Transport): PageRule {
  return (page) => {
    const sends = page.placeOfRole(transport, 'send');
    const where = sends.length > 0 ? sends : page.placeOfRole(transport, 'swap');
    return { code: `page/${transport}-connect-missing`, severity, facts: {}, evidence: page.evidence(where) };
  };
}

function emptyAddress(transport: Transport): PageRule {
  return (page) => {
    const evidence = page.evidence(page.placeOfRole(transport, 'connect'));
    return transport === 'sse'
      ? { code: 'page/sse-bad-url', severity, facts: { url: '', failure: undefined }, evidence }
      : { code: 'page/ws-bad-url', severity, facts: { value: '', resolved: '' }, evidence };
  };
}

/** An element that sends, and is in no element that connects. One with an address of its own needs none (htmx 4). */
export function sendsOutside(page: ObservedPage): Finding | undefined {
  const connectors = page.withRole('ws', 'connect');
  const outside = page
    .withRole('ws', 'send')
    .filter(({ role }) => page.dialect.major !== 4 || role.value.trim() === '')
    .find(({ element }) => !connectors.some((connector) => page.within(element, connector.element)));
  if (outside === undefined || connectors.length === 0) return undefined;
  return { code: 'page/ws-send-outside', severity, facts: {}, evidence: page.evidence(placeOf(page, outside)) };
}

/** Tags whose own event or fields htmx uses for a message. */
const SENDS_FIELDS = new Set(['form', 'button', 'input', 'textarea', 'select', 'a']);

/** The sending element is neither a form nor a control, but contains the form. */
export function sendsFromWrapper(page: ObservedPage): Finding | undefined {
  const forms = page.elements.filter(({ tag }) => tag === 'form');
  const wrapper = page
    .withOwnRole('ws', 'send')
    .find(({ element }) => !SENDS_FIELDS.has(element.tag) && forms.some((form) => page.within(form, element)));
  if (wrapper === undefined) return undefined;
  const facts = { tag: wrapper.element.tag };
  return { code: 'page/ws-send-on-wrapper', severity, facts, evidence: page.evidence(placeOf(page, wrapper)) };
}

/** What waits for events and will get none. @param isWhole as in `whyNothingConnects` */
export function whyEventsAreLost(page: ObservedPage, isWhole: boolean): Finding | undefined {
  const waiting = page.elements.filter((element) => page.dialect.eventsOf(element).length > 0);
  const misspelt = page.elements.find((element) => page.dialect.misspeltTriggers(element).length > 0);
  const [trigger] = misspelt === undefined ? [] : page.dialect.misspeltTriggers(misspelt);
  if (misspelt !== undefined && trigger !== undefined) {
    const request = page.dialect.core.requests.find((name) => attribute(misspelt, name) !== undefined);
    const facts = { trigger: trigger.written, event: trigger.event, tag: misspelt.tag };
    const evidence = page.evidence(page.placeOf(page.dialect.core.trigger));
    return {
      code: 'page/sse-trigger-misspelt',
      severity,
      facts: request === undefined ? facts : { ...facts, request },
      evidence,
    };
  }
  const connectors = page.withRole('sse', 'connect');
  const outside = waiting.find((inner) => !connectors.some(({ element }) => page.within(inner, element)));
  const [swap] = page.withRole('sse', 'swap').filter(({ element }) => namesAStyle(page, element));
  const name = page.dialect.attributeFor('sse', 'swap') ?? '';
  if (swap !== undefined) {
    const facts = { value: attribute(swap.element, name) ?? '', event: 'message' };
    return { code: 'page/sse-swap-names-a-style', severity, facts, evidence: page.evidence(placeOf(page, swap)) };
  }
  if (outside === undefined || connectors.length === 0 || !isWhole) return triggersNothing(page);
  const where = placeOf(page, { element: outside });
  return { code: 'page/sse-outside', severity, facts: { tag: outside.tag }, evidence: page.evidence(where) };
}

/** `hx-trigger="sse:…"` on an element that makes no request. A script may listen to the trigger, so it is a warning. */
function triggersNothing(page: ObservedPage): Finding | undefined {
  const { requests, trigger } = page.dialect.core;
  const idle = page.elements.find(
    (element) =>
      page.dialect.eventsOf(element).length > 0 &&
      page.dialect.roleOf(element, 'sse', 'swap') === undefined &&
      !requests.some((name) => attribute(element, name) !== undefined),
  );
  const event = idle && page.dialect.eventsOf(idle)[0];
  if (idle === undefined || event === undefined || attribute(idle, trigger) === undefined) return undefined;
  const facts = { event, tag: idle.tag };
  const evidence = page.evidence(placeOf(page, { element: idle }));
  return { code: 'page/sse-trigger-without-request', severity: 'warning', facts, evidence };
}

/** All names that the element waits for are swap styles. */
function namesAStyle({ dialect }: ObservedPage, element: WithRole['element']): boolean {
  const names = dialect.eventsOf(element);
  return names.length > 0 && names.every((each) => dialect.swapStyles.has(each.toLowerCase()));
}

/** The line of the element itself. */
function placeOf(page: ObservedPage, { element }: Pick<WithRole, 'element'>): ReturnType<ObservedPage['place']> {
  const written = JSON.stringify(element.attributes);
  return page.place(({ tag, attributes }) => tag === element.tag && JSON.stringify(attributes) === written);
}
