import { isSwapped } from '../../htmx/disposition.ts';
import type { Effect, Swapped } from '../../htmx/disposition.ts';
import { dataOf, labelOf, refusedAt } from '../../htmx/ledger.ts';
import type { Transport } from '../../htmx/index.ts';
import type { Finding } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { ObservedPage, PageRule } from '../observed-page.ts';
import { idsOf } from '../swap-message.ts';

// Where messages and events go that have no target of their own: into an element that is not there, or that the first of them takes away.

const severity = 'error';

/** What an attribute of the page names as the target matches nothing, so that what comes is dropped, or goes into the connecting element. */
export function targetMissing(page: ObservedPage, transport: Transport): Finding | undefined {
  const entries = page.ledger.filter(({ incoming }) => (typeof incoming === 'string') === (transport === 'ws'));
  const missing = lostTarget(page, entries) ?? (transport === 'sse' ? otherTarget(page, entries) : undefined);
  if (missing === undefined) return undefined;
  const { selector, falls, entry } = missing;
  return {
    code: 'live/target-missing',
    severity,
    facts: { transport, selector, ids: idsOf(page), falls },
    evidence: page.evidence(page.place(namesTarget(page, selector)), { ledger: [entry], received: dataOf(entry) }),
  };
}

interface Missing {
  readonly selector: string;
  readonly falls: 'dropped' | 'on-connector';
  readonly entry: LedgerEntry;
}

/** The selector of `hx-target` matched nothing until the end. */
function lostTarget(page: ObservedPage, entries: readonly LedgerEntry[]): Missing | undefined {
  for (const entry of entries.toReversed()) {
    for (const part of entry.predicted) {
      if (isSwapped(part) || part.dropped !== 'no-such-target') continue;
      const selector = part.facts.selector ?? '';
      if (selector !== '' && page.elements.some(namesTarget(page, selector)) && !isThere(page, selector))
        return { selector, falls: 'dropped', entry };
    }
  }
  return undefined;
}

/**
 * hx-sse 4 `handleSSEResponse`: the target is looked up as the stream is asked for; where nothing matches, it is the connecting element itself.
 */
function otherTarget(page: ObservedPage, entries: readonly LedgerEntry[]): Missing | undefined {
  const { dialect } = page;
  const connectors = page.withRole('sse', 'connect').map(({ element }) => element);
  const labels = connectors.map(labelOf);
  const entry = entries.findLast(({ predicted }) =>
    predicted.some(
      (part) =>
        isSwapped(part) &&
        part.via === 'main' &&
        part.target.selector === '' &&
        labels.includes(part.target.label ?? ''),
    ),
  );
  if (dialect.major !== 4 || entry === undefined) return undefined;
  const selector = connectors
    .map((element) => page.targetOf(element).selector)
    .find((each) => /^#[\w-]+$/u.test(each) && !isThere(page, each) && !wasServed(page, each));
  return selector === undefined ? undefined : { selector, falls: 'on-connector', entry };
}

/** Its value names the target, also as one that is inherited. */
function namesTarget(
  { dialect }: ObservedPage,
  selector: string,
): (element: { readonly attributes: Readonly<Record<string, string>> }) => boolean {
  return ({ attributes }) =>
    Object.entries(attributes).some(
      ([name, value]) => name.replace(/^data-/u, '').startsWith(dialect.core.target) && value.trim() === selector,
    );
}

function isThere({ elements }: ObservedPage, selector: string): boolean {
  return elements.some(({ id }) => id !== '' && `#${id}` === selector);
}

function wasServed({ markup }: ObservedPage, selector: string): boolean {
  return markup.some(({ attributes: { id = '' } }) => id !== '' && `#${id}` === selector);
}

/**
 * A message without a target replaces what is inside the element that connects (hx-ws 4 `handleMessage`: its `innerHTML`), and with it every
 * element that sends. A message that brings one with it is right.
 */
export function formWiped(page: ObservedPage): Finding | undefined {
  const sends = (element: { readonly attributes: Readonly<Record<string, string>> }): boolean =>
    page.dialect.roleOf(element, 'ws', 'send') !== undefined;
  if (page.dialect.major !== 4 || page.elements.some(sends) || !page.markup.some(sends)) return undefined;
  const entry = page.ledger.find(
    ({ incoming, predicted }) =>
      typeof incoming === 'string' && predicted.some((part) => isSwapped(part) && wipes(part)),
  );
  if (entry === undefined) return undefined;
  const evidence = { ledger: [entry], received: dataOf(entry) };
  const had = new Set(page.markup.map(({ attributes }) => attributes['id'] ?? ''));
  const meant = entry.predicted.map(({ fragment }) => fragment.id ?? '').find((id) => id !== '' && had.has(id));
  return {
    code: 'live/form-wiped',
    severity,
    facts: meant === undefined ? {} : { id: meant },
    evidence: page.evidence(page.placeOfRole('ws', 'connect'), evidence),
  };
}

function wipes({ via, effect, target }: Swapped): boolean {
  return via === 'main' && effect === 'replaces-content' && ['', 'this'].includes(target.selector);
}

const TAKES_AWAY: ReadonlySet<Effect> = new Set(['replaces', 'replaces-content']);

/**
 * The first event of a name is swapped over the element that waits for it, or over one around it, and what comes in its place does not wait:
 * every later one is lost (htmx-ext-sse 2 `registerSSE`: the listener goes with its element). htmx 4 looks its target up once, and swaps the later ones into
 * the element that it has taken out of the page. An event that comes once, or repeats the same, loses nothing.
 */
export const listenerGone: PageRule = (page) => {
  const entries = page.ledger.filter(({ incoming }) => typeof incoming !== 'string');
  const names = [...new Set(entries.map(nameOf))];
  for (const name of names) {
    const [first, ...later] = entries.filter((entry) => nameOf(entry) === name);
    const swap = first && takesAway(page, first);
    const isLoss = later.some((entry) => dataOf(entry) !== (first === undefined ? '' : dataOf(first)));
    if (swap === undefined || !isLoss || !later.every((entry) => isLost(page, entry))) continue;
    if (page.dialect.major < 4 && page.elements.some((element) => page.dialect.eventsOf(element).includes(name)))
      continue;
    const { style, target } = swap;
    const around = style !== 'outerHTML' && target.selector !== '' ? { around: target.selector } : {};
    const major = page.dialect.major === 4 ? ({ major: 4 } as const) : {};
    const where = page.place(({ attributes }) => page.dialect.eventsOf({ attributes }).includes(name || 'message'));
    const [lost] = later;
    return {
      code: 'live/listener-gone',
      severity,
      facts: { event: name || 'message', style: style || 'innerHTML', later: later.length, ...around, ...major },
      evidence: page.evidence(where, lost === undefined ? {} : { ledger: [lost], received: dataOf(lost) }),
    };
  }
  return undefined;
};

function takesAway({ dialect }: ObservedPage, { predicted }: LedgerEntry): Swapped | undefined {
  return predicted.filter(isSwapped).find(({ via, effect, target, notes }) => {
    if (via !== 'main' || !TAKES_AWAY.has(effect) || notes.includes('removes-connector')) return false;
    const isItself = ['', 'this'].includes(target.selector);
    return effect === 'replaces' || (dialect.major < 4 && !isItself);
  });
}

function hasLeft({ predicted }: Pick<LedgerEntry, 'predicted'>): boolean {
  return predicted.some((part) => !isSwapped(part) && part.dropped === 'target-left');
}

/**
 * Something else than an event, a request or a script, put another element in the place of the target. htmx 4 looks that up once, for all events of a stream, and goes
 * on with the old element. Where nothing in the page takes its place, the page may not want the events any more.
 */
export const targetReplaced: PageRule = (page) => {
  const lost = page.ledger.filter(({ incoming, predicted }) => typeof incoming !== 'string' && hasLeft({ predicted }));
  const [first] = lost;
  const target = page
    .withRole('sse', 'connect')
    .map(({ element }) => page.targetOf(element))
    .find(({ selector, count }) => selector !== '' && count > 0);
  if (first === undefined || target === undefined) return undefined;
  const style = first.predicted.flatMap((part) => (isSwapped(part) ? [] : (part.facts.style ?? [])))[0];
  return {
    code: 'live/listener-gone',
    severity,
    facts: {
      ...{ event: nameOf(first) || 'message', style: style ?? 'innerHTML', later: lost.length },
      ...{ replaced: target.selector, major: 4 },
    },
    evidence: page.evidence(page.place(namesTarget(page, target.selector)), {
      ledger: [first],
      received: dataOf(first),
    }),
  };
};

/** Nothing in the page took it, and nothing changed. */
function isLost({ dialect }: ObservedPage, { predicted, observed, unfinished }: LedgerEntry): boolean {
  const { changes, appeared, vanished, thrown } = observed;
  if (changes.length + appeared.length + vanished.length + thrown.length > 0 || unfinished) return false;
  if (dialect.major < 4) return predicted.every((part) => !isSwapped(part) && part.dropped === 'no-listener');
  if (hasLeft({ predicted })) return true;
  // The request of the stream was not seen.
  const isSwap = predicted.some((part) => isSwapped(part) && part.via === 'main' && part.effect !== 'none');
  return isSwap && refusedAt(observed) === undefined;
}

function nameOf({ incoming }: LedgerEntry): string {
  return typeof incoming === 'string' ? '' : incoming.name;
}
