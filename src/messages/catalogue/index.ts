import type { Code } from '../../model/finding.ts';
import type { Entries } from '../entry.ts';
import { chatEntries } from './chat.ts';
import { environmentEntries } from './environment.ts';
import { htmxEntries } from './htmx.ts';
import { outOfBandEntries } from './out-of-band.ts';
import { pageLoadEntries } from './page-load.ts';
import { pageSocketEntries } from './page-socket.ts';
import { pageStreamEntries } from './page-stream.ts';
import { pythonEntries } from './python.ts';
import { serverEntries } from './server.ts';
import { streamEntries } from './stream.ts';
import { timeEntries } from './time.ts';
import { webSocketEntries } from './websocket.ts';

/** The catalogue: a family a file. A code without words does not compile. */
export const CATALOGUE: Entries<Code> = {
  ...environmentEntries,
  ...pythonEntries,
  ...serverEntries,
  ...webSocketEntries,
  ...pageLoadEntries,
  ...htmxEntries,
  ...pageSocketEntries,
  ...outOfBandEntries,
  ...chatEntries,
  ...streamEntries,
  ...pageStreamEntries,
  ...timeEntries,
};
