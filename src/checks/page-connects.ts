import type { Finding } from '../model/finding.ts';
import type { PageRecord } from '../model/page.ts';
import type { Check } from './check.ts';
import { failed } from './check.ts';
import { DEADLINE } from './deadlines.ts';
import { attribute, PageFacts, socketsOf } from './page-facts.ts';

/** The page opens a WebSocket to /ws by itself. */
export const pageConnects: Check = {
  id: 'page-connects',
  title: 'The page opens a WebSocket to /ws',
  needs: ['page-htmx', 'ws-handshake'],
  async run(session) {
    const tab = await session.tab('tab 1');
    if (!tab.ok) return failed(tab.problem);
    const settled = (records: readonly PageRecord[]): boolean =>
      records.some((record) => record.type === 'socket-open') || records.some((record) => record.type === 'socket-refused' || record.type === 'socket-close');
    // With no socket under way after loading there is nothing to wait for: htmx opens them while it starts.
    const attempted = socketsOf(tab.value.records).length > 0 || tab.value.records.some((record) => record.type === 'socket-refused');
    const { waitedMs } = await tab.value.until(settled, attempted ? DEADLINE.handshake : DEADLINE.click);
    const facts = await PageFacts.of(session, tab.value);
    if (!facts.records.some((record) => record.type === 'socket-open')) return failed(whyNoSocket(facts, waitedMs));
    return { findings: twoConnections(facts) };
  },
};

/** What keeps the page from connecting, in the order in which a person would mend it. */
function whyNoSocket(facts: PageFacts, waitedMs: number): Finding {
  const severity = 'error';
  const evidence = { did: { kind: 'page' }, waitedMs } as const;
  const refused = facts.records.find((record) => record.type === 'socket-refused');
  const [socket] = socketsOf(facts.records);
  const connectors = facts.having('ws-connect');
  const [connector] = connectors;

  if (refused?.type === 'socket-refused' || socket !== undefined) {
    const url = refused?.type === 'socket-refused' ? refused.url : (socket?.url ?? '');
    const value = connector === undefined ? url : (attribute(connector, 'ws-connect') ?? '');
    const where = facts.placeOf('ws-connect');
    const csp = facts.complaints().find((text) => /Content.Security.Policy/iu.test(text));
    if (csp !== undefined) return { code: 'page/csp-blocks', severity, facts: { directive: csp }, evidence: { ...evidence, received: csp } };
    if (!leadsToEndpoint(url, facts.snapshot.url)) return { code: 'page/ws-bad-url', severity, facts: { value, resolved: url }, evidence: { ...evidence, where } };
    const closed = facts.records.find((record) => record.type === 'socket-close');
    return { code: 'page/ws-not-open', severity, facts: { url, code: closed?.type === 'socket-close' ? closed.code : undefined }, evidence: { ...evidence, where } };
  }
  const other = oldOrOtherSyntax(facts);
  if (connector === undefined) {
    return other ?? { code: 'page/ws-connect-missing', severity, facts: {}, evidence: { ...evidence, where: facts.placeOf('hx-ext') } };
  }
  const value = attribute(connector, 'ws-connect') ?? '';
  if (!facts.extensionEnabled(connector, 'ws')) {
    const elsewhere = facts.having('hx-ext')[0];
    const own = [...facts.upwards(connector)].map((element) => attribute(element, 'hx-ext')).find((names) => names !== undefined);
    const found = elsewhere === undefined || own !== undefined ? undefined : elsewhere.tag;
    return { code: 'htmx/extension-not-enabled', severity, facts: { extension: 'ws', value: own ?? (elsewhere === undefined ? undefined : attribute(elsewhere, 'hx-ext')), elsewhere: found }, evidence: { ...evidence, where: own === undefined ? facts.placeOf('ws-connect') : facts.placeOf('hx-ext') } };
  }
  if (value.trim() === '') return { code: 'page/ws-bad-url', severity, facts: { value, resolved: '' }, evidence: { ...evidence, where: facts.placeOf('ws-connect') } };
  const error = facts.records.find((record) => record.type === 'script-error');
  if (error?.type === 'script-error') return { code: 'page/script-error', severity, facts: { message: error.message, file: error.file, line: error.line }, evidence };
  return { code: 'page/ws-not-open', severity, facts: { url: value, code: undefined }, evidence: { ...evidence, where: facts.placeOf('ws-connect') } };
}

function leadsToEndpoint(url: string, page: string): boolean {
  try {
    const socket = new URL(url);
    const own = new URL(page);
    const scheme = own.protocol === 'https:' ? 'wss:' : 'ws:';
    return socket.host === own.host && socket.protocol === scheme && socket.pathname === '/ws';
  } catch {
    return false;
  }
}

/** Attributes of htmx 1 (`hx-ws`) or htmx 4 (`hx-ws:connect`) on a page of htmx 2. */
export function oldOrOtherSyntax(facts: PageFacts): Finding | undefined {
  for (const element of facts.snapshot.elements) {
    for (const [name, value] of Object.entries(element.attributes)) {
      const bare = name.replace(/^data-/u, '');
      const evidence = { did: { kind: 'page' }, where: facts.placeOf(bare) } as const;
      if (/^hx-(?:ws|sse)[:-](?:connect|send|close)/u.test(bare)) {
        return { code: 'htmx/other-version-syntax', severity: 'error', facts: { attribute: name, use: bare.replace(/^hx-/u, '').replace(':', '-') }, evidence };
      }
      if (bare === 'hx-ws' || bare === 'hx-sse') return { code: 'htmx/old-syntax', severity: 'error', facts: { attribute: name, value }, evidence };
    }
  }
  return undefined;
}

/** Two sockets where one is meant: it works, and every message of the server comes twice (a warning). */
function twoConnections(facts: PageFacts): readonly Finding[] {
  const sockets = socketsOf(facts.records);
  const closed = facts.records.some((record) => record.type === 'socket-close');
  if (sockets.length < 2 || closed) return [];
  const elements = facts.having('ws-connect').length;
  return [{ code: 'page/ws-two-connections', severity: 'warning', facts: { sockets: sockets.length, elements }, evidence: { did: { kind: 'page' }, where: facts.placeOf('ws-connect') } }];
}

