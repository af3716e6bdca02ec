import type { Evidence } from '../model/finding.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Place } from '../model/timeline.ts';
import type { ObservedPage } from './observed-page.ts';
import { replyPlace, streamPlace } from './places.ts';

/** Evidence of what happened to the last message of a WebSocket with this text; nothing, where the page has not handled it. */
export function messageInLedger(page: ObservedPage, message: string | undefined): Pick<Evidence, 'ledger'> {
  return evidenceOf(page.ledger.findLast(({ incoming }) => incoming === message));
}

/** Evidence of what happened to an event of a stream: the last one that passes the test. */
export function eventInLedger(
  page: ObservedPage,
  test: (entry: LedgerEntry) => boolean = () => true,
): Pick<Evidence, 'ledger'> {
  return evidenceOf(page.ledger.findLast((entry) => typeof entry.incoming !== 'string' && test(entry)));
}

function evidenceOf(entry: LedgerEntry | undefined): Pick<Evidence, 'ledger'> {
  return entry === undefined ? {} : { ledger: [entry] };
}

/** Where the server writes what an entry is about: a message of a WebSocket, or the events of a stream. */
export function placeOfEntry({ locate, contract }: ObservedPage, { incoming }: LedgerEntry): readonly Place[] {
  return typeof incoming === 'string'
    ? replyPlace(locate, incoming, contract.socketPath ?? '')
    : streamPlace(locate, contract.streamPath ?? '');
}
