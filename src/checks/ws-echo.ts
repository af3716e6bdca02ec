import type { Finding } from '../model/finding.ts';
import type { LearnerServer } from '../server/server.ts';
import type { Check, Outcome } from './check.ts';
import { failed, PASSED } from './check.ts';
import type { Dialect } from './echo.ts';
import { bears, connect, exchange, handlerPlace, htmxFrame, spoken, whyNoEcho } from './echo.ts';
import type { Session } from './session.ts';

interface Echo {
  readonly dialect: Dialect;
  readonly finding: Finding | undefined;
}

/** How the server answers, tried once for all checks that speak to /ws. */
export function echo(session: Session): Promise<Echo> {
  return session.once('echo', () => findDialect(session));
}

/**
 * The JSON of htmx first: a plain echo returns it whole, a later state reads it, and a state that reads JSON without care would end at
 * plain text. Only a server that does nothing with it is asked in plain text.
 */
async function findDialect(session: Session): Promise<Echo> {
  const server = await session.server();
  if (!server.ok) return { dialect: 'plain', finding: server.problem };
  const asJson = await tryDialect(session, server.value, 'htmx');
  if (asJson.finding === undefined) {
    return { dialect: asJson.reply?.includes('HEADERS') === true ? 'plain' : 'htmx', finding: undefined };
  }
  // The JSON may have been its end; the plain word gets a server of its own then.
  const next = server.value.exit() === undefined ? server : await session.restart('calm');
  if (!next.ok) return { dialect: 'plain', finding: next.problem };
  const asText = await tryDialect(session, next.value, 'plain');
  if (asText.finding === undefined) return { dialect: 'plain', finding: undefined };
  const later = session.options.targetIndex > 1 && asJson.finding.code !== 'ws/no-reply';
  return { dialect: 'plain', finding: later ? asJson.finding : asText.finding };
}

async function tryDialect(session: Session, server: LearnerServer, dialect: Dialect): Promise<{ readonly finding: Finding | undefined; readonly reply: string | undefined }> {
  const opened = await connect(session, server);
  if (!opened.ok) {
    return { finding: { code: 'ws/handshake-failed', severity: 'error', facts: { reason: opened.problem.message }, evidence: { did: { kind: 'ws', path: '/ws', sent: [] } } }, reply: undefined };
  }
  const client = opened.value;
  const word = session.words.word();
  const sent = spoken(dialect, word, server.origin);
  // A greeting that the server sends by itself is no reply; what is here before the question does not count.
  await client.roundTrip(1000);
  const framesBefore = client.frames.length;
  const waited = await exchange(client, sent, word);
  const finding = whyNoEcho(session, { client, sent, word, waited, framesBefore });
  return { finding, reply: waited.kind === 'frame' ? waited.frame.text : undefined };
}

/** A random word comes back, once, as text. */
export const wsEcho: Check = {
  id: 'ws-echo',
  title: 'A message comes back with the words that were sent',
  needs: ['ws-handshake'],
  async run(session): Promise<Outcome> {
    const { dialect, finding } = await echo(session);
    if (finding !== undefined) return failed(finding);
    const server = await session.server();
    if (!server.ok) return failed(server.problem);
    const opened = await connect(session, server.value);
    if (!opened.ok) return failed({ code: 'ws/one-client-only', severity: 'error', facts: { code: opened.problem.status }, evidence: { did: { kind: 'ws', path: '/ws', sent: [] }, received: opened.problem.message } });
    const client = opened.value;
    const word = session.words.word();
    const sent = spoken(dialect, word, server.value.origin);
    const framesBefore = client.frames.length;
    const waited = await exchange(client, sent, word);
    const missing = whyNoEcho(session, { client, sent, word, waited, framesBefore });
    if (missing !== undefined) return failed(missing);
    if (waited.kind !== 'frame') return PASSED;
    const did = { kind: 'ws', path: '/ws', sent: [sent] } as const;
    const where = handlerPlace(session);
    if (waited.frame.binary) {
      return failed({ code: 'ws/binary-reply', severity: 'error', facts: { bytes: waited.frame.bytes }, evidence: { did, received: waited.frame.text, where } });
    }
    // What was sent together with the first reply arrives before the pong does.
    await client.roundTrip(1000);
    const same = client.frames.filter((frame) => frame.text === waited.frame.text && bears(frame, word)).length;
    if (same > 1) return failed({ code: 'ws/duplicate-reply', severity: 'error', facts: { sent, replies: same }, evidence: { did, received: waited.frame.text, where } });
    return PASSED;
  },
};

/** Several messages on one connection, without waiting in between, come back in order and whole. */
export const wsOrder: Check = {
  id: 'ws-order',
  title: 'Several messages come back in order, in any script',
  needs: ['ws-echo'],
  async run(session) {
    const { dialect } = await echo(session);
    const server = await session.server();
    if (!server.ok) return failed(server.problem);
    const opened = await connect(session, server.value);
    if (!opened.ok) return failed({ code: 'ws/handshake-failed', severity: 'error', facts: { reason: opened.problem.message }, evidence: { did: { kind: 'ws', path: '/ws', sent: [] } } });
    const client = opened.value;
    const words = [session.words.word(), session.words.word(), session.words.word()];
    const messages = [`one ${words[0]}`, `żółw 漢字 🙂 ${words[1]}`, `three ${words[2]}`];
    const sent = messages.map((message) => spoken(dialect, message, server.value.origin));
    const where = handlerPlace(session);
    // Answered one by one first: a server that closes after its first answer is told from one that mixes them up.
    for (const [index, message] of messages.entries()) {
      const word = words[index] ?? '';
      const framesBefore = client.frames.length;
      const text = sent[index] ?? '';
      const waited = await exchange(client, text, word);
      const missing = whyNoEcho(session, { client, sent: text, word, waited, framesBefore });
      if (missing !== undefined) return failed(missing);
      const intact = waited.kind === 'frame' && bears(waited.frame, message);
      if (waited.kind === 'frame' && !intact && !jsonBears(waited.frame.text, message)) {
        return failed({ code: 'ws/text-altered', severity: 'error', facts: { sent: message }, evidence: { did: { kind: 'ws', path: '/ws', sent: [text] }, received: waited.frame.text, where } });
      }
    }
    const burst = [session.words.word(), session.words.word(), session.words.word()];
    const did = { kind: 'ws', path: '/ws', sent: burst.map((word) => spoken(dialect, word, server.value.origin)) } as const;
    for (const word of burst) client.send(spoken(dialect, word, server.value.origin));
    for (const word of burst) {
      const waited = await client.frame((frame) => bears(frame, word), 3000);
      const missing = whyNoEcho(session, { client, sent: word, word, waited, framesBefore: client.frames.length });
      if (missing !== undefined) return failed(missing);
    }
    const firsts = burst.map((word) => client.frames.findIndex((frame) => bears(frame, word)));
    const ordered = firsts.every((at, index) => index === 0 || at > (firsts[index - 1] ?? -1) || sharesFrame(firsts, index));
    if (!ordered) return failed({ code: 'ws/out-of-order', severity: 'error', facts: { sent: burst }, evidence: { did, received: client.frames.slice(-3).map((frame) => frame.text).join('\n'), where } });
    return PASSED;
  },
};

/** A server that re-sends a whole window may answer two messages with one frame; their order is inside it then. */
function sharesFrame(firsts: readonly number[], index: number): boolean {
  return firsts[index] === firsts[index - 1];
}

/** An echo of htmx's JSON may write non-ASCII as `\uXXXX`: the same text. */
function jsonBears(text: string, message: string): boolean {
  return text.replaceAll(/\\u([0-9a-fA-F]{4})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))).includes(message) || htmxFrame(message, '').includes(text);
}

/** Two clients at the same time, each with its own words. */
export const wsTwoClients: Check = {
  id: 'ws-two-clients',
  title: 'Two clients at once get their answers',
  needs: ['ws-echo'],
  async run(session) {
    const { dialect } = await echo(session);
    const server = await session.server();
    if (!server.ok) return failed(server.problem);
    const [first, second] = await Promise.all([connect(session, server.value), connect(session, server.value)]);
    if (!first.ok || !second.ok) {
      const problem = first.ok ? second : first;
      return failed({ code: 'ws/one-client-only', severity: 'error', facts: { code: problem.ok ? undefined : problem.problem.status }, evidence: { did: { kind: 'ws', path: '/ws', sent: [] } } });
    }
    const clients = [first.value, second.value];
    const results = await Promise.all(
      clients.map(async (client) => {
        const word = session.words.word();
        const sent = spoken(dialect, word, server.value.origin);
        const framesBefore = client.frames.length;
        const started = performance.now();
        const waited = await exchange(client, sent, word);
        return { finding: whyNoEcho(session, { client, sent, word, waited, framesBefore }), tookMs: performance.now() - started, closed: client.closed };
      }),
    );
    const unanswered = results.find((result) => result.finding !== undefined);
    if (unanswered?.closed !== undefined) {
      return failed({ code: 'ws/one-client-only', severity: 'error', facts: { code: unanswered.closed.code }, evidence: { did: { kind: 'ws', path: '/ws', sent: [] }, where: handlerPlace(session) } });
    }
    if (unanswered?.finding !== undefined) return failed(unanswered.finding);
    return PASSED;
  },
};
