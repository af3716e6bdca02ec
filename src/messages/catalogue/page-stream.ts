import type { CodesOf, Entries } from '../entry.ts';
import { counterEntries } from './page-counter.ts';
import { streamConnectionEntries } from './page-stream-connection.ts';

type PageStreamCode = Extract<CodesOf<'page'>, `page/sse-${string}` | `page/counter-${string}`>;

/** The page's event stream, and what it shows of it. */
export const pageStreamEntries: Entries<PageStreamCode> = { ...streamConnectionEntries, ...counterEntries };
