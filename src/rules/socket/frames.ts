import type { Unread } from '../../model/observed.ts';
import { visibleText } from '../../htmx/markup.ts';

/** One message as received. */
export interface ReceivedFrame {
  /** UTF-8 text; for a binary message, its bytes decoded as UTF-8. */
  readonly text: string;
  readonly binary: boolean;
  readonly bytes: number;
}

/** How a connection ended. `unread`: the tutor ended it, because what came is no message, or more than it reads. */
export interface ClosedConnection {
  readonly code: number;
  readonly reason: string;
  readonly unread?: Unread;
}

/** How the wait for a reply ended. */
export type Waited =
  | { readonly kind: 'frame'; readonly frame: ReceivedFrame }
  /** RFC 6455 section 7.4; 1006 when the connection broke without a close frame. */
  | { readonly kind: 'closed'; readonly closed: ClosedConnection }
  | { readonly kind: 'deadline'; readonly waitedMs: number };

/** A message as it arrived, and as a page would show it. */
export function readings(text: string): readonly string[] {
  return [text, visibleText(text)];
}

/** Whether the frame contains the text, literally or in the text that its HTML shows. */
export function contains({ text }: Pick<ReceivedFrame, 'text'>, wanted: string): boolean {
  return text.includes(wanted) || visibleText(text).includes(wanted);
}

/** The id of a message's first element, which says what it is for; '' where it has none. */
function addressOf(text: string): string {
  return /^[^<]*<[a-z][^>]*?\bid\s*=\s*["']?([^"'\s>]+)/iu.exec(text)?.[1] ?? '';
}

function withoutSpace(text: string): string {
  return text.replaceAll(/\s+/gu, '');
}

/** More frames than this are no answer in pieces: a server that talks all the time is not read letter by letter. */
const MOST_PIECES = 300;
/** And more characters than this: they are all read again with each piece. */
const MOST_PIECE_CHARACTERS = 128 * 1024;

/** The last frames, as many as may be pieces of one answer. */
function latest<T extends Pick<ReceivedFrame, 'text'>>(frames: readonly T[]): readonly T[] {
  let characters = 0;
  const tooMany = frames.findLastIndex(({ text }, at) => {
    characters += text.length;
    return characters > MOST_PIECE_CHARACTERS && at < frames.length - 1;
  });
  return frames.slice(Math.max(tooMany + 1, frames.length - MOST_PIECES));
}

/**
 * Whether messages for one element contain the text together, where none contains it alone: an answer that is sent word by word, or letter
 * by letter. Space is not compared, because the elements around the pieces may be what separates them.
 */
export function contained(frames: readonly Pick<ReceivedFrame, 'text'>[], wanted: string): boolean {
  const last = latest(frames);
  if (last.some((frame) => contains(frame, wanted))) return true;
  if (frames.length < 2 || last.length < frames.length) return false;
  const pieces = new Map<string, string>();
  for (const { text } of frames) pieces.set(addressOf(text), (pieces.get(addressOf(text)) ?? '') + text);
  const letters = withoutSpace(wanted);
  return [...pieces.values()].some((text) => withoutSpace(visibleText(text)).includes(letters));
}

/** JSON may write non-ASCII as `\uXXXX` (RFC 8259, section 7): the same text. */
export function containsInJson(text: string, wanted: string): boolean {
  return text
    .replaceAll(/\\u([0-9a-fA-F]{4})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .includes(wanted);
}

/** How often this exact reply to the word has arrived. */
export function sameReplies(
  frames: readonly Pick<ReceivedFrame, 'text'>[],
  reply: Pick<ReceivedFrame, 'text'>,
  word: string,
): number {
  return frames.filter((frame) => frame.text === reply.text && contains(frame, word)).length;
}

/** JSON that is returned in full, outside any element: even if something parses it, nothing of it becomes HTML. */
export function isPlainEcho(reply: Pick<ReceivedFrame, 'text'> | undefined, headersMember: string): boolean {
  return reply !== undefined && reply.text.includes(headersMember) && !/<[a-z]/iu.test(reply.text);
}

/** The fact that a text has what JavaScript makes of an object that is used as a text, `[object Object]`, or of a field that JSON does not have. */
export function shownValue(text: string, sent: string): { readonly shows?: 'object' | 'undefined' } {
  if (/\[object \w+\]/u.test(text)) return { shows: 'object' };
  return sent.startsWith('{') && /\bundefined\b/u.test(text) ? { shows: 'undefined' } : {};
}

/** The fact that a reply is HTML, whatever kind of message it came in. */
export function heldHtml(text: string): { readonly holds?: 'html' } {
  return /^\s*</u.test(text) ? { holds: 'html' } : {};
}
