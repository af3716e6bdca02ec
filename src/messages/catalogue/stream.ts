import type { CodesOf, Entries } from '../entry.ts';
import { streamLimitEntries } from './limits.ts';
import { streamDataEntries } from './stream-data.ts';
import { streamFormatEntries } from './stream-format.ts';
import { streamResponseEntries } from './stream-response.ts';
import { streamTickEntries } from './stream-ticks.ts';

export const streamEntries: Entries<CodesOf<'sse'>> = {
  ...streamResponseEntries,
  ...streamFormatEntries,
  ...streamDataEntries,
  ...streamTickEntries,
  ...streamLimitEntries,
};
