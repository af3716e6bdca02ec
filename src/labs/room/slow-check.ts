import { BulkSocket } from '../../observe/bulk-socket.ts';
import type { Finding } from '../../model/finding.ts';
import { failed, PASSED } from '../../run/check.ts';
import type { Outcome } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { localPort } from '../common/local.ts';
import { headOf } from './check.ts';
import type { RoomCheck } from './check.ts';
import { CONTRACT, FLOOD, LONGEST } from './contract.ts';
import { encoded, evidenceOf } from './people.ts';

const severity = 'error';
const MESSAGES = FLOOD / LONGEST;
/** So many are sent at once: no server has a reason to cut off a client that reads. */
const AT_ONCE = 10;
/** A client that gets so much of all that was sent while it did not read was kept what it did not read. */
const KEPT_SHARE = 0.9;

/** A client that counts the messages with this word. */
interface Counter {
  readonly socket: BulkSocket;
  /** How many messages with the word have come. */
  readonly count: () => number;
  /** Whether this text has come in another message. */
  readonly heard: (text: string) => boolean;
}

async function counter(origin: string, word: string): Promise<Counter | undefined> {
  let count = 0;
  const others: string[] = [];
  const socket = await BulkSocket.open(origin, CONTRACT.socketPath, {
    deadlineMs: DEADLINE.handshake,
    onMessage: (text) => {
      if (text.includes(word)) count += 1;
      else if (text.length < LONGEST) others.push(text);
    },
  });
  if (socket === undefined) return undefined;
  return { socket, count: () => count, heard: (text) => others.some((other) => other.includes(text)) };
}

interface Room {
  readonly speaker: Counter;
  readonly reader: Counter;
  readonly sleeper: Counter;
  readonly word: string;
  readonly origin: string;
}

/** Three clients that have joined, one after the other. Undefined: the server did not take them. */
async function enter(context: RunContext, origin: string): Promise<Room | undefined> {
  const word = context.words.word();
  const reader = await counter(origin, word);
  const speaker = await counter(origin, word);
  const sleeper = await counter(origin, word);
  const all = [reader, speaker, sleeper];
  context.onClose(() => all.forEach((each) => each?.socket.end()));
  if (reader === undefined || speaker === undefined || sleeper === undefined) return undefined;
  for (const [index, each] of [reader, speaker, sleeper].entries()) {
    const name = context.words.word();
    each.socket.send(encoded(context, name, origin));
    // A server that tells nobody is judged by another check.
    const before = [reader, speaker, sleeper].slice(0, index);
    await Promise.all(before.map((other) => other.socket.until(() => other.heard(name), DEADLINE.show)));
  }
  return { speaker, reader, sleeper, word, origin };
}

/** Sends all messages while one client does not read. The finding: another one got no more of them. */
async function whyHeldUp(context: RunContext, { speaker, reader, word, origin }: Room): Promise<Finding | undefined> {
  const text = `${word} ${'so it goes on '.repeat(LONGEST)}`.slice(0, LONGEST);
  const message = encoded(context, text, origin);
  for (let sent = AT_ONCE; sent <= MESSAGES; sent += AT_ONCE) {
    for (let each = 0; each < AT_ONCE; each += 1) speaker.socket.send(message);
    if (await reader.socket.until(() => reader.count() >= sent, DEADLINE.reply)) continue;
    const facts = { sent: sent * LONGEST, closed: !reader.socket.isOpen || !speaker.socket.isOpen };
    return { code: 'room/slow-holds-up', severity, facts, evidence: evidenceOf(context, `${word} …`) };
  }
  return undefined;
}

export const slow: RoomCheck<'room-slow'> = {
  ...headOf('room-slow'),
  waitsFor: 'messages beside a client that does not read',
  observes: 'socket',
  needs: ['room-everybody'],
  // What has been kept for a client is on the server until that client is gone.
  harmsServer: true,
  prepare: (context) => context.servers.get('vanishing-sockets'),
  async run(context): Promise<Outcome> {
    const server = await context.servers.get('vanishing-sockets');
    if (!server.ok) return failed(server.problem);
    if ((await localPort(context)) === undefined)
      return { skipped: 'so many messages are sent only to a server on this machine' };
    const room = await enter(context, server.value.origin);
    if (room === undefined) return { skipped: 'the server does not take three clients' };
    const { sleeper } = room;
    sleeper.socket.pause();
    const heldUp = await whyHeldUp(context, room);
    if (heldUp !== undefined) return failed(heldUp);
    sleeper.socket.resume();
    const most = MESSAGES * KEPT_SHARE;
    await sleeper.socket.until(() => sleeper.count() >= most, DEADLINE.reply);
    if (sleeper.count() < most) return PASSED;
    const facts = { sent: FLOOD, kept: most * LONGEST };
    return failed({ code: 'room/slow-kept', severity, facts, evidence: evidenceOf(context, `${room.word} …`) });
  },
};
