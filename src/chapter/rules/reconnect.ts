import type { FactsByCode, Finding, FindingOf } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import type { PageRecord, PageSnapshot } from '../../model/page.ts';
import { literal } from '../../model/pattern.ts';
import { htmxFile } from '../../htmx/cdn.ts';
import type { Dialect } from '../../htmx/index.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { thrownIn } from '../../rules/observed-page.ts';
import { has, ofType } from '../../rules/records.ts';
import { versionFacts } from '../../rules/setup/version.ts';

const severity = 'error';

/** Whether the page has scripts beside htmx and its extensions, which may reconnect by themselves. */
export function hasOwnScripts({ scripts, elements }: PageSnapshot, dialect: Dialect): boolean {
  const isOwn = (src: string): boolean => src === '' || htmxFile(new URL(src).pathname) === undefined;
  return (
    scripts.some(({ kind, src }) => kind !== 'other' && isOwn(src)) ||
    elements.some(({ attributes }) =>
      Object.keys(attributes).some((name) => name.startsWith('on') || dialect.isHandler(name)),
    )
  );
}

/** Whether htmx will not reconnect: it does not after this close code, or it threw when it was about to. */
export function gaveUp(records: readonly PageRecord[], reconnectCodes: readonly number[]): boolean {
  const closed = ofType(records, 'socket-close').at(-1);
  if (has(records, 'socket-new') || closed === undefined) return false;
  const threw = ofType(records, 'script-error').some(({ at }) => at >= closed.at);
  return threw || !reconnectCodes.includes(closed.code);
}

/** The configured delay is none that the extension reads; it throws before it reconnects (htmx-ext-ws 2 `getWebSocketReconnectDelay`). */
const RESTARTED = { kind: 'page', afterwards: 'server-restarted' } as const;

function delayUnreadable(
  page: ObservedPage,
  records: readonly PageRecord[],
): FindingOf<'htmx/reconnect-delay'> | undefined {
  const value = page.snapshot.htmx?.reconnectDelay;
  const setting = page.dialect.core.reconnectDelay;
  const [thrown] = ofType(records, 'script-error');
  if (value === undefined || thrown === undefined || setting === undefined) return undefined;
  if (page.dialect.readsReconnectDelay(value)) return undefined;
  const meta = page.place(({ tag, attributes }) => tag === 'meta' && (attributes['content'] ?? '').includes(setting));
  const where = meta.length > 0 ? meta : page.locate.find('page', new RegExp(literal(setting), 'u'));
  const evidence = page.evidence(where, { did: RESTARTED, received: thrown.message });
  return { code: 'htmx/reconnect-delay', severity, facts: { value }, evidence };
}

/** Where the page sets the delay; empty: nowhere. */
function delayPlace({ dialect, locate }: ObservedPage): readonly Place[] {
  const setting = dialect.core.reconnectDelay;
  return setting === undefined ? [] : locate.find('page', new RegExp(literal(setting), 'u'));
}

/** The last answer to a handshake, in the words of Chromium, which the DOM engine repeats; Chromium names 401 by what it asks for. */
const REFUSED =
  /WebSocket connection to '(?<url>[^']+)' failed: .*(?:Unexpected response code: (?<status>\d{3})|HTTP Authentication failed)/u;
const UNAUTHORIZED = '401';

/** The answers to handshakes that are no WebSocket. */
function refusals(
  records: readonly PageRecord[],
): readonly { readonly status: number; readonly url: string; readonly at: number }[] {
  return ofType(records, 'console').flatMap(({ text, at }) => {
    const { url, status = UNAUTHORIZED } = REFUSED.exec(text)?.groups ?? {};
    return url === undefined ? [] : [{ status: Number(status), url, at }];
  });
}

/** So many refusals over so long a time, in milliseconds, are no server that is about to be ready: it would refuse the first client of a check, too. */
const MANY_REFUSALS = 3;
const LONG_REFUSED_MS = 2000;

/** Whether the restarted server refuses the page as the client's error (RFC 9110, section 15.5), again and again. */
export function refusesForGood(records: readonly PageRecord[]): boolean {
  const answers = refusals(records).filter(({ status }) => status >= 400 && status < 500);
  const lastedMs = (answers.at(-1)?.at ?? 0) - (answers[0]?.at ?? 0);
  return answers.length >= MANY_REFUSALS && lastedMs >= LONG_REFUSED_MS;
}

/** The status with which the restarted server answers the page's handshakes, and the query of their address. */
function refusedBy(records: readonly PageRecord[]): { readonly refused?: number; readonly query?: string } {
  const last = refusals(records).at(-1);
  if (last === undefined) return {};
  const { search } = new URL(last.url);
  return { refused: last.status, ...(search === '' ? {} : { query: search }) };
}

/**
 * A script leaves the page, or loads it again, while no server is there to answer: a browser then shows its own error page, and the chat is
 * gone. (The engines keep the page, so that it can be observed.) @param records from when the server was stopped until it listened again
 */
export function leftWhileDown(
  records: readonly PageRecord[],
  page: ObservedPage,
): FindingOf<'chat/no-reconnect'> | undefined {
  const closed = ofType(records, 'socket-close')[0];
  if (closed === undefined || !records.some(({ type, at }) => type === 'navigated' && at >= closed.at))
    return undefined;
  return {
    code: 'chat/no-reconnect',
    severity,
    facts: { code: closed.code, attempts: 0, reloads: true },
    evidence: page.evidence(page.locate.find('page', /\blocation\b/u), { did: RESTARTED }),
  };
}

/** The page was served with the field, and no field is there any more. */
function isTakenAway({ markup, elements, contract }: ObservedPage): boolean {
  const isField = ({ attributes }: { readonly attributes: Readonly<Record<string, string>> }): boolean =>
    attributes['name'] === contract.field;
  return markup.some(isField) && !elements.some(isField);
}

/** The major of the page's htmx, where it is another than 2. */
function versionOf(page: ObservedPage): Pick<FactsByCode['chat/no-reconnect'], 'major'> {
  const { major } = versionFacts(page);
  return major === undefined ? {} : { major };
}

/** After a restart of its server the page has no connection. @param records since the server was stopped @param page after the wait */
export function notReconnected(records: readonly PageRecord[], page: ObservedPage): Finding | undefined {
  const [closed] = ofType(records, 'socket-close');
  if (isTakenAway(page)) {
    const where = page.locate.find('page', /ws-?[cC]lose\b/u, /\.remove\(|\.innerHTML\s*=|\.replace\w*\(/u);
    const facts = { code: closed?.code ?? 0, attempts: 0, removed: true } as const;
    return { code: 'chat/no-reconnect', severity, facts, evidence: page.evidence(where, { did: RESTARTED }) };
  }
  if (has(records, 'socket-open')) return undefined;
  const since = closed === undefined ? [] : records.filter(({ at }) => at >= closed.at);
  if (!has(since, 'socket-new')) {
    const thrown = delayUnreadable(page, since) ?? thrownIn(page, since, page.evidence([], { did: RESTARTED }));
    if (thrown !== undefined) return thrown;
  }
  const attempts = ofType(records, 'socket-new').length;
  const code = closed?.code ?? 0;
  const delay = attempts === 0 && page.dialect.reconnectCodes.includes(code) ? delayPlace(page) : [];
  const closes = page.locate.find('server', /\.close\(\s*1000|\.close\(\s*1001|SIGTERM|SIGINT|\.close\(\)/u);
  const refused = refusedBy(since);
  const refuses =
    refused.refused === undefined
      ? []
      : page.locate.find('server', /verifyClient|verify_client/u, new RegExp(String.raw`\b${refused.refused}\b`, 'u'));
  const where = delay.length > 0 ? delay : refuses.length > 0 ? refuses : closes;
  return {
    code: 'chat/no-reconnect',
    severity,
    facts: { code, attempts, ...(delay.length > 0 ? { delay: 'own' } : {}), ...refused, ...versionOf(page) },
    evidence: page.evidence(where, { did: RESTARTED }),
  };
}
