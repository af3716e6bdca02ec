import type { ChapterMessages, Entries } from '../../messages/entry.ts';
import type { ChapterFacts } from '../facts.ts';
import { chatEntries } from './chat.ts';
import { counterEntries } from './counter.ts';
import { chapterNotes, printedNotes } from './notes.ts';
import { pythonExamples } from './python-examples.ts';
import { timeEntries } from './time.ts';

/** The texts of the chapter's own codes. A code without texts does not compile. */
const entries: Entries<keyof ChapterFacts> = { ...chatEntries, ...counterEntries, ...timeEntries };

/** What this chapter adds to the catalogue: its own codes, and what its text says about generic ones. */
export const chapterMessages: ChapterMessages = {
  entries,
  notes: chapterNotes,
  original: printedNotes,
  python: pythonExamples,
};
