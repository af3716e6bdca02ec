import type { Entries } from '../../../messages/entry.ts';
import type { ResumeFacts } from '../facts.ts';
import { pageEntries } from './page.ts';
import { streamEntries } from './stream.ts';

/** The texts of the lab's own codes. A code without texts does not compile. */
export const resumeEntries: Entries<keyof ResumeFacts> = { ...streamEntries, ...pageEntries };
