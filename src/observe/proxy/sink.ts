import type { WireEvent } from '../../model/wire.ts';
import type { WsParts } from './frames.ts';

/** An event before it has its time. */
export type WireBody = WireEvent extends infer E ? (E extends WireEvent ? Omit<E, 'at'> : never) : never;

/** Where the copies of what goes through write. */
export interface WireSink {
  emit(event: WireBody): void;
  /** A number that no other WebSocket or stream has. */
  next(): number;
  readonly ws: WsParts;
}

const MOST_CHARACTERS = 64 * 1024;

export function cutText(text: string): string {
  return text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS) : text;
}
