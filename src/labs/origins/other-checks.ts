import type { FactsByCode, Finding } from '../../model/finding.ts';
import type { PageDriver } from '../../model/page.ts';
import type { Result } from '../../model/result.ts';
import { EventStreamClient } from '../../observe/event-stream/client.ts';
import { openOtherSite } from '../../observe/other-site.ts';
import { WebSocketClient } from '../../observe/websocket.ts';
import { streamPlace } from '../../rules/places.ts';
import { has, ofType } from '../../rules/records.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED, seenBy } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { typeMessage } from '../common/messages.ts';
import { targetHtml } from '../common/pages.ts';
import { headOf } from './check.ts';
import type { OriginsCheck } from './check.ts';
import { CONTRACT } from './contract.ts';
import { addressesOf, lookalikes, originPlace } from './live.ts';
import type { Addresses } from './live.ts';

const TAB = 'tab 1';
const WRITER_TAB = 'tab 2';
const READER_TAB = 'tab 3';
/** Frames for everybody come together with the one that the page waited for. Milliseconds. */
const TOGETHER_MS = 500;

interface OtherPage {
  readonly origin: string;
  readonly tab: PageDriver;
}

/** A page of another site, in a tab beside the learner's. @param script what it does */
async function openOtherPage(context: RunContext, name: string, script: string): Promise<Result<OtherPage, Outcome>> {
  const site = await openOtherSite(
    `<!doctype html>\n<html lang="en">\n<title>Cheap shoes</title>\n<h1>Cheap shoes</h1>\n<script>\n${script}\n</script>\n`,
  );
  if (site === undefined) return { ok: false, problem: { skipped: 'no port is free for a page of another origin' } };
  context.onClose(() => site.close());
  const opened = await context.tabs.open(name, 'shared', site.origin);
  return opened.ok ? { ok: true, value: { origin: site.origin, tab: opened.value } } : opened;
}

/** What the learner's page would send for a text. */
function messageWith(word: string): string {
  return JSON.stringify({ [CONTRACT.field]: word, HEADERS: {} });
}

/** Somebody at the WebSocket who claims an origin, or a page that has it. */
interface Intruder {
  readonly origin: string;
  /** Its label in the timeline. */
  readonly client: string;
  /** What it sent. */
  readonly word: string;
  /** Whether a text was sent to it. */
  reads(word: string): boolean;
}

/** A client that claims an origin, as only browsers cannot. Undefined: it was turned away. */
async function claim(context: RunContext, { socket }: Addresses, origin: string): Promise<Intruder | undefined> {
  const server = await context.servers.get();
  if (!server.ok) return undefined;
  const opened = await WebSocketClient.connect(socket.origin, `${socket.pathname}${socket.search}`, {
    client: context.nextClient(server.value),
    timeline: context.timeline,
    deadlineMs: DEADLINE.handshake,
    from: origin,
  });
  if (!opened.ok) return undefined;
  const client = opened.value;
  context.onClose(() => client.close());
  const word = context.words.word();
  // A server may accept the handshake and close at once.
  if (client.closed === undefined) client.send(messageWith(word));
  return {
    origin,
    client: client.client.label,
    word,
    reads: (text) => client.frames.some((frame) => frame.text.includes(text)),
  };
}

/** The page of another site, when its connection is open, and what it sent has gone out. */
async function intrude(context: RunContext, { socket }: Addresses): Promise<Result<Intruder | undefined, Outcome>> {
  const word = context.words.word();
  const [url, message] = [socket.href, messageWith(word)].map((text) => JSON.stringify(text));
  const opened = await openOtherPage(
    context,
    WRITER_TAB,
    `const socket = new WebSocket(${url});\nsocket.onopen = () => socket.send(${message});`,
  );
  if (!opened.ok) return opened;
  const { origin, tab } = opened.value;
  await tab.until((records) => has(records, 'socket-sent') || has(records, 'socket-close'), DEADLINE.handshake);
  if (!has(tab.records, 'socket-open')) return { ok: true, value: undefined };
  const reads = (text: string): boolean =>
    ofType(tab.records, 'socket-received').some(({ data }) => data.includes(text));
  return { ok: true, value: { origin, client: WRITER_TAB, word, reads } };
}

export const socketKept: OriginsCheck<'origins-socket-kept'> = {
  ...headOf('origins-socket-kept'),
  waitsFor: 'what a page of another origin can do',
  observes: 'page',
  tab: TAB,
  needs: ['origins-sign'],
  async run(context, tab): Promise<Outcome> {
    const addresses = await addressesOf(tab);
    const [page, ...claims] = await Promise.all([
      intrude(context, addresses),
      ...lookalikes(addresses.own).map((origin) => claim(context, addresses, origin)),
    ]);
    if (!page.ok) return page.problem;
    const intruders = [page.value, ...claims].filter((each) => each !== undefined);
    if (intruders.length === 0) return PASSED;
    // What the server does with a text is done when it has answered the next one.
    const { text, word } = context.words.text();
    await typeMessage(context, tab, { typed: text, word });
    const html = await targetHtml(context, tab);
    const writer = intruders.find((each) => html.includes(each.word));
    if (writer !== undefined) return failed(intruded(context, writer, 'writes'));
    await tab.until(() => intruders.some(({ reads }) => reads(word)), TOGETHER_MS);
    const reader = intruders.find(({ reads }) => reads(word));
    return reader === undefined ? PASSED : failed(intruded(context, reader, 'reads'));
  },
};

function intruded(
  { sources }: RunContext,
  { origin, client }: Intruder,
  does: FactsByCode['origins/socket-open']['does'],
): Finding {
  const where = originPlace(sources);
  const finding: Finding = {
    code: 'origins/socket-open',
    severity: 'error',
    facts: { origin, does },
    evidence: { where },
  };
  return seenBy(finding, client, TAB);
}

/** Label of the client that claims an origin. */
function claimant(origin: string): string {
  return `stream as ${origin}`;
}

/** The origin that the answer to a client of this origin allows; empty: none. */
async function allowedFor(context: RunContext, { stream }: Addresses, origin: string): Promise<string> {
  const opened = await EventStreamClient.open(stream.href, {
    client: { kind: 'stream', label: claimant(origin) },
    timeline: context.timeline,
    deadlineMs: DEADLINE.firstEvent,
    headers: { origin },
  });
  if (!opened.ok) return '';
  await opened.value.leave();
  return opened.value.headers['access-control-allow-origin'] ?? '';
}

export const streamKept: OriginsCheck<'origins-stream-kept'> = {
  ...headOf('origins-stream-kept'),
  waitsFor: 'what a page of another origin can read',
  observes: 'page',
  tab: TAB,
  needs: ['origins-visitors'],
  async run(context, tab): Promise<Outcome> {
    const addresses = await addressesOf(tab);
    const url = JSON.stringify(addresses.stream.href);
    const opened = await openOtherPage(
      context,
      READER_TAB,
      `new EventSource(${url}, { withCredentials: true });\nnew EventSource(${url});`,
    );
    if (!opened.ok) return opened.problem;
    const { origin, tab: other } = opened.value;
    await other.until(
      (records) => has(records, 'stream-open') || ofType(records, 'stream-error').length > 1,
      DEADLINE.firstEvent,
    );
    if (has(other.records, 'stream-open')) {
      const allowed = await allowedFor(context, addresses, origin);
      return failed(seenBy(readable(context, { origin, allowed }), READER_TAB));
    }
    const claims = await Promise.all(
      lookalikes(addresses.own).map(async (claimed) => ({
        origin: claimed,
        allowed: await allowedFor(context, addresses, claimed),
      })),
    );
    const open = claims.find((each) => each.allowed === each.origin || each.allowed === '*');
    return open === undefined ? PASSED : failed(seenBy(readable(context, open), claimant(open.origin)));
  },
};

function readable({ sources }: RunContext, facts: FactsByCode['origins/stream-open']): Finding {
  const allows = sources.find('server', /Access-Control-Allow-Origin|allow_origins|allow_origin_regex|\bcors\(/iu);
  const where = allows.length > 0 ? allows : streamPlace(sources, CONTRACT.streamPath);
  return { code: 'origins/stream-open', severity: 'error', facts, evidence: { where } };
}
