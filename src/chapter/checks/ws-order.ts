import type { Finding } from '../../model/finding.ts';
import type { Frame, WebSocketClient } from '../../observe/websocket.ts';
import type { LearnerServer } from '../../servers/server.ts';
import { handshakeFailure } from '../../rules/http/failure.ts';
import type { ChapterCheck } from '../check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import type { Dialect } from './echo.ts';
import { bears, connect, handlerPlace, htmxFrame, spoken, whyNoEcho } from './echo.ts';
import type { RunContext } from '../../run/context.ts';
import { becauseOfCompany } from './ws-company.ts';
import { ask, echo, sameReplies } from './ws-echo.ts';

interface Conversation {
  readonly context: RunContext;
  readonly server: LearnerServer;
  readonly client: WebSocketClient;
  readonly dialect: Dialect;
}

/** Several messages on one connection come back whole, once each and in order. */
export const wsOrder: ChapterCheck<'ws-order'> = {
  id: 'ws-order',
  title: 'Several messages come back in order, in any script',
  observes: 'socket',
  needs: ['ws-echo'],
  async run(context) {
    const { dialect } = await echo(context);
    const server = await context.servers.get();
    if (!server.ok) return failed(server.problem);
    const opened = await connect(context, server.value);
    if (!opened.ok)
      return failed({
        code: 'ws/handshake-failed',
        severity: 'error',
        facts: { failure: handshakeFailure(opened.problem) },
        evidence: { did: { kind: 'ws', path: '/ws', sent: [] } },
      });
    const conversation = { context, server: server.value, client: opened.value, dialect };
    // Answered one by one first: a server that closes after its first answer is told from one that mixes them up.
    const finding = (await oneByOne(conversation)) ?? (await atOnce(conversation));
    return finding === undefined ? PASSED : failed(await becauseOfCompany(context, finding, [dialect]));
  },
};

async function oneByOne({ context, server, client, dialect }: Conversation): Promise<Finding | undefined> {
  const where = handlerPlace(context);
  const asked: { readonly sent: string; readonly word: string; readonly reply: Frame }[] = [];
  for (const message of ['one', 'żółw 漢字 🙂', 'three']) {
    const word = context.words.word();
    const text = `${message} ${word}`;
    const sent = spoken(dialect, text, server.origin);
    const { finding, reply } = await ask(context, { server, client, text: sent, word });
    if (finding !== undefined) return finding;
    if (reply === undefined) continue;
    if (!bears(reply, text) && !jsonBears(reply.text, text)) {
      return {
        code: 'ws/text-altered',
        severity: 'error',
        facts: { sent: text },
        evidence: { did: { kind: 'ws', path: '/ws', sent: [sent] }, received: reply.text, where },
      };
    }
    asked.push({ sent, word, reply });
  }
  // What was sent together with a reply arrives before the pong does.
  await client.roundTrip(1000);
  for (const { sent, word, reply } of asked) {
    const replies = sameReplies(client, reply, word);
    if (replies > 1)
      return {
        code: 'ws/duplicate-reply',
        severity: 'error',
        facts: { sent, replies },
        evidence: { did: { kind: 'ws', path: '/ws', sent: [sent] }, received: reply.text, where },
      };
  }
  return undefined;
}

/** Three messages without waiting in between. */
async function atOnce({ context, server, client, dialect }: Conversation): Promise<Finding | undefined> {
  const burst = [context.words.word(), context.words.word(), context.words.word()];
  const sent = burst.map((word) => spoken(dialect, word, server.origin));
  for (const text of sent) client.send(text);
  for (const word of burst) {
    const waited = await client.frame((frame) => bears(frame, word), DEADLINE.reply);
    const missing = await whyNoEcho(context, {
      server,
      client,
      sent: word,
      word,
      waited,
      framesBefore: client.frames.length,
      during: wsOrder.title,
    });
    if (missing !== undefined) return missing;
  }
  const firsts = burst.map((word) => client.frames.findIndex((frame) => bears(frame, word)));
  // A server that re-sends a whole window may answer two messages with one frame; their order is inside it then.
  const ordered = firsts.every((at, index) => index === 0 || at >= (firsts[index - 1] ?? -1));
  if (ordered) return undefined;
  const received = client.frames
    .slice(-3)
    .map((frame) => frame.text)
    .join('\n');
  return {
    code: 'ws/out-of-order',
    severity: 'error',
    facts: { sent: burst },
    evidence: { did: { kind: 'ws', path: '/ws', sent }, received, where: handlerPlace(context) },
  };
}

/** An echo of htmx's JSON may write non-ASCII as `\uXXXX`: the same text. */
function jsonBears(text: string, message: string): boolean {
  return (
    text
      .replaceAll(/\\u([0-9a-fA-F]{4})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .includes(message) || htmxFrame(message, '').includes(text)
  );
}
