import type { CodesOf, Entries } from '../entry.ts';
import { clientEntries } from './websocket-clients.ts';
import { handshakeEntries } from './websocket-handshake.ts';
import { replyEntries } from './websocket-replies.ts';

/** All that can go wrong at /ws before a page is in play. */
export const webSocketEntries: Entries<CodesOf<'ws'>> = { ...handshakeEntries, ...replyEntries, ...clientEntries };
