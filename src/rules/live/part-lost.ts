import { isSwapped } from '../../htmx/disposition.ts';
import type { Dropped } from '../../htmx/disposition.ts';
import { PARTIAL } from '../../htmx/fragments.ts';
import { dataOf, NO_TARGET } from '../../htmx/ledger.ts';
import { literal } from '../../model/pattern.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { Place } from '../../model/timeline.ts';
import type { ObservedPage } from '../observed-page.ts';
import { idsOf } from '../swap-message.ts';

/**
 * A part of what came names its own target, and no element of the page matches it at any time. htmx 4 drops it without an event and without a word in
 * the console (`#processPartials` makes a task without a target, `#createOOBTask` none, and `#insertContent` returns), and because a part was there it swaps no
 * empty rest either. htmx 2 fires an error event, which the console shows without the target. Where other parts of the message are swapped it is a warning: a server may send the same to several pages.
 */
export function partLost(page: ObservedPage, entries: readonly LedgerEntry[]): FindingOf<'live/part-lost'> | undefined {
  for (const entry of entries) {
    if (entry.uncertain.length > 0) continue;
    const part = entry.predicted.find(
      (each) => !isSwapped(each) && isLostPart(page, each, entry) && !isEverThere(page, each),
    );
    if (part !== undefined && !isSwapped(part)) return findingFor(page, entry, part);
  }
  return undefined;
}

function findingFor(page: ObservedPage, entry: LedgerEntry, part: Dropped): FindingOf<'live/part-lost'> {
  const selector = part.facts.selector ?? '';
  // An event that is nothing but the part empties the element that waits for it (htmx 2): that shows nothing.
  const isRestSwapped = entry.predicted.some(
    (each) => isSwapped(each) && `${each.fragment.tag}${each.fragment.text}` !== '',
  );
  return {
    code: 'live/part-lost',
    severity: isRestSwapped ? 'warning' : 'error',
    facts: {
      transport: typeof entry.incoming === 'string' ? 'ws' : 'sse',
      via: isPartial(part) ? 'partial' : 'out-of-band',
      selector,
      ids: idsOf(page),
      ...(part.facts.event === undefined ? {} : { event: part.facts.event }),
    },
    evidence: page.evidence(placeOf(page, selector), {
      did: { kind: 'page' },
      ledger: [entry],
      received: dataOf(entry),
    }),
  };
}

/** An element of a WebSocket message that is out of band is told of by another rule (`noSuchTarget`). */
function isLostPart({ dialect }: ObservedPage, part: Dropped, { incoming }: LedgerEntry): boolean {
  if (dialect.major !== 4) return typeof incoming !== 'string' && NO_TARGET.includes(part.facts.event ?? '');
  if (part.dropped === 'partial') return true;
  if (part.dropped !== 'no-such-target') return false;
  return isPartial(part) || (typeof incoming !== 'string' && isOutOfBand(part));
}

function isPartial({ fragment }: Dropped): boolean {
  return fragment.tag === PARTIAL;
}

/** The mark is taken off before; what is no partial and names a selector is out of band. */
function isOutOfBand({ facts, fragment }: Dropped): boolean {
  return fragment.tag !== '' && (facts.selector ?? '') !== '';
}

function isEverThere(page: ObservedPage, { facts: { selector = '' } }: Dropped): boolean {
  if (selector === '') return false;
  const isTarget = page.ledger.some(({ predicted }) =>
    predicted.some((each) => isSwapped(each) && each.target.selector === selector),
  );
  // With other characters `#` and the id do not make a selector for it: a dot begins a class.
  return isTarget || (/^#[\w-]+$/u.test(selector) && idsOf(page).includes(selector.slice(1)));
}

/** Where the server or a template writes it. */
function placeOf({ locate }: ObservedPage, selector: string): readonly Place[] {
  if (selector === '') return locate.find('server', new RegExp(`<${PARTIAL}`, 'u'));
  const bare = literal(selector.replace(/^#/u, ''));
  const patterns = [
    new RegExp(String.raw`${PARTIAL}[^>]*${literal(selector)}(?![\w-])`, 'u'),
    new RegExp(String.raw`${PARTIAL}[^>]*\bid=\\?["']${bare}\\?["']`, 'u'),
    new RegExp(String.raw`\bid=\\?["']${bare}\\?["']`, 'u'),
  ];
  const inServer = locate.find('server', ...patterns);
  return inServer.length > 0 ? inServer : locate.find('page', ...patterns);
}
