import { otherMajorFor } from '../../htmx/cdn.ts';
import { dialectOf } from '../../htmx/index.ts';
import type { Dialect } from '../../htmx/index.ts';
import type { ScriptText } from '../../htmx/v4/old-events.ts';
import { pausesInBackground } from '../../htmx/v4/pause.ts';
import type { Finding } from '../../model/finding.ts';
import { literal } from '../../model/pattern.ts';
import type { SourceLocator } from '../../rules/locate.ts';
import { ObservedPage } from '../../rules/observed-page.ts';
import { otherAttributes, otherEvents, ownScripts } from '../../rules/other-major.ts';
import { TRANSPORTS } from '../../rules/page-fails.ts';
import { ofType } from '../../rules/records.ts';
import { declaredNames } from '../declared.ts';
import { dialectFor } from '../dialect.ts';
import type { Diagnosis } from '../diagnosis.ts';
import type { Answer } from '../questions.ts';
import { trafficOf } from '../traffic.ts';
import type { Visit } from '../visit.ts';
import type { Compared } from './compared.ts';
import { receivedOtherwise } from './received.ts';

/** The major under which a page is run for comparison. htmx 3 does not exist. */
export function otherMajor(visited: Pick<Visit, 'snapshot'>): 2 | 4 {
  return dialectFor(visited.snapshot).major === 2 ? 4 : 2;
}

/** The addresses of the page's own scripts, which may wait for events of the major that the page leaves. */
export function scriptsToRead(visited: Pick<Visit, 'snapshot'>): readonly string[] {
  return otherMajor(visited) === 4 ? ownScripts(visited) : [];
}

/**
 * What would differ if the page loaded another major of htmx, by what became of it in two runs against the same server. Pure.
 * @param runs the page as it is, and with the scripts of the other major
 * @param words what was typed, one word in each run @param texts what is in the page's own scripts (`scriptsToRead`)
 */
export function migrated(
  runs: { readonly before: Visit; readonly after: Visit; readonly to: 2 | 4 },
  {
    locate,
    words,
    texts = [],
  }: { readonly locate: SourceLocator; readonly words: readonly string[]; readonly texts?: readonly ScriptText[] },
): Diagnosis {
  const dialect = dialectFor(runs.before.snapshot);
  const before = pageOf(runs.before, dialect, locate);
  const after = pageOf(runs.after, dialectOf(String(runs.to)), locate);
  const compared = { before, after, majors: { from: dialect.major, to: runs.to }, words };
  const answers: readonly Answer[] = [
    {
      question: 'same-scripts',
      findings: [...scripts(compared), ...attributes(compared), ...handlers(compared, texts)],
    },
    { question: 'same-connections', findings: connections(compared) },
    received(compared),
    sent(compared),
    { question: 'same-reconnecting', findings: reconnecting(compared) },
  ];
  return { answers, names: declaredNames(before), traffic: trafficOf(runs.after.records) };
}

function pageOf({ snapshot, records, html, observedMs }: Visit, dialect: Dialect, locate: SourceLocator): ObservedPage {
  const seen = { snapshot, records, html, dialect, locate, waitedMs: Math.round(observedMs) };
  // Its own addresses are what places in the sources are looked up by.
  return new ObservedPage({ ...seen, contract: declaredNames(new ObservedPage({ ...seen, contract: {} })) });
}

const severity = 'warning';

/** The scripts of htmx, and what is to be loaded in place of each. */
function scripts({ before, majors }: Compared): readonly Finding[] {
  return before.scriptSources.flatMap((src): readonly Finding[] => {
    const other = otherMajorFor(src, majors.to === 2 ? 2 : 4);
    if (other === undefined) return [];
    const tag = before.markup.find(({ attributes: own }) => own['src'] === src);
    const digest = (tag?.attributes['integrity'] ?? '') === '' ? {} : ({ digest: true } as const);
    const facts = { ...majors, src, use: other.published, ...digest };
    return [{ code: 'migrate/script', severity, facts, evidence: before.evidence(before.placeOfScript(src)) }];
  });
}

/** Attributes that the other major calls something else, or does not have. */
function attributes({ before, after }: Compared): readonly Finding[] {
  const { major: from } = before.dialect;
  return otherAttributes(before, { dialect: after.dialect, from }).map((finding) => ({ ...finding, severity }));
}

/** Handlers for events that the other major does not fire. */
function handlers({ before, majors }: Compared, texts: readonly ScriptText[]): readonly Finding[] {
  return majors.to === 4 ? otherEvents(before, texts).map((finding) => ({ ...finding, severity })) : [];
}

/** Connections that opened, and do not with the other major. */
function connections({ before, after, majors }: Compared): readonly Finding[] {
  return TRANSPORTS.flatMap((transport): readonly Finding[] => {
    if (!before.connected(transport) || after.connected(transport)) return [];
    const url = ofType(before.records, transport === 'ws' ? 'socket-new' : 'stream-new')[0]?.url ?? '';
    const evidence = before.evidence(before.placeOfRole(transport, 'connect'), {
      received: after.complaints.slice(0, 3).join('\n'),
    });
    return [{ code: 'migrate/not-open', severity: 'error', facts: { ...majors, transport, url }, evidence }];
  });
}

function received(compared: Compared): Answer {
  const question = 'same-swaps';
  const came = ofType(compared.before.records, 'handled').length > 0;
  return came
    ? { question, findings: receivedOtherwise(compared) }
    : { question, findings: [], skipped: 'no message and no event has come' };
}

/** What a form sends: of frames that both runs sent, else by the sources. */
function sent({ before, after, majors, words }: Compared): Answer {
  const question = 'same-sending';
  if (before.withRole('ws', 'send').length === 0)
    return { question, findings: [], skipped: 'no element of the page sends over a WebSocket' };
  const [one, other] = [before, after].map(({ records }) => membersSent(records, words));
  const [own, theirs] = [before.dialect.headersMember, after.dialect.headersMember];
  const isSeen = one !== undefined && other !== undefined;
  const removed = isSeen ? one.filter((name) => !other.includes(name)) : own === theirs ? [] : [own];
  const added = isSeen ? other.filter((name) => !one.includes(name)) : own === theirs ? [] : [theirs];
  if (removed.length + added.length === 0) return { question, findings: [] };
  const where = before.locate.find(
    'server',
    ...removed.map((name) => new RegExp(String.raw`\b${literal(name)}\b`, 'u')),
  );
  const facts = { ...majors, removed, added, seen: isSeen ? 'yes' : 'no' } as const;
  return { question, findings: [{ code: 'migrate/sent', severity, facts, evidence: before.evidence(where) }] };
}

/** The members of the first frame with a word that was typed; undefined: none was sent, or it is not a JSON object. */
function membersSent(records: Visit['records'], words: readonly string[]): readonly string[] | undefined {
  const frame = ofType(records, 'socket-sent').find(({ data }) =>
    words.some((word) => word !== '' && data.includes(word)),
  );
  try {
    const value: unknown = JSON.parse(frame?.data ?? '');
    return typeof value === 'object' && value !== null ? Object.keys(value) : undefined;
  } catch {
    return undefined;
  }
}

/** What happens when a connection ends, and in a tab that is hidden. */
function reconnecting({ before, after, majors }: Compared): readonly Finding[] {
  const [own, other] = [before.dialect.reconnectCodes, after.dialect.reconnectCodes];
  const more = other.filter((code) => !own.includes(code));
  const fewer = own.filter((code) => !other.includes(code));
  const found: Finding[] = [];
  const where = before.placeOfRole('ws', 'connect');
  if (before.connected('ws') && more.length + fewer.length > 0)
    found.push({
      code: 'migrate/reconnects',
      severity,
      facts: { ...majors, more, fewer },
      evidence: before.evidence(where),
    });
  const paused = TRANSPORTS.filter(
    (transport) =>
      majors.to === 4 &&
      before.connected(transport) &&
      before.withRole(transport, 'connect').some(({ element }) => pausesInBackground(element, transport, before.html)),
  );
  if (paused.length > 0)
    found.push({
      code: 'migrate/hidden-tab',
      severity,
      facts: { ...majors, transports: paused },
      evidence: before.evidence([]),
    });
  return found;
}
