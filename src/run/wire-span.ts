import type { Action, Evidence } from '../model/finding.ts';
import type { Client, TimelineEntry, WireSpan } from '../model/timeline.ts';
import { asRecorded } from '../observe/timeline.ts';

/** The check that reports a finding, and what the run had recorded when it was over. */
export interface ReportingCheck {
  /** The tab that it observes. */
  readonly tab: string | undefined;
  /** Milliseconds since the run began. */
  readonly startedMs: number;
  readonly endedMs: number;
  readonly entries: readonly TimelineEntry[];
}

/**
 * Which lines of the timeline show what a finding is about. Undefined: nothing of it went over the wire. What was sent contains a word
 * that no other message of the run has, so it identifies the client and the moment.
 */
export function wireSpan(evidence: Evidence, check: ReportingCheck): WireSpan | undefined {
  if (evidence.did?.kind === 'read') return undefined;
  const entries = check.entries.filter(({ ms }) => ms <= check.endedMs);
  const sent = sentIn(evidence.did, entries);
  const labels = new Set(evidence.seenBy ?? clientsOf(evidence.did, sent, { ...check, entries }));
  const seen = entries.filter(({ client }) => labels.has(client.label));
  const servers = seen.flatMap(({ client }) => client.server ?? []);
  const clients = [...new Set([...labels, ...servers])];
  const own = entries.filter(({ client }) => clients.includes(client.label));
  const moments = momentsOf(evidence, { sent, own, startedMs: check.startedMs });
  return moments.length === 0 ? undefined : { clients, moments, untilMs: check.endedMs };
}

/** The lines that record what the action sent: a message typed into a page, a frame, a request. */
function sentIn(did: Action | undefined, entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const all = entries.filter(({ direction }) => direction === 'sent');
  if (did?.kind === 'page' && did.typed !== undefined && did.typed !== '') return lastWith(all, ['tab'], did.typed);
  if (did?.kind === 'ws') return did.sent.flatMap((text) => lastWith(all, ['socket'], text));
  if (did?.kind === 'http')
    return all.filter(({ kind, data }) => kind === 'http' && data === `GET ${did.path}`).slice(-1);
  return [];
}

function lastWith(
  entries: readonly TimelineEntry[],
  kinds: readonly Client['kind'][],
  text: string,
): readonly TimelineEntry[] {
  const written = [asRecorded(text), JSON.stringify(text).slice(1, -1)];
  const found = entries.findLast(
    ({ client, kind, data }) =>
      kinds.includes(client.kind) && kind === 'ws' && written.some((form) => data.includes(form)),
  );
  return found === undefined ? [] : [found];
}

/** Who takes part in an action of this kind. */
const KINDS: Readonly<Record<Action['kind'], readonly Client['kind'][]>> = {
  page: ['tab'],
  ws: ['socket'],
  sse: ['stream'],
  http: ['http'],
  run: ['server'],
  read: [],
};

function clientsOf(
  did: Action | undefined,
  sent: readonly TimelineEntry[],
  { tab, startedMs, entries }: ReportingCheck,
): readonly string[] {
  if (sent.length > 0) return sent.map(({ client }) => client.label);
  // What a page asks for has no line of its own; that it failed has one.
  if (tab !== undefined && (did === undefined || did.kind === 'page' || did.kind === 'http')) return [tab];
  const kinds = did === undefined ? undefined : KINDS[did.kind];
  const candidates = entries.filter(({ client }) =>
    kinds === undefined ? client.kind !== 'tutor' && client.server === SHARED : kinds.includes(client.kind),
  );
  // A stream is opened once and read by several checks, so its request may be older than the check.
  const during = did?.kind === 'sse' ? candidates : candidates.filter(({ ms }) => ms >= startedMs);
  const onShared = during.filter(({ client }) => client.server === SHARED);
  const chosen = onShared.length > 0 ? onShared : during;
  const labels = [...new Set(chosen.map(({ client }) => client.label))];
  if (did?.kind === 'sse') return labels.slice(0, 1);
  return did === undefined ? [...labels, SHARED] : labels;
}

/** The label of the server that most checks share. */
const SHARED = 'server';

const MOST_MOMENTS = 6;

function momentsOf(
  evidence: Evidence,
  seen: { readonly sent: readonly TimelineEntry[]; readonly own: readonly TimelineEntry[]; readonly startedMs: number },
): readonly number[] {
  const { received, output = [] } = evidence;
  const { sent, own } = seen;
  const from = sent[0]?.ms ?? seen.startedMs;
  const since = own.filter(({ ms }) => ms >= from);
  const recorded = received === undefined || received === '' ? undefined : asRecorded(received);
  const answer = own.find(
    ({ ms, kind, direction, data }) =>
      (direction === 'received' && ms >= from && data === recorded) ||
      // What the console says of the page may be older than the check that reads it.
      (kind === 'console' && recorded !== undefined && data.endsWith(recorded)),
  );
  // Where several clients saw it, the answer may have gone to another one.
  const elsewhere = sent.flatMap(({ client: { label } }) =>
    since.filter(({ client, direction }) => client.label !== label && direction === 'received'),
  );
  const gone = replacedBy(evidence, since, sent[0]);
  const failures = since.filter(({ turn }) => turn === 'ends');
  const printed = since.findLast(({ client, data }) => client.kind === 'server' && isOneOf(output, data));
  const found = [...sent, answer, elsewhere[0], gone, failures[0], failures.at(-1), printed].filter(
    (entry) => entry !== undefined,
  );
  const decisive = found.length > 0 ? found : quietMoments(own);
  const moments = [...new Set(decisive.map(({ ms }) => ms))].toSorted((a, b) => a - b);
  return moments.slice(0, MOST_MOMENTS);
}

/** Where nothing was sent and nothing failed: what connections its clients asked for, and their last line, after which nothing came. */
function quietMoments(own: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const begun = own.filter(({ turn }) => turn === 'begins');
  const last = own.findLast(({ client }) => client.kind !== 'server') ?? own.at(-1);
  return [begun[0], begun.at(-1), last].filter((entry) => entry !== undefined);
}

/** A typed text that was answered and that the page no longer has at the end: the first message afterwards that is without it. */
function replacedBy(
  { did, received }: Evidence,
  since: readonly TimelineEntry[],
  sent: TimelineEntry | undefined,
): TimelineEntry | undefined {
  const typed = did?.kind === 'page' ? (did.typed ?? '') : '';
  if (sent === undefined || typed === '' || received === undefined || received.includes(typed)) return undefined;
  const messages = since.filter(
    ({ client, direction, kind }) => client.label === sent.client.label && direction === 'received' && kind === 'ws',
  );
  const answered = messages.findIndex(({ data }) => data.includes(typed));
  return answered === -1 ? undefined : messages.slice(answered + 1).find(({ data }) => !data.includes(typed));
}

function isOneOf(lines: readonly string[], line: string): boolean {
  const text = line.trim();
  return text !== '' && lines.some((one) => one.trim() === text);
}
