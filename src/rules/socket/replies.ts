import type { Action, Finding } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import { ampersandLast, withChain } from '../escaping.ts';
import type { SourceLocator } from '../locate.ts';
import type { PlaceFinder } from '../places.ts';
import { handlerPlace, sendPlace } from '../places.ts';
import type { ReceivedFrame } from './frames.ts';
import { textChangeOrOther } from '../text-change.ts';
import { contained, contains, containsInJson, heldHtml, readings, sameReplies } from './frames.ts';

/** A message and its reply. */
export interface AnsweredMessage {
  readonly path: string;
  /** As sent over the wire. */
  readonly sent: string;
  /** The text that was typed; the word is part of it. */
  readonly text: string;
  readonly word: string;
  readonly reply: ReceivedFrame;
  /** All frames of the connection so far. */
  readonly frames: readonly Pick<ReceivedFrame, 'text'>[];
  readonly locate: PlaceFinder & Pick<SourceLocator, 'all' | 'findInside'>;
}

function didOf({ path, sent }: AnsweredMessage): Action {
  return { kind: 'ws', path, sent: [sent] };
}

/** htmx's ws extension fails on a Blob: `response.replace is not a function`. */
export function binaryReply(view: AnsweredMessage): Finding | undefined {
  const { reply, locate, path } = view;
  if (!reply.binary) return undefined;
  return {
    code: 'ws/binary-reply',
    severity: 'error',
    facts: { bytes: reply.bytes, ...heldHtml(reply.text) },
    evidence: { did: didOf(view), received: reply.text, where: sendPlace(locate, path) },
  };
}

/** One message gets the same reply several times. */
export function duplicateReply(view: AnsweredMessage): Finding | undefined {
  const { sent, word, reply, frames, locate, path } = view;
  const replies = sameReplies(frames, reply, word);
  if (replies <= 1) return undefined;
  return {
    code: 'ws/duplicate-reply',
    severity: 'error',
    facts: { sent, replies },
    evidence: { did: didOf(view), received: reply.text, where: registrationPlace(locate, path) },
  };
}

const REGISTERS = /(?:\.on|\.addListener|\.addEventListener)\(\s*['"]message['"]/u;

/** Where the handler is registered; inside another handler, which then adds one with each message, the line of the inner one. */
function registrationPlace(locate: AnsweredMessage['locate'], path: string): readonly Place[] {
  const handler = handlerPlace(locate, path);
  const inner = locate.findInside('server', locate.find('server', REGISTERS)[0], REGISTERS);
  return inner.length > 0 ? inner : handler;
}

/** The word was returned, but the text around it was altered. */
export function replyAltered(view: AnsweredMessage): Finding | undefined {
  const { text, reply, frames, locate, path } = view;
  if (contains(reply, text) || containsInJson(reply.text, text) || contained(frames, text)) return undefined;
  const changed = textChangeOrOther(text, readings(reply.text));
  const last = ampersandLast(locate);
  const where = changed.change.kind === 'escaped-twice' && last.length > 0 ? last : sendPlace(locate, path);
  return {
    code: 'ws/text-altered',
    severity: 'error',
    facts: { sent: text, ...changed, change: withChain(changed.change, last) },
    evidence: { did: didOf(view), received: reply.text, where },
  };
}

/** Several messages that were sent at once, and all frames that arrived. */
interface Burst {
  readonly path: string;
  readonly sent: readonly string[];
  /** The random word of each, in the order in which they were sent. */
  readonly words: readonly string[];
  readonly frames: readonly Pick<ReceivedFrame, 'text'>[];
  readonly locate: PlaceFinder;
}

/** Replies overtake each other. A server that resends the whole window may answer two messages in one frame; the order inside it counts. */
export function outOfOrder({ path, sent, words, frames, locate }: Burst): Finding | undefined {
  const firsts = words.map((word) => frames.findIndex((frame) => contains(frame, word)));
  if (firsts.every((at, index) => index === 0 || at >= (firsts[index - 1] ?? -1))) return undefined;
  const received = frames
    .slice(-words.length)
    .map(({ text }) => text)
    .join('\n');
  return {
    code: 'ws/out-of-order',
    severity: 'error',
    facts: { sent: words },
    evidence: { did: { kind: 'ws', path, sent }, received, where: handlerPlace(locate, path) },
  };
}
