import type { Finding } from '../../model/finding.ts';
import type { ChapterCheck } from '../check.ts';
import { failed } from '../../run/check.ts';
import { insteadOf, uselessAttributes } from './page-attributes.ts';
import { attribute, extensionNames, PageFacts, socketsOf, whyThrown } from './page-facts.ts';
import { untilConnected } from './page-socket.ts';
import type { RunContext } from '../../run/context.ts';

/** The page opens a WebSocket to /ws by itself. */
export const pageConnects: ChapterCheck<'page-connects'> = {
  id: 'page-connects',
  title: 'The page opens a WebSocket to /ws',
  observes: 'page',
  tab: 'tab 1',
  needs: ['page-htmx', 'ws-handshake'],
  async run(context, tab) {
    const { waitedMs } = await untilConnected(tab);
    const facts = await PageFacts.of(context, tab);
    if (!facts.connected) return failed(whyNoSocket(facts, { waitedMs, context }));
    const foreign = connectedElsewhere(facts);
    if (foreign !== undefined) return failed(foreign);
    return { findings: [...twoConnections(facts), ...legacySyntax(facts), ...uselessAttributes(facts)] };
  },
};

/** What keeps the page from connecting, in the order in which a person would mend it. */
function whyNoSocket(
  facts: PageFacts,
  { waitedMs, context }: { readonly waitedMs: number; readonly context: RunContext },
): Finding {
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
    if (csp !== undefined) {
      const meta = facts.place(
        (element) => element.tag === 'meta' && /content-security-policy/iu.test(element.attributes['http-equiv'] ?? ''),
      );
      const policy = meta.length > 0 ? meta : context.sources.find('server', /content-security-policy/iu);
      return {
        code: 'page/csp-blocks',
        severity,
        facts: { directive: csp },
        evidence: { ...evidence, received: csp, where: policy },
      };
    }
    if (!leadsToEndpoint(url, facts.snapshot.url))
      return { code: 'page/ws-bad-url', severity, facts: { value, resolved: url }, evidence: { ...evidence, where } };
    const closed = facts.records.find((record) => record.type === 'socket-close');
    return {
      code: 'page/ws-not-open',
      severity,
      facts: { url, code: closed?.type === 'socket-close' ? closed.code : undefined },
      evidence: { ...evidence, where },
    };
  }
  const other = oldOrOtherSyntax(facts);
  if (connector === undefined) {
    return (
      other ??
      insteadOf(facts, 'ws-connect') ?? {
        code: 'page/ws-connect-missing',
        severity,
        facts: {},
        evidence: { ...evidence, where: facts.placeOf('hx-ext') },
      }
    );
  }
  const value = attribute(connector, 'ws-connect') ?? '';
  if (!facts.extensionEnabled(connector, 'ws')) {
    const own = [...facts.upwards(connector)]
      .map((element) => attribute(element, 'hx-ext'))
      .find((names) => names !== undefined);
    const misnamed = facts.having('hx-ext').length === 0 ? insteadOf(facts, 'hx-ext') : undefined;
    if (misnamed !== undefined) return misnamed;
    const elsewhere = facts
      .having('hx-ext')
      .find((element) => extensionNames(attribute(element, 'hx-ext')).includes('ws'));
    return {
      code: 'htmx/extension-not-enabled',
      severity,
      facts: {
        extension: 'ws',
        value: own,
        elsewhere: elsewhere?.tag,
      },
      evidence: { ...evidence, where: own === undefined ? facts.placeOf('ws-connect') : facts.placeOf('hx-ext') },
    };
  }
  if (value.trim() === '')
    return {
      code: 'page/ws-bad-url',
      severity,
      facts: { value, resolved: '' },
      evidence: { ...evidence, where: facts.placeOf('ws-connect') },
    };
  const thrown = whyThrown(facts.records, evidence);
  if (thrown !== undefined) return thrown;
  return {
    code: 'page/ws-not-open',
    severity,
    facts: { url: value, code: undefined },
    evidence: { ...evidence, where: facts.placeOf('ws-connect') },
  };
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

/** A page may hold the whole URL of a server that runs somewhere else, the learner's own one of a minute ago among them. */
function connectedElsewhere(facts: PageFacts): Finding | undefined {
  const open = new Set(facts.records.flatMap((record) => (record.type === 'socket-open' ? [record.socket] : [])));
  const urls = socketsOf(facts.records)
    .filter((socket) => open.has(socket.socket))
    .map((socket) => socket.url);
  const own = new URL(facts.snapshot.url);
  const [foreign] = urls;
  if (foreign === undefined || urls.some((url) => new URL(url).port === own.port)) return undefined;
  const connector = facts.having('ws-connect')[0];
  const value = connector === undefined ? foreign : (attribute(connector, 'ws-connect') ?? '');
  return {
    code: 'page/ws-bad-url',
    severity: 'error',
    facts: { value, resolved: foreign },
    evidence: { did: { kind: 'page' }, where: facts.placeOf('ws-connect') },
  };
}

/** `hx-ws` works with the extension as well, and belongs to htmx 1 (a warning). */
function legacySyntax(facts: PageFacts): readonly Finding[] {
  const legacy = facts.having('hx-ws')[0];
  if (
    legacy === undefined ||
    facts.socketElements('send').length === 0 ||
    facts.snapshot.htmx?.version.startsWith('2.') !== true
  )
    return [];
  return [
    {
      code: 'htmx/old-syntax',
      severity: 'warning',
      facts: { attribute: 'hx-ws', value: attribute(legacy, 'hx-ws') ?? '' },
      evidence: { did: { kind: 'page' }, where: facts.placeOf('hx-ws') },
    },
  ];
}

/** Attributes of htmx 1 (`hx-ws`) or htmx 4 (`hx-ws:connect`) on a page of htmx 2. */
export function oldOrOtherSyntax(facts: PageFacts): Finding | undefined {
  for (const element of facts.snapshot.elements) {
    for (const [name, value] of Object.entries(element.attributes)) {
      const bare = name.replace(/^data-/u, '');
      const evidence = { did: { kind: 'page' }, where: facts.placeOf(bare) } as const;
      if (/^hx-(?:ws|sse)[:-](?:connect|send|close)/u.test(bare)) {
        return {
          code: 'htmx/other-version-syntax',
          severity: 'error',
          facts: { attribute: name, use: bare.replace(/^hx-/u, '').replace(':', '-') },
          evidence,
        };
      }
      if (bare === 'hx-ws' || bare === 'hx-sse')
        return { code: 'htmx/old-syntax', severity: 'error', facts: { attribute: name, value }, evidence };
    }
  }
  return undefined;
}

/** Two sockets where one is meant: it works, and every message of the server comes twice (a warning). */
function twoConnections(facts: PageFacts): readonly Finding[] {
  const sockets = socketsOf(facts.records);
  const closed = facts.records.some((record) => record.type === 'socket-close');
  if (sockets.length < 2 || closed) return [];
  const elements = facts.socketElements('connect').length;
  return [
    {
      code: 'page/ws-two-connections',
      severity: 'warning',
      facts: { sockets: sockets.length, elements },
      evidence: { did: { kind: 'page' }, where: facts.placeOf('ws-connect') },
    },
  ];
}
