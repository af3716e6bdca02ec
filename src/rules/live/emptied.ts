import { isSwapped } from '../../htmx/disposition.ts';
import type { Effect, Swapped } from '../../htmx/disposition.ts';
import { dataOf, labelOf } from '../../htmx/ledger.ts';
import { textOfFirst } from '../../htmx/markup.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { ObservedPage } from '../observed-page.ts';

// An event that is nothing but out-of-band parts: htmx 1 and 2 take them out of it and swap what remains, which is nothing, into the element that waits.

/**
 * Such an event removed what the element showed, and its parts were for other places (htmx 2 `swap`, after `findAndSwapOobElements`). An element that swaps nothing or was
 * empty loses nothing. One that showed a word for "nothing yet" may lose that on purpose.
 */
export function listenerEmptied(page: ObservedPage): FindingOf<'live/listener-emptied'> | undefined {
  if (page.dialect.major === 4) return undefined;
  const entries = page.ledger.filter(({ incoming }) => typeof incoming !== 'string');
  for (const [at, entry] of entries.entries()) {
    const main = emptying(entry);
    if (main === undefined || isHidden(page, main)) continue;
    const brought = entries.slice(0, at).findLast((each) => contentFor(each, main) !== undefined);
    if (brought === undefined && !wasContent(page, entry, main)) continue;
    return findingFor(page, { entry, main, brought, entries });
  }
  return undefined;
}

interface Emptied {
  readonly entry: LedgerEntry;
  readonly main: Swapped;
  /** The event that had brought what was lost; undefined: the page had it from the beginning. */
  readonly brought: LedgerEntry | undefined;
  readonly entries: readonly LedgerEntry[];
}

function findingFor(
  page: ObservedPage,
  { entry, main, brought, entries }: Emptied,
): FindingOf<'live/listener-emptied'> {
  const event = nameOf(entry);
  const same = entries.filter((each) => nameOf(each) === event);
  // Where the name of the event, or one that has both, says that its content may be absent on purpose.
  const isDoubtful =
    (brought !== undefined && nameOf(brought) !== event) ||
    same.some((each) => contentFor(each, main) !== undefined && partsOf(each).length > 0);
  const waits = ({ attributes }: { readonly attributes: Readonly<Record<string, string>> }): boolean =>
    page.dialect.eventsOf({ attributes }).includes(event);
  return {
    code: 'live/listener-emptied',
    severity: isDoubtful ? 'warning' : 'error',
    facts: {
      event,
      target: main.target.selector || (main.target.label ?? ''),
      parts: [...new Set(partsOf(entry).map(({ target }) => target.selector))],
      shown: brought === undefined ? 'by-page' : 'by-event',
      always: entries.every((each) => contentFor(each, main) === undefined) ? 'yes' : 'no',
    },
    evidence: page.evidence(page.place(waits), {
      did: { kind: 'page' },
      ledger: [entry],
      received: dataOf(entry),
    }),
  };
}

/** The swap of nothing that an event of parts leaves, where it removed something and nothing came instead. */
function emptying(entry: LedgerEntry): Swapped | undefined {
  const { predicted, observed, differences, uncertain, unfinished } = entry;
  if (partsOf(entry).length === 0 || unfinished || differences.length + uncertain.length > 0) return undefined;
  return predicted
    .filter(isSwapped)
    .find(
      (part) =>
        part.via === 'main' &&
        part.effect === 'replaces-content' &&
        isNothing(part) &&
        observed.changes.some(
          ({ within, added, removed, text }) =>
            within === part.target.elements[0] && added === 0 && (removed > 0 || text === 'yes'),
        ),
    );
}

function partsOf({ predicted }: LedgerEntry): readonly Swapped[] {
  return predicted.filter(isSwapped).filter(({ via }) => via === 'out-of-band');
}

function isNothing({ fragment }: Swapped): boolean {
  return fragment.tag === '' && fragment.text === '';
}

const SHOWS: ReadonlySet<Effect> = new Set(['replaces-content', 'replaces-text', 'appends', 'prepends']);

/** What an event swapped into the same element as its content. */
function contentFor({ predicted }: LedgerEntry, { target }: Swapped): Swapped | undefined {
  return predicted
    .filter(isSwapped)
    .find(
      (part) =>
        part.via === 'main' &&
        SHOWS.has(part.effect) &&
        !isNothing(part) &&
        part.target.selector === target.selector &&
        part.target.label === target.label,
    );
}

/** A longer text is content, whatever words are in it. */
const MOST_CHARACTERS = 60;
/** What a page shows where nothing has come yet. */
const NOTHING_YET =
  /(?:…|\.\.\.)$|^[\s\p{P}\p{S}]*$|\b(?:loading|connecting|waiting|wait|pending|empty|none|no|nothing|yet|idle|ready)\b/iu;

/** What the page had there as it was served is more than a word for "nothing yet". What a script or a request brought is known by its ids alone. */
function wasContent(page: ObservedPage, { observed }: LedgerEntry, main: Swapped): boolean {
  if (observed.vanished.length > 0) return true;
  const text = textOfFirst(page.html, (element) => isTarget(element, main));
  return text !== undefined && (text.length > MOST_CHARACTERS || !NOTHING_YET.test(text));
}

function isTarget(
  { tag, attributes }: { readonly tag: string; readonly attributes: Readonly<Record<string, string>> },
  { target: { selector, label } }: Swapped,
): boolean {
  const id = attributes['id'] ?? '';
  if (selector === '') return labelOf({ index: 0, parent: null, tag, id, attributes }) === label;
  return id !== '' && selector === `#${id}`;
}

/** Nobody sees what it loses. A listing of the page does not have each element around it; the served page has. */
function isHidden({ markup }: ObservedPage, main: Swapped): boolean {
  let element = markup.find((each) => isTarget(each, main));
  while (element !== undefined) {
    const { hidden, style = '' } = element.attributes;
    if (hidden !== undefined || /display\s*:\s*none/iu.test(style)) return true;
    element = element.parent === null ? undefined : markup[element.parent];
  }
  return false;
}

function nameOf({ incoming }: LedgerEntry): string {
  return typeof incoming === 'string' ? '' : incoming.name || 'message';
}
