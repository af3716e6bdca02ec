import type { Finding } from '../../model/finding.ts';
import type { WebSocketClient } from '../../observe/websocket.ts';
import { blockingPlace } from '../../run/blocking-place.ts';
import { PASSED } from '../../run/check.ts';
import type { Outcome } from '../../run/check.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import type { Dialect } from './echo.ts';
import { connect, exchange, handlerPlace, spoken } from './echo.ts';
import type { RunContext } from '../../run/context.ts';
import { shared } from '../../run/shared.ts';

/** Findings that a server may give only because other clients are connected as well. */
const FITS_COMPANY: readonly Finding['code'][] = ['ws/no-reply', 'ws/closes-at-once', 'ws/closes-after-first'];

/**
 * Tells "serves one client only" from "never answers": a server of its own is asked by a client that is alone there. What is
 * answered there was unanswered because of the company.
 */
export async function becauseOfCompany(
  context: RunContext,
  finding: Finding,
  dialects: readonly Dialect[],
): Promise<Finding> {
  if (context.servers.remote || !FITS_COMPANY.includes(finding.code)) return finding;
  const wentTo = finding.code === 'ws/no-reply' ? finding.facts.wentTo : undefined;
  // Silence towards everybody has nothing to do with company.
  if (finding.code === 'ws/no-reply' && wentTo === undefined) return finding;
  for (const dialect of dialects) {
    // Once for all checks: two such clients at the same time would not be alone.
    if (!(await ANSWERS_ALONE[dialect](context))) continue;
    const code =
      finding.code === 'ws/closes-at-once' || finding.code === 'ws/closes-after-first' ? finding.facts.code : undefined;
    return {
      code: 'ws/one-client-only',
      severity: 'error',
      facts: { code, ...(wentTo === undefined ? {} : { wentTo }) },
      evidence: finding.evidence,
    };
  }
  return finding;
}

const ATTEMPTS = 5;

const ANSWERS_ALONE = {
  htmx: shared((context) => answersAlone(context, 'htmx')),
  plain: shared((context) => answersAlone(context, 'plain')),
} as const satisfies Record<Dialect, unknown>;

/** Whether a client is answered while nobody else is connected; tried again, because a server hears late that the one before has left. */
async function answersAlone(context: RunContext, dialect: Dialect): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const outcome = await twoMessages(context, dialect);
    if (outcome !== 'turned away') return outcome === 'answered';
  }
  return false;
}

/** What becomes of two messages of one client. */
async function twoMessages(context: RunContext, dialect: Dialect): Promise<'answered' | 'turned away' | 'silence'> {
  const server = await context.servers.get('isolated');
  if (!server.ok) return 'silence';
  const opened = await connect(context, server.value);
  if (!opened.ok) return 'turned away';
  const client = opened.value;
  for (let count = 0; count < 2; count += 1) {
    const word = context.words.word();
    const waited = await exchange(client, spoken(dialect, word, server.value.origin), word);
    if (waited.kind === 'frame') continue;
    await client.close();
    return waited.kind === 'closed' ? 'turned away' : 'silence';
  }
  await client.close();
  return 'answered';
}

/** Only an answer that takes this long, in milliseconds, makes us ask whether the process was busy meanwhile. */
const SLOW_ANSWER_MS = 1000;
const STALL_MS = 700;
const ROUNDS = 3;

/**
 * Whether a slow answer keeps everybody waiting: while the server works on one client's message, another client's ping stays
 * unanswered. Each round compares it with a ping while nothing is asked, so that a slow machine is not taken for a slow handler.
 * @param slowestMs the slowest answer that was seen
 */
export async function blocksOthers(context: RunContext, dialect: Dialect, slowestMs: number): Promise<Outcome> {
  if (slowestMs < SLOW_ANSWER_MS) return PASSED;
  const server = await context.servers.get('isolated');
  if (!server.ok) return PASSED;
  const [asker, idler] = [await connect(context, server.value), await connect(context, server.value)];
  if (!asker.ok || !idler.ok) return PASSED;
  const stalls: number[] = [];
  let sent = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    const quiet = await timed(() => idler.value.roundTrip(DEADLINE.busy));
    const word = context.words.word();
    sent = spoken(dialect, word, server.value.origin);
    const answer = exchange(asker.value, sent, word);
    const stall = await longestPong(idler.value, answer);
    if (stall < STALL_MS || stall < quiet * 4) break;
    stalls.push(stall);
  }
  await Promise.all([asker.value.close(), idler.value.close()]);
  if (stalls.length < ROUNDS) return PASSED;
  const waitedMs = Math.min(...stalls);
  return {
    findings: [
      {
        code: 'ws/blocks-others',
        severity: 'error',
        facts: { waitedMs },
        evidence: {
          did: { kind: 'ws', path: '/ws', sent: [sent] },
          waitedMs,
          where: blockingPlace(context, handlerPlace(context)),
        },
      },
    ],
  };
}

/** The longest time, in milliseconds, that a ping waited for its pong while `work` was under way. */
async function longestPong(client: WebSocketClient, work: Promise<unknown>): Promise<number> {
  const state = { under: true };
  const done = work.then(() => {
    state.under = false;
  });
  let longest = 0;
  // One ping after the other: the first may overtake the message that keeps the process busy.
  while (state.under) longest = Math.max(longest, await timed(() => client.roundTrip(DEADLINE.busy)));
  await done;
  return longest;
}

async function timed(action: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await action();
  return Math.round(performance.now() - before);
}
