import { isSwapped } from '../../htmx/disposition.ts';
import type { Swapped } from '../../htmx/disposition.ts';
import { dataOf, labelOf } from '../../htmx/ledger.ts';
import { attribute } from '../../htmx/elements.ts';
import type { NotInherited, Transport } from '../../htmx/index.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { PageElement } from '../../model/page.ts';
import type { Place } from '../../model/timeline.ts';
import type { ObservedPage } from '../observed-page.ts';
import { membersOf } from '../send-values.ts';
import type { SentMessage } from '../sent-message.ts';

// htmx 4 inherits an attribute only where its name ends with `:inherited`, or where `implicitInheritance` is set (htmx 4 `#attributeValue`).

type Lost = FindingOf<'live/not-inherited'>;

/** Content was swapped into the element that connects, or over what it had, although an element around it names another target or another way. */
export function placesNotInherited(page: ObservedPage, transport: Transport): Lost | undefined {
  const entries = page.ledger.filter(({ incoming }) => (typeof incoming === 'string') === (transport === 'ws'));
  for (const { element } of page.withRole(transport, 'connect')) {
    const lost = page.dialect.core.places.flatMap((name) => lostOn(page, element, name));
    const entry = entries.find((each) => lost.some((one) => misses(page, each, { element, lost: one })));
    if (entry === undefined) continue;
    return findingFor(
      page,
      { element, lost, transport, role: 'connect' },
      { ledger: [entry], received: dataOf(entry) },
    );
  }
  return undefined;
}

/** What was typed was sent without what an element around the sender was to add. */
export function addedNotInherited(page: ObservedPage, { sent, word }: SentMessage): Lost | undefined {
  const frame = sent.find(({ data }) => data.includes(word));
  const members = frame && membersOf(frame.data);
  if (frame === undefined || members === undefined) return undefined;
  for (const { element } of page.withRole('ws', 'send')) {
    const lost = page.dialect.core.adds
      .flatMap((name) => lostOn(page, element, name))
      .filter((one) => lacks(page, members, one));
    if (lost.length > 0)
      return findingFor(page, { element, lost, transport: 'ws', role: 'send' }, { received: frame.data });
  }
  return undefined;
}

interface Subject {
  readonly element: PageElement;
  readonly lost: readonly NotInherited[];
  readonly transport: Transport;
  readonly role: 'connect' | 'send';
}

/** Where other elements inside make requests, the attribute may be for them: a warning. */
function findingFor(
  page: ObservedPage,
  { element, lost, transport, role }: Subject,
  seen: { readonly ledger?: readonly LedgerEntry[]; readonly received: string },
): Lost {
  const [first] = lost;
  return {
    code: 'live/not-inherited',
    severity: lost.every(({ others }) => others === 'yes') ? 'warning' : 'error',
    facts: {
      ...{ transport, role },
      attributes: lost.map(({ name, value }) => ({ name, value })),
      around: first === undefined ? '' : labelOf(first.holder),
      on: labelOf(element),
    },
    evidence: page.evidence(placeOf(page, first), seen),
  };
}

function placeOf(page: ObservedPage, lost: NotInherited | undefined): readonly Place[] {
  if (lost === undefined) return [];
  const { holder, name, value } = lost;
  return page.place((each) => each.tag === holder.tag && attribute(each, name) === value);
}

function lostOn(page: ObservedPage, element: PageElement, name: string): readonly NotInherited[] {
  const lost = page.dialect.notInherited(page.listed, element, name);
  return lost === undefined ? [] : [lost];
}

/** Whether the attribute would have made a difference to what came. */
function misses(
  { dialect }: ObservedPage,
  { predicted, incoming, uncertain, differences }: LedgerEntry,
  { element, lost: { name, value } }: { readonly element: PageElement; readonly lost: NotInherited },
): boolean {
  if (uncertain.length + differences.length > 0) return false;
  const isMain = (part: Swapped): boolean => part.via === 'main' && part.effect !== 'none';
  const main = predicted.filter(isSwapped).find(isMain);
  if (main === undefined) return false;
  const isOwn = main.target.selector === '' && main.target.label === labelOf(element);
  if (name === dialect.core.target) return isOwn && value.trim() !== `#${element.id}` && value.trim() !== '';
  // An envelope may bring a style of its own.
  const isEnvelope = typeof incoming === 'string' && incoming.trimStart().startsWith('{');
  return !isEnvelope && main.effect === 'replaces-content' && !/^(?:innerHTML)?(?:\s|$)/u.test(value.trim());
}

/** Whether what was sent does not have what the attribute adds. What cannot be told of, such as values of a script, is left alone. */
function lacks(
  page: ObservedPage,
  members: Readonly<Record<string, unknown>>,
  { name, value, holder }: NotInherited,
): boolean {
  if (name !== page.dialect.core.values && !/^\s*\{/u.test(value)) return includesLacking(page, members, value, holder);
  const names = namesIn(value);
  const isHeader = name !== page.dialect.core.values;
  const headers = members[page.dialect.headersMember];
  const added = isHeader ? (typeof headers === 'object' && headers !== null ? { ...headers } : {}) : members;
  return names.some((each) => !Object.hasOwn(added, each));
}

/** JSON, or the form of htmx 4: `room:7, user:ann`. */
function namesIn(value: string): readonly string[] {
  if (/^\s*(?:js|javascript):/u.test(value)) return [];
  const members = membersOf(value);
  if (members !== undefined || value.trimStart().startsWith('{')) return Object.keys(members ?? {});
  return [...value.matchAll(/(?:^|,)\s*([\w-]+)\s*:/gu)].map(([, name = '']) => name);
}

/** The controls that a selector of ids leads to, by their names. */
function includesLacking(
  page: ObservedPage,
  members: Readonly<Record<string, unknown>>,
  selector: string,
  holder: PageElement,
): boolean {
  const ids = selector.split(',').map((each) => each.trim());
  if (selector.trim() !== 'this' && !ids.every((each) => /^#[\w-]+$/u.test(each))) return false;
  const around = page.elements.filter(({ id, index }) =>
    selector.trim() === 'this' ? index === holder.index : ids.includes(`#${id}`),
  );
  const names = page.elements
    .filter((each) => around.some((outer) => page.within(each, outer)))
    .filter(({ tag }) => ['input', 'select', 'textarea'].includes(tag))
    .filter(({ attributes: { type } }) => type !== 'checkbox' && type !== 'radio')
    .filter((each) => !isDisabled(each))
    .flatMap(({ attributes }) => attributes['name'] ?? []);
  return names.some((each) => each !== '' && !Object.hasOwn(members, each));
}

function isDisabled({ attributes }: PageElement): boolean {
  return attributes['disabled'] !== undefined;
}
