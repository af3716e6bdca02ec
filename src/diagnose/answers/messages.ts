import { isSwapped } from '../../htmx/disposition.ts';
import type { Disposition, DropReason } from '../../htmx/disposition.ts';
import { dataOf, refusedAt } from '../../htmx/ledger.ts';
import type { Evidence, Finding } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import { htmlInJson } from '../../rules/html-in-json.ts';
import { bareText } from '../../rules/live/bare-text.ts';
import { closedBySwap, connectorReplaced, missedOf } from '../../rules/live/connector-replaced.ts';
import { escapedHtml } from '../../rules/live/escaped.ts';
import { placesNotInherited } from '../../rules/live/inheritance.ts';
import { partLost } from '../../rules/live/part-lost.ts';
import { repeated } from '../../rules/live/repeats.ts';
import { frameEchoed, nestedOutOfBand } from '../../rules/live/shown.ts';
import { unfilled } from '../../rules/live/unfilled.ts';
import { unknownStyle } from '../../rules/live/unknown-style.ts';
import { fieldReplaced } from '../../rules/live/field-replaced.ts';
import { formWiped, targetMissing } from '../../rules/live/targets.ts';
import { whyMessageLost } from '../../rules/message-lost.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { has, ofType } from '../../rules/records.ts';
import type { RecordOf } from '../../rules/records.ts';
import type { SentMessage } from '../../rules/sent-message.ts';
import { boxStripped, itemStripped } from '../../rules/swap-parts.ts';
import { firstOf } from '../../rules/rule.ts';
import { cspBlocks } from '../../rules/setup/csp.ts';
import { answered, connectorRemoved } from '../../rules/swap-message.ts';
import { observedSwap } from '../../rules/swap-view.ts';
import { messageOf, pushed } from './judged.ts';
import type { Found, Judged } from './judged.ts';

/** What is dropped on purpose: JSON for the page's own scripts, a title, what has no content. */
const HARMLESS: ReadonlySet<DropReason> = new Set(['data-only', 'title', 'empty', 'empty-swap']);
/** Text that is no HTML may be for the page's scripts: a heartbeat, JSON. */
const PERHAPS_NOT_HTML: ReadonlySet<DropReason> = new Set(['text', 'json', 'data-only']);
/** Of different causes. */
const MOST = 5;

/** What comes over the WebSocket is swapped into the page. */
export function messagesSwapped(judged: Judged): Found {
  const { page, typed } = judged;
  const entries = page.ledger.filter(({ incoming }) => typeof incoming === 'string');
  if (entries.length === 0)
    return { findings: [], skipped: page.connected('ws') ? 'no message has come' : 'no WebSocket is open' };
  const swapsSome = entries.some(({ predicted }) => predicted.some(isSwapped));
  const message = typed && messageOf(page, typed);
  const lost = entries.flatMap((entry) => lostIn(page, entry, { swapsSome, message }) ?? []);
  const stripped = entries.flatMap((entry) => strippedIn(page, entry) ?? []);
  const found = [
    ...whyElsewhere(page),
    ...lost,
    ...stripped,
    ...inVain(page, entries),
    ...[fieldReplaced(page, typed?.outcome.input) ?? []].flat(),
    ...[unfilled(page, unasked(judged, entries)) ?? []].flat(),
    ...removing(judged, entries, message),
    ...[repeated('ws')(page) ?? []].flat(),
  ];
  return { findings: distinct(found).slice(0, MOST) };
}

/** What is swapped, and not as it was meant. */
function inVain(page: ObservedPage, entries: readonly LedgerEntry[]): readonly Finding[] {
  const own = entries.filter((entry) => !isHandledByPage(entry));
  return [nestedOutOfBand, frameEchoed, unknownStyle, bareText, escapedHtml].flatMap((rule) => rule(page, own) ?? []);
}

/** What came before anything was typed; an answer has its own question. */
function unasked({ page, typed }: Judged, entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const before = new Set(ofType(page.records.slice(0, typed?.from), 'socket-received').map(({ data }) => data));
  return entries.filter((entry) => !isHandledByPage(entry) && before.has(dataOf(entry)));
}

/** The form was replaced; where an attribute that is not inherited says where the message was to go, that is why. */
function whyElsewhere(page: ObservedPage): readonly Finding[] {
  const lost = placesNotInherited(page, 'ws');
  const found = lost?.severity === 'error' ? [lost] : [lost, formWiped(page)];
  return found.filter((finding) => finding !== undefined);
}

/** An item of a list that is added without itself. */
function strippedIn(page: ObservedPage, entry: LedgerEntry): Finding | undefined {
  const reply = isHandledByPage(entry) ? undefined : frameOf(page, entry);
  const finding = reply && firstOf([itemStripped, boxStripped], observedSwap(page, pushed(page, reply)));
  return finding && { ...finding, evidence: { ...finding.evidence, did: { kind: 'page' } } };
}

/** Messages that htmx swaps over the element with the connection, which it closes with it: for good, or until the new element opens another. */
function removing(
  { page, probes }: Judged,
  entries: readonly LedgerEntry[],
  message: SentMessage | undefined,
): readonly Finding[] {
  const isGoodbye = (entry: LedgerEntry | undefined): boolean =>
    entry !== entries.find(({ predicted }) => predicted.some(isSwapped)) &&
    message?.reply?.data !== (entry && dataOf(entry)) &&
    missedOf(closedBySwap(page, 'ws'), probes.stayed?.ws ?? []) === 0;
  if (page.dialect.major === 4) {
    const finding = connectorReplaced(page, 'ws');
    const isDoubtful = finding?.facts.outcome === 'closed' && isGoodbye(finding.evidence.ledger?.[0]);
    return finding === undefined ? [] : [isDoubtful ? { ...finding, severity: 'warning' } : finding];
  }
  const entry = entries.find(removesConnector);
  const reply = entry && frameOf(page, entry);
  if (reply === undefined || !has(page.records, 'socket-close')) return [];
  const view = observedSwap(page, pushed(page, reply));
  const did: Evidence['did'] = message?.reply === reply ? { kind: 'page', typed: message.typed } : { kind: 'page' };
  const evidence: Evidence = { ...answered(view), did };
  const severity = isGoodbye(entry) ? 'warning' : 'error';
  if (page.withRole('ws', 'connect').length === 0)
    return [connectorRemoved(view) ?? []].flat().map((finding) => ({ ...finding, severity, evidence }));
  const sockets = ofType(page.records, 'socket-new').length;
  return sockets < 2 || isHandover(page, entries, reply)
    ? []
    : [{ code: 'page/form-replaced', severity: 'error', facts: { sockets }, evidence }];
}

function removesConnector({ predicted }: LedgerEntry): boolean {
  return predicted.some((each) => isSwapped(each) && each.notes.includes('removes-connector'));
}

/** A message that leads once from one address to another, as from a lobby to its game: the first connection is over then. */
function isHandover(
  page: ObservedPage,
  entries: readonly LedgerEntry[],
  { socket }: RecordOf<'socket-received'>,
): boolean {
  const asked = ofType(page.records, 'socket-new');
  const url = asked.find((each) => each.socket === socket)?.url;
  return (
    entries.filter(removesConnector).length === 1 && !asked.some((each) => each.socket > socket && each.url === url)
  );
}

/** The frame that a message came in: the ledger has no text of bytes. */
function frameOf(page: ObservedPage, { incoming, predicted }: LedgerEntry): RecordOf<'socket-received'> | undefined {
  const isBinary = predicted.some((each) => !isSwapped(each) && each.dropped === 'binary');
  return ofType(page.records, 'socket-received').findLast((frame) =>
    isBinary ? frame.binary : frame.data === incoming,
  );
}

/** Why htmx drops a message, or a part of it. Where only a part is dropped, or what may not be meant for htmx, it is a warning. */
function lostIn(
  page: ObservedPage,
  entry: LedgerEntry,
  { swapsSome, message }: { readonly swapsSome: boolean; readonly message: SentMessage | undefined },
): Finding | undefined {
  const meant = entry.predicted.filter((each) => isSwapped(each) || !isHarmless(each.dropped, entry));
  const lost = meant.filter(isLost);
  const reply = frameOf(page, entry);
  if (isHandledByPage(entry) || lost.length === 0 || reply === undefined) return undefined;
  const isAnswer = message?.reply === reply;
  const isForScript = lost.every((each) => !isSwapped(each) && PERHAPS_NOT_HTML.has(each.dropped));
  const finding =
    (isForScript ? cspBlocks('inline', 'handler', 'script')(page) : undefined) ??
    (page.dialect.major === 4 ? (targetMissing(page, 'ws') ?? partLost(page, [entry])) : undefined) ??
    whyMessageLost(observedSwap(page, isAnswer ? message : pushed(page, reply)));
  if (finding === undefined) return undefined;
  const isDoubtful = swapsSome && isForScript;
  // What has an id was meant as a whole, whatever came beside it. Where htmx throws, it leaves what it has swapped half done.
  const isWhole =
    (finding.code === 'oob/table-part' && finding.facts.id !== undefined) ||
    (finding.code === 'oob/no-id' && finding.facts.id === '') ||
    finding.code === 'oob/invalid-selector' ||
    (finding.code === 'oob/no-such-target' && finding.facts.gone !== undefined);
  const severity = isWhole || (lost.length === meant.length && !isDoubtful) ? 'error' : 'warning';
  const did = isAnswer ? {} : { did: { kind: 'page' } as const };
  return { ...finding, severity, evidence: { ...finding.evidence, ...did } };
}

/** JSON for a script is dropped on purpose; JSON with HTML in a member that htmx does not read is not. */
function isHarmless(dropped: DropReason, entry: LedgerEntry): boolean {
  return HARMLESS.has(dropped) && !(dropped === 'data-only' && htmlInJson(dataOf(entry)) !== undefined);
}

/** It goes nowhere, or becomes a `<template>` of the page, which nobody sees. */
function isLost(part: Disposition): boolean {
  return !isSwapped(part) || part.notes.includes('inert-template');
}

/** A script of the page, or an extension, does with the message what htmx does not: it refused it, or the page is another one afterwards. */
function isHandledByPage({ handler, predicted, observed }: LedgerEntry): boolean {
  const isChanged = observed.changes.length > 0 && !predicted.some(isSwapped);
  return handler === 'page' || refusedAt(observed) !== undefined || isChanged;
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
