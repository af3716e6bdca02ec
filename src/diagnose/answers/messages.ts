import { isSwapped } from '../../htmx/disposition.ts';
import type { Dropped, DropReason } from '../../htmx/disposition.ts';
import { refusedAt } from '../../htmx/ledger.ts';
import type { Finding } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import { whyMessageLost } from '../../rules/message-lost.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { ofType } from '../../rules/records.ts';
import type { SentMessage } from '../../rules/sent-message.ts';
import { observedSwap } from '../../rules/swap-view.ts';
import { messageOf, pushed } from './judged.ts';
import type { Found, Judged } from './judged.ts';

/** What is dropped on purpose: JSON for the page's own scripts, a title, what has no content. */
const HARMLESS: ReadonlySet<DropReason> = new Set(['data-only', 'title', 'empty', 'empty-swap']);
/** Text that is no HTML may be for the page's scripts: a heartbeat, JSON. */
const PERHAPS_NOT_HTML: ReadonlySet<DropReason> = new Set(['text', 'json']);
/** Of different causes. */
const MOST = 5;

/** What comes over the WebSocket is swapped into the page. */
export function messagesSwapped({ page, typed }: Judged): Found {
  const entries = page.ledger.filter(({ incoming }) => typeof incoming === 'string');
  if (entries.length === 0)
    return { findings: [], skipped: page.connected('ws') ? 'no message has come' : 'no WebSocket is open' };
  const swapsSome = entries.some(({ predicted }) => predicted.some(isSwapped));
  const message = typed && messageOf(page, typed);
  const found = entries.flatMap((entry) => lostIn(page, entry, { swapsSome, message }) ?? []);
  return { findings: distinct(found).slice(0, MOST) };
}

/** Why htmx drops a message, or a part of it. Where only a part is dropped, or what may not be meant for htmx, it is a warning. */
function lostIn(
  page: ObservedPage,
  { handler, incoming, predicted, observed }: LedgerEntry,
  { swapsSome, message }: { readonly swapsSome: boolean; readonly message: SentMessage | undefined },
): Finding | undefined {
  const meant = predicted.filter((each) => isSwapped(each) || !HARMLESS.has(each.dropped));
  const lost = meant.filter((each): each is Dropped => !isSwapped(each));
  // A script of the page that refuses a message handles it itself.
  const isRefused = refusedAt(observed) !== undefined;
  const reply = ofType(page.records, 'socket-received').findLast(({ data }) => data === incoming);
  if (handler === 'page' || isRefused || lost.length === 0 || reply === undefined) return undefined;
  const isAnswer = message?.reply === reply;
  const finding = whyMessageLost(observedSwap(page, isAnswer ? message : pushed(page, reply)));
  if (finding === undefined) return undefined;
  const isDoubtful = swapsSome && lost.every(({ dropped }) => PERHAPS_NOT_HTML.has(dropped));
  const severity = lost.length === meant.length && !isDoubtful ? 'error' : 'warning';
  const did = isAnswer ? {} : { did: { kind: 'page' } as const };
  return { ...finding, severity, evidence: { ...finding.evidence, ...did } };
}

/** The same cause is one finding, however often it was seen; errors come first. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  const known = new Map<string, Finding>();
  for (const finding of findings.toSorted(errorsFirst)) {
    const key = `${finding.code} ${JSON.stringify(finding.facts)}`;
    if (!known.has(key)) known.set(key, finding);
  }
  return [...known.values()];
}

function errorsFirst(a: Finding, b: Finding): number {
  return Number(a.severity === 'warning') - Number(b.severity === 'warning');
}
