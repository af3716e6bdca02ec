import type { CodesOf, Entries } from '../entry.ts';
import { socketLimitEntries } from './limits.ts';
import { clientEntries } from './websocket-clients.ts';
import { handlerEntries } from './websocket-handler.ts';
import { handshakeEntries } from './websocket-handshake.ts';
import { noReplyEntry } from './websocket-no-reply.ts';
import { replyEntries } from './websocket-replies.ts';
import type { VainCode } from './swapped-in-vain.ts';

/** Everything that can go wrong at /ws before a page is involved. */
export const webSocketEntries: Entries<Exclude<CodesOf<'ws'>, VainCode>> = {
  ...handshakeEntries,
  ...handlerEntries,
  ...noReplyEntry,
  ...replyEntries,
  ...clientEntries,
  ...socketLimitEntries,
};
