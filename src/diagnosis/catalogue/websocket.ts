import type { CodesOf, Entries } from '../entry.ts';
import { handshakeEntries } from './websocket-handshake.ts';
import { repliesEntries } from './websocket-replies.ts';

/** All that can go wrong at /ws before a page is in play. */
export const webSocketEntries: Entries<CodesOf<'ws'>> = { ...handshakeEntries, ...repliesEntries };
