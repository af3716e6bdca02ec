import type { Finding } from '../../model/finding.ts';
import type { WebSocketClient } from '../../observe/websocket.ts';
import { handshakeFailure } from '../../rules/http/failure.ts';
import { duplicateReply, outOfOrder, replyAltered } from '../../rules/socket/replies.ts';
import type { AnsweredMessage } from '../../rules/socket/replies.ts';
import type { LearnerServer } from '../../servers/server.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import { failed, PASSED } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import type { RandomText } from '../../run/random.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { CONTRACT } from '../contract.ts';
import type { MessageFormat } from './echo.ts';
import { answersSince, connect, encodeFor, untilQuiet, whyNoEcho } from './echo.ts';
import { unlessOnlyConcurrent } from './ws-concurrent-clients.ts';
import { ask, echo } from './ws-echo.ts';

interface Conversation {
  readonly context: RunContext;
  readonly server: LearnerServer;
  readonly client: WebSocketClient;
  readonly format: MessageFormat;
}

/** Several messages on one connection come back complete, once each and in order. */
export const wsOrder: ChapterCheck<'ws-order'> = {
  id: 'ws-order',
  title: CHECK_TITLES['ws-order'],
  waitsFor: CHECK_WAITS['ws-order'],
  observes: 'socket',
  needs: ['ws-echo'],
  async run(context) {
    const { format } = await echo(context);
    const server = await context.servers.get();
    if (!server.ok) return failed(server.problem);
    const opened = await connect(context, server.value);
    if (!opened.ok)
      return failed({
        code: 'ws/handshake-failed',
        severity: 'error',
        facts: { failure: handshakeFailure(opened.problem) },
        evidence: { did: { kind: 'ws', path: CONTRACT.socketPath, sent: [] } },
      });
    const conversation = { context, server: server.value, client: opened.value, format };
    // First one by one: this distinguishes a server that closes after its first answer from one that mixes messages up.
    const finding = (await oneByOne(conversation)) ?? (await atOnce(conversation));
    return finding === undefined ? PASSED : failed(await unlessOnlyConcurrent(context, finding, [format]));
  },
};

/** The second one has other scripts in it, the last one a mark that HTML escapes once. */
function messages({ words }: RunContext): readonly RandomText[] {
  const [first, last] = [words.word(), words.word()];
  return [{ text: `one ${first}`, word: first }, words.text(), { text: `three & ${last}`, word: last }];
}

async function oneByOne({ context, server, client, format }: Conversation): Promise<Finding | undefined> {
  const answered: AnsweredMessage[] = [];
  for (const { text, word } of messages(context)) {
    const sent = encodeFor(context, format, { message: text, origin: server.origin });
    const { finding, reply } = await ask(context, { server, client, text: sent, word });
    if (finding !== undefined) return finding;
    if (reply === undefined) continue;
    const { frames } = client;
    const view = { path: CONTRACT.socketPath, sent, text, word, reply, frames, locate: context.sources };
    // The rest of an answer in several frames may be on its way.
    if (replyAltered(view) !== undefined) await untilQuiet(client);
    const altered = replyAltered(view);
    if (altered !== undefined) return altered;
    answered.push(view);
  }
  // Whatever the server sent together with a reply arrives before the pong.
  await client.roundTrip(DEADLINE.pong);
  return answered.map(duplicateReply).find((finding) => finding !== undefined);
}

/** Three messages without waiting in between. */
async function atOnce({ context, server, client, format }: Conversation): Promise<Finding | undefined> {
  const words = [context.words.word(), context.words.word(), context.words.word()];
  const sent = words.map((word) => encodeFor(context, format, { message: word, origin: server.origin }));
  const before = client.frames.length;
  for (const text of sent) client.send(text);
  for (const word of words) {
    const waited = await client.frame(answersSince(client, before, word), DEADLINE.reply);
    const framesBefore = client.frames.length;
    const during = wsOrder.id;
    const missing = await whyNoEcho(context, { server, client, sent: word, word, waited, framesBefore, during });
    if (missing !== undefined) return missing;
  }
  return outOfOrder({ path: CONTRACT.socketPath, sent, words, frames: client.frames, locate: context.sources });
}
