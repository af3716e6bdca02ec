import type { Transport } from '../../htmx/index.ts';
import type { Role } from '../../htmx/dialect.ts';
import { attribute } from '../../htmx/elements.ts';
import type { WithAttributes } from '../../htmx/elements.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { PageElement } from '../../model/page.ts';
import type { ObservedPage } from '../observed-page.ts';
import { ofType } from '../records.ts';

const ROLES: readonly Role[] = ['connect', 'send', 'swap'];

/** An attribute that does nothing until htmx has set its element up. */
interface Lifeless {
  readonly element: PageElement;
  readonly attribute: string;
  readonly value: string;
  readonly transport: Transport | undefined;
}

/**
 * Elements that a script of the page put there and htmx was not told of (`htmx.process`): their attributes do nothing. htmx sets up what is
 * in the page when it loads, and what it swaps in itself. One finding for each attribute; without a transport it is about requests alone,
 * and a warning.
 */
export function notWired(page: ObservedPage): readonly FindingOf<'live/not-wired'>[] {
  const found = new Map<string, FindingOf<'live/not-wired'>>();
  for (const index of page.snapshot.notSetUp ?? []) {
    const element = page.elements[index];
    const lifeless = element && lifelessOf(page, element);
    if (lifeless === undefined || !cameLater(page, lifeless) || found.has(lifeless.attribute)) continue;
    const listens = listensOnce(page, lifeless);
    if (listens === 'again') continue;
    found.set(lifeless.attribute, listens === 'once' ? tooOld(page, lifeless) : findingFor(page, lifeless));
  }
  return [...found.values()].toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'));
}

function findingFor(page: ObservedPage, lifeless: Lifeless): FindingOf<'live/not-wired'> {
  const { element, attribute: name, value, transport } = lifeless;
  const places = page.locate.find(
    'page',
    /\.innerHTML\s*\+?=|insertAdjacentHTML|\.outerHTML\s*=|insertAdjacentElement/u,
    /\.append(?:Child)?\(|\.prepend\(|replaceWith\(|replaceChildren\(|insertBefore\(/u,
  );
  return {
    code: 'live/not-wired',
    severity: transport === undefined ? 'warning' : 'error',
    facts: { tag: element.tag, attribute: name, value, ...(transport === undefined ? {} : { transport }) },
    evidence: page.evidence(places),
  };
}

/** The sse extension until 1.9.9, whose `createEventSourceOnElement` looks for `sse-swap` as it opens the stream, and never again. */
const LISTENS_ONCE = /^1\.(?:[0-8]\.|9\.\d$)/u;

/**
 * Whether it is that extension that does not listen for the element. `again`: the page has opened its stream more than once or with an element that
 * came later, so that it may. undefined: it is not about such an extension.
 */
function listensOnce(
  page: ObservedPage,
  { element, transport, attribute: name }: Lifeless,
): 'once' | 'again' | undefined {
  const isSwap = transport === 'sse' && page.dialect.roleOf(element, 'sse', 'swap')?.attribute === name;
  if (!isSwap || !LISTENS_ONCE.test(page.snapshot.htmx?.version ?? '')) return undefined;
  const connector = page.withRole('sse', 'connect').find((each) => page.within(element, each.element));
  if (connector === undefined || !page.connected('sse')) return undefined;
  const { attribute: connects, value } = connector.role;
  const isLate = cameLater(page, { element: connector.element, attribute: connects, value });
  return isLate || ofType(page.records, 'stream-new').length > 1 ? 'again' : 'once';
}

function tooOld(page: ObservedPage, { element, attribute: name, value }: Lifeless): FindingOf<'live/not-wired'> {
  const since = page.snapshot.htmx?.version ?? '';
  const facts = { tag: element.tag, attribute: name, value, transport: 'sse', listensOnce: since } as const;
  const evidence = page.evidence(page.placeOfRole('sse', 'connect'));
  return { code: 'live/not-wired', severity: 'error', facts, evidence };
}

function lifelessOf({ dialect }: ObservedPage, element: PageElement): Lifeless | undefined {
  for (const transport of ['ws', 'sse'] as const) {
    for (const each of ROLES) {
      const role = dialect.roleOf(element, transport, each);
      if (role !== undefined) return { element, attribute: role.attribute, value: role.value, transport };
    }
  }
  for (const name of dialect.core.requests) {
    const value = attribute(element, name);
    if (value !== undefined) return { element, attribute: name, value, transport: undefined };
  }
  return undefined;
}

/** What makes all elements inside another one anew, from their text. */
const MADE_ANEW = /\.innerHTML\s*\+=/u;

/**
 * The page has more of such elements than it was served with, or a script makes those that it has anew: htmx leaves some of those that were served
 * alone, and then for another reason.
 */
function cameLater(
  page: ObservedPage,
  { element, attribute: name, value }: Pick<Lifeless, 'element' | 'attribute' | 'value'>,
): boolean {
  const { elements, markup } = page;
  if (MADE_ANEW.test(page.html) || page.locate.find('page', MADE_ANEW).length > 0) return true;
  const isSuch = (each: WithAttributes & { readonly tag: string }): boolean =>
    each.tag === element.tag && attribute(each, name.replace(/^data-/u, '')) === value;
  return elements.filter(isSuch).length > markup.filter(isSuch).length;
}
