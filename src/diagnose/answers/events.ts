import { isSwapped } from '../../htmx/disposition.ts';
import type { Finding } from '../../model/finding.ts';
import { dataOf } from '../../htmx/ledger.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import { htmlInJson, isJsonObject } from '../../rules/html-in-json.ts';
import type { Dropped } from '../../htmx/disposition.ts';
import { waitsForEvent } from '../../htmx/v4/dom-events.ts';
import { bareText } from '../../rules/live/bare-text.ts';
import { connectorReplaced } from '../../rules/live/connector-replaced.ts';
import { listenerEmptied } from '../../rules/live/emptied.ts';
import { escapedHtml } from '../../rules/live/escaped.ts';
import { namedFor4, nameMissed } from '../../rules/live/event-names.ts';
import { placesNotInherited } from '../../rules/live/inheritance.ts';
import { eventPasses } from '../../rules/live/event-passes.ts';
import { partLost } from '../../rules/live/part-lost.ts';
import { targetInherited } from '../../rules/live/inherited-target.ts';
import { neverEnds, repeated } from '../../rules/live/repeats.ts';
import { requestFailed } from '../../rules/live/requests.ts';
import { textInPieces } from '../../rules/live/pieces.ts';
import { unfilled } from '../../rules/live/unfilled.ts';
import { unknownStyle } from '../../rules/live/unknown-style.ts';
import { blockedByStream } from '../../rules/live/unanswered.ts';
import { shadowRoles } from '../../rules/live/shadow-root.ts';
import { listenerGone, targetMissing, targetReplaced } from '../../rules/live/targets.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { ofType } from '../../rules/records.ts';
import { firstOf } from '../../rules/rule.ts';
import { whyItEnded } from '../../rules/stream/failed.ts';
import { cutAfterFirstLine } from '../../rules/stream/cut.ts';
import { jsonAsItIs, whyNotFramed } from '../../rules/stream/framing.ts';
import { heldForSome } from '../../rules/stream/held.ts';
import { tooMuch } from '../../rules/stream/view.ts';
import { EVENTS_NOT_SWAPPED, oneListensOutside, triggersNothing } from '../../rules/swap-event.ts';
import { declares } from '../../rules/page-fails.ts';
import type { Found, Judged } from './judged.ts';
import { streamView, UNSEEN } from './setup.ts';

/** What comes on the stream is swapped into the page, or handled by a script of it. */
export function eventsSwapped(judged: Judged): Found {
  const { page, events, probes } = judged;
  if (!declares(page, 'sse')) return { findings: [], skipped: 'no element of the page waits for events' };
  if (!page.connected('sse')) return { findings: [], skipped: 'no stream is open' };
  const entries = page.ledger.filter(({ incoming }) => typeof incoming !== 'string');
  if (entries.some(({ handler }) => handler === 'page')) return { findings: again(page) };
  const swapsSome = entries.some(({ predicted }) => predicted.some(isSwapped));
  const part = partLost(page, entries);
  const emptied = listenerEmptied(page);
  const inheritance = placesNotInherited(page, 'sse');
  const passes = eventPasses(page);
  const finding =
    whyDamaged(judged) ??
    cutAfterFirstLine(page, entries) ??
    ifCertain(inheritance) ??
    targetMissing(page, 'sse') ??
    targetInherited(page, entries) ??
    connectorReplaced(page, 'sse', probes.stayed?.sse) ??
    listenerGone(page) ??
    targetReplaced(page) ??
    ifCertain(emptied) ??
    ifCertain(part) ??
    ifCertain(passes) ??
    (swapsSome
      ? (oneListensOutside(page) ??
        nameMissed({ page, events }) ??
        namedFor4(page) ??
        whySwappedInVain(judged, entries))
      : (namedFor4(page) ?? unknownStyle(page, entries) ?? whyNotSwapped(judged)));
  if (finding !== undefined) return { findings: [finding] };
  const blocked = blockedByStream(page, judged.endedAt);
  const more = [inheritance, emptied, part, blocked, passes].filter((each) => each !== undefined);
  if (swapsSome) return { findings: [...more, ...orInPieces(again(page), page, entries)] };
  return events.length === 0 ? { findings: [], skipped: 'no event has come' } : { findings: [passes ?? []].flat() };
}

/** A warning comes after everything that is an error. */
function ifCertain(finding: Finding | undefined): Finding | undefined {
  return finding?.severity === 'error' ? finding : undefined;
}

/** What comes is not an event, or not all of one: a client of the tutor's own has seen the bytes. */
function whyDamaged({ page, probes }: Judged): Finding | undefined {
  if (probes.stream === undefined) return undefined;
  const stream = streamView(page, probes.stream);
  const isOver = stream.status === 200 && stream.ended === 'yes' && stream.events.length === 0;
  return tooMuch(stream) ?? heldForSome(stream) ?? whyNotFramed(stream) ?? (isOver ? whyItEnded(stream) : undefined);
}

/** Nothing in the page takes the events that come. */
function whyNotSwapped({ page, events }: Judged): Finding | undefined {
  // htmx 4 fires a named event in the page, where something else may wait for it.
  const fired = page.ledger.flatMap(({ predicted }) =>
    predicted.flatMap((each) => (isSwapped(each) ? [] : namesOf(each))),
  );
  if (fired.some((name) => waitsForEvent(page.elements, page.html, name))) return undefined;
  const finding = events.length === 0 ? undefined : firstOf(EVENTS_NOT_SWAPPED, { page, events: [...new Set(events)] });
  // What waits is in a shadow root, which is said already.
  const isThere = shadowRoles(page).some(({ name }) => name === 'swap');
  return finding?.code === 'page/sse-swap-missing' && isThere ? undefined : finding;
}

/** Events start requests that no element makes, or the page shows their JSON. */
function whySwappedInVain({ page, typed }: Judged, entries: readonly LedgerEntry[]): Finding | undefined {
  const failed = requestFailed(page, typed);
  if (failed?.code === 'page/request-failed' && failed.facts.event !== undefined) return failed;
  const swapped = entries.flatMap(({ predicted }) => predicted.filter(isSwapped));
  const events = ofType(page.records, 'stream-event').map(({ event }) => event);
  if (swapped.every(({ via }) => via === 'trigger')) return triggersNothing({ page, events });
  const shown = entries.find(
    ({ incoming, predicted, observed }) =>
      typeof incoming !== 'string' &&
      (isJsonObject(incoming.data) || htmlInJson(incoming.data) !== undefined) &&
      observed.changes.length > 0 &&
      predicted.some((each) => isSwapped(each) && each.via === 'main' && each.effect !== 'none'),
  );
  if (shown !== undefined) return jsonShown(page, shown);
  return (
    unfilled(page, entries) ?? bareText(page, entries) ?? escapedHtml(page, entries) ?? unknownStyle(page, entries)
  );
}

function jsonShown(page: ObservedPage, shown: LedgerEntry): Finding {
  const data = dataOf(shown);
  const [stream] = ofType(page.records, 'stream-new');
  const address = stream !== undefined && URL.canParse(stream.url, page.baseUrl) ? stream.url : page.baseUrl;
  const seen = {
    path: new URL(address, page.baseUrl).pathname,
    status: 200,
    headers: {},
    head: data,
    bytes: data.length,
  };
  const times = { ended: 'no', askedMs: 0, nowMs: 0 } as const;
  const wire = { lines: [], unfinished: '', events: [] } as const;
  const { locate, contract } = page;
  return jsonAsItIs({ ...seen, ...times, ...wire, log: UNSEEN, contract, locate, shows: () => true }, data);
}

/** What is swapped, and comes again although the page has it. */
function again(page: Judged['page']): Found['findings'] {
  const finding = firstOf([neverEnds, repeated('sse')], page);
  return finding === undefined ? [] : [finding];
}

/** A stream that begins again may well have lines that are not words of one text. */
function orInPieces(found: Found['findings'], page: ObservedPage, entries: readonly LedgerEntry[]): Found['findings'] {
  return found.length > 0 ? found : [textInPieces(page, entries) ?? []].flat();
}

function namesOf({ dropped, facts }: Dropped): readonly string[] {
  return dropped === 'named-event' ? (facts.names ?? []) : [];
}
