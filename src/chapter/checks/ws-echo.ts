import type { Code, Finding } from '../../model/finding.ts';
import type { Result } from '../../model/result.ts';
import { withinDeadline } from '../../model/waiting.ts';
import type { Frame, HandshakeFailure, WebSocketClient } from '../../observe/websocket.ts';
import { handshakeFailure } from '../../rules/http/failure.ts';
import { nestedTooDeep } from '../../rules/nesting.ts';
import { secondRefused } from '../../rules/socket/concurrent.ts';
import { isPlainEcho } from '../../rules/socket/frames.ts';
import { binaryReply, duplicateReply } from '../../rules/socket/replies.ts';
import type { LearnerServer } from '../../servers/server.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { hasCrashed } from '../../run/crash.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { whyHandlerFailed } from '../../run/server-log.ts';
import { shared } from '../../run/shared.ts';
import { CONTRACT } from '../contract.ts';
import type { MessageFormat } from './echo.ts';
import { connect, encodeFor, exchange, keepsWaiting, replyPlace, whyNoEcho } from './echo.ts';
import { keepOpen } from './ws-stays.ts';
import { blocksOthersMeanwhile, isSlow, unlessOnlyConcurrent } from './ws-concurrent-clients.ts';

interface Echo {
  readonly format: MessageFormat;
  readonly finding: Finding | undefined;
  /** How long the answer in this format took, in milliseconds. */
  readonly tookMs: number;
}

/** How the server answers, tested once for all checks that use /ws. */
export const echo = shared(findFormat);

/**
 * htmx's JSON first: a plain echo returns it in full, a later state parses it, and a state that parses JSON carelessly would crash on
 * plain text. Plain text is tried only with a server that does nothing with the JSON.
 */
async function findFormat(context: RunContext): Promise<Echo> {
  const server = await context.servers.get();
  if (!server.ok) return { format: 'plain', finding: server.problem, tookMs: 0 };
  const trying = tryFormat(context, server.value, 'htmx');
  const isSilent = (await withinDeadline(trying, SILENCE_MS)) === undefined;
  const isBusy = isSilent && (await keepsWaiting(context, server.value));
  // A silent server is asked in both formats at the same time, so that the two waits do not add up; a busy one in the same format, to see later
  // whether it is busy with each message or was with the first.
  const meanwhile = isBusy ? tryAside(context, 'htmx') : undefined;
  const asTextMeanwhile = isSilent && !isBusy ? tryAside(context, 'plain') : undefined;
  const asJson = await trying;
  if (asJson.finding !== undefined && SAYS_IT_ALL.includes(asJson.finding.code)) return { format: 'htmx', ...asJson };
  // Nothing else may talk to the isolated server meanwhile.
  const alone = await (meanwhile ?? asTextMeanwhile);
  if (asJson.refused !== undefined && alone !== undefined && alone.finding === undefined) {
    const finding = secondRefused(CONTRACT.socketPath, asJson.refused, { locate: context.sources });
    return { format: 'htmx', finding, tookMs: 0 };
  }
  // From then on a message is htmx's JSON: plain text may stay unanswered.
  const wantsJson = context.wants('json');
  const { tookMs } = asJson;
  if (asJson.finding === undefined) {
    const isPlain = isPlainEcho(asJson.reply, context.dialect.headersMember) && !wantsJson;
    return { format: isPlain ? 'plain' : 'htmx', finding: undefined, tookMs };
  }
  const asText = await (asTextMeanwhile ?? tryAside(context, 'plain'));
  if (asText.finding === undefined) {
    if (await hasCrashed(server.value)) await context.servers.restart('shared');
    return { format: 'plain', ...asText };
  }
  const readsJson =
    wantsJson ||
    (asJson.finding.code !== 'ws/no-reply' &&
      (context.wants('page') || asText.finding.code === 'server/crashed-during-check' || ignores(asText.finding)));
  const finding = readsJson ? asJson.finding : asText.finding;
  return { format: 'plain', finding: await unlessOnlyConcurrent(context, finding, ['htmx', 'plain']), tookMs };
}

/** Plain text was ignored: then what happened to the JSON says more. */
function ignores({ code }: Finding): boolean {
  return code === 'ws/no-reply';
}

/** A process that hangs, a call without `await` or what is no answer at all is the cause whatever was sent. */
const SAYS_IT_ALL: readonly Code[] = ['server/stopped-answering', 'python/not-awaited', 'ws/too-much', 'ws/bad-frame'];

/** An answer that takes longer than this may never arrive. Milliseconds. */
const SILENCE_MS = 1200;

/** Tested on an isolated server: where JSON is parsed, plain text may crash the process, which is not an error in this step. */
async function tryAside(context: RunContext, format: MessageFormat): Promise<Pick<Answer, 'finding' | 'tookMs'>> {
  const other = await serverForText(context);
  if (!other.ok) return { finding: other.problem, tookMs: 0 };
  const answer = await tryFormat(context, other.value, format);
  await answer.client?.close();
  return answer;
}

/** An isolated server. Where there is only the shared one, it is started again if the JSON has ended it. */
async function serverForText({ servers }: RunContext): Promise<Result<LearnerServer, Finding>> {
  const server = await servers.get('isolated');
  if (servers.canIsolate || !server.ok || !(await hasCrashed(server.value))) return server;
  return servers.restart('shared');
}

async function tryFormat(
  context: RunContext,
  server: LearnerServer,
  format: MessageFormat,
): Promise<Answer & { readonly client: WebSocketClient | undefined; readonly refused?: HandshakeFailure }> {
  const opened = await connect(context, server);
  if (!opened.ok) {
    const evidence = {
      did: { kind: 'ws', path: CONTRACT.socketPath, sent: [] },
      waitedMs: opened.problem.waitedMs,
    } as const;
    const because = await whyHandlerFailed(context, server, { sent: '', evidence, patienceMs: 0 });
    return {
      finding: because ?? {
        code: 'ws/handshake-failed',
        severity: 'error',
        facts: { failure: handshakeFailure(opened.problem) },
        evidence,
      },
      reply: undefined,
      tookMs: 0,
      client: undefined,
      refused: opened.problem,
    };
  }
  // A greeting that the server sends by itself is not a reply; what arrived before the question does not count.
  await opened.value.roundTrip(DEADLINE.pong);
  const word = context.words.word();
  return {
    client: opened.value,
    ...(await ask(context, {
      server,
      client: opened.value,
      text: encodeFor(context, format, { message: word, origin: server.origin }),
      word,
    })),
  };
}

export interface Answer {
  readonly finding: Finding | undefined;
  readonly reply: Frame | undefined;
  readonly tookMs: number;
}

/** Sends `text`, waits for a frame that contains `word`, and says why if none arrives. */
export async function ask(
  context: RunContext,
  question: {
    readonly server: LearnerServer;
    readonly client: WebSocketClient;
    readonly text: string;
    readonly word: string;
  },
): Promise<Answer> {
  const { server, client, text, word } = question;
  const framesBefore = client.frames.length;
  const before = performance.now();
  const waited = await exchange(client, text, word);
  const tookMs = performance.now() - before;
  const finding = await whyNoEcho(context, {
    server,
    client,
    sent: text,
    word,
    waited,
    framesBefore,
    during: wsEcho.id,
  });
  return { finding, reply: waited.kind === 'frame' ? waited.frame : undefined, tookMs };
}

/** A random word comes back, once, as text, and no other client is kept waiting. */
export const wsEcho: ChapterCheck<'ws-echo'> = {
  id: 'ws-echo',
  title: CHECK_TITLES['ws-echo'],
  waitsFor: CHECK_WAITS['ws-echo'],
  observes: 'socket',
  needs: ['ws-handshake'],
  // What is too much for this client is too much for a page.
  breaks: {
    codes: ['ws/too-much', 'ws/bad-frame', 'page/nested-too-deep'],
    checks: { observing: ['page'] },
  },
  async run(context): Promise<Outcome> {
    const { format, finding, tookMs: firstMs } = await echo(context);
    if (finding !== undefined) return failed(finding);
    const blocks = isSlow(firstMs) ? await blocksOthersMeanwhile(context, format) : undefined;
    if (blocks !== undefined) return failed(blocks);
    const server = await context.servers.get();
    if (!server.ok) return failed(server.problem);
    const opened = await connect(context, server.value);
    if (!opened.ok) return failed(secondRefused(CONTRACT.socketPath, opened.problem, { locate: context.sources }));
    const client = opened.value;
    const word = context.words.word();
    const sent = encodeFor(context, format, { message: word, origin: server.value.origin });
    const { finding: missing, reply, tookMs } = await ask(context, { server: server.value, client, text: sent, word });
    if (missing !== undefined) return failed(await unlessOnlyConcurrent(context, missing, [format]));
    if (reply === undefined) return PASSED;
    const { frames } = client;
    const view = { path: CONTRACT.socketPath, sent, text: word, word, reply, frames, locate: context.sources };
    const binary = binaryReply(view);
    if (binary !== undefined) return failed(binary);
    const deep = nestedTooDeep(reply.text, 'message', {
      did: { kind: 'ws', path: CONTRACT.socketPath, sent: [sent] },
      where: replyPlace(context, reply.text),
    });
    if (deep !== undefined) return failed(deep);
    // Whatever the server sent together with the first reply arrives before the pong.
    await client.roundTrip(DEADLINE.pong);
    const twice = duplicateReply(view);
    if (twice !== undefined) return failed(twice);
    keepOpen(context, server.value, client);
    const late = isSlow(tookMs) && !isSlow(firstMs) ? await blocksOthersMeanwhile(context, format) : undefined;
    return late === undefined ? PASSED : failed(late);
  },
};
