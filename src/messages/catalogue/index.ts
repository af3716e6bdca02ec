import type { GenericCode } from '../../model/finding.ts';
import type { Catalogue, ChapterMessages, Entries } from '../entry.ts';
import { environmentEntries } from './environment.ts';
import { htmxEntries } from './htmx.ts';
import { nestingEntries } from './limits.ts';
import { liveEntries } from './live.ts';
import { migrateEntries } from './migrate.ts';
import { onlyIn4Entries } from './only-in-4.ts';
import { outOfBandEntries } from './out-of-band.ts';
import { pageLoadEntries } from './page-load.ts';
import { pageScriptFilesEntries } from './page-script-files.ts';
import { pageScriptsEntries } from './page-scripts.ts';
import { pageSocketEntries } from './page-socket.ts';
import { streamConnectionEntries } from './page-stream-connection.ts';
import { pythonEntries } from './python.ts';
import { GENERIC_PYTHON } from './python-examples.ts';
import { serverEntries } from './server.ts';
import { streamEntries } from './stream.ts';
import { swappedInVainEntries } from './swapped-in-vain.ts';
import { webSocketEntries } from './websocket.ts';

/** The texts of every code that belongs to no chapter, one file per family. A code without texts does not compile. */
export const GENERIC: Entries<GenericCode> = {
  ...environmentEntries,
  ...pythonEntries,
  ...serverEntries,
  ...webSocketEntries,
  ...pageLoadEntries,
  ...pageScriptFilesEntries,
  ...pageScriptsEntries,
  ...nestingEntries,
  ...htmxEntries,
  ...pageSocketEntries,
  ...outOfBandEntries,
  ...streamEntries,
  ...streamConnectionEntries,
  ...liveEntries,
  ...swappedInVainEntries,
  ...onlyIn4Entries,
  ...migrateEntries,
};

/** The generic entries, those of a chapter, and what the chapter adds to the generic ones. */
export function catalogueOf(generic: Entries<GenericCode>, chapter: ChapterMessages): Catalogue {
  const { notes, original, python = {} } = chapter;
  return { entries: { ...generic, ...chapter.entries }, notes, original, python: { ...GENERIC_PYTHON, ...python } };
}
