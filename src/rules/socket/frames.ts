import { visibleText } from '../../htmx/markup.ts';

/** One message as it arrived. */
export interface ReceivedFrame {
  /** UTF-8 text; of a binary message, its bytes decoded as UTF-8. */
  readonly text: string;
  readonly binary: boolean;
  readonly bytes: number;
}

/** How the wait for a reply was over. */
export type Waited =
  | { readonly kind: 'frame'; readonly frame: ReceivedFrame }
  /** RFC 6455 section 7.4; 1006 when the connection broke without a close frame. */
  | { readonly kind: 'closed'; readonly closed: { readonly code: number; readonly reason: string } }
  | { readonly kind: 'deadline'; readonly waitedMs: number };

/** Whether the frame contains the text, as it is or as a reader of its HTML would see it. */
export function contains({ text }: Pick<ReceivedFrame, 'text'>, wanted: string): boolean {
  return text.includes(wanted) || visibleText(text).includes(wanted);
}

/** JSON may write non-ASCII as `\uXXXX` (RFC 8259, section 7): the same text. */
export function containsInJson(text: string, wanted: string): boolean {
  return text
    .replaceAll(/\\u([0-9a-fA-F]{4})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .includes(wanted);
}

/** How often this very reply to the word has come. */
export function sameReplies(
  frames: readonly Pick<ReceivedFrame, 'text'>[],
  reply: Pick<ReceivedFrame, 'text'>,
  word: string,
): number {
  return frames.filter((frame) => frame.text === reply.text && contains(frame, word)).length;
}

/** JSON that comes back whole, in no element: what reads it, if anything does, puts nothing of it into HTML. */
export function isPlainEcho(reply: Pick<ReceivedFrame, 'text'> | undefined, headersMember: string): boolean {
  return reply !== undefined && reply.text.includes(headersMember) && !/<[a-z]/iu.test(reply.text);
}
