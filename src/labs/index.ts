import { CHAPTER } from '../chapter/index.ts';
import type { Chapter } from '../commands/common/chapter.ts';
import { LAB_ADDRESSES } from './addresses/index.ts';
import { LAB_CHAT } from './room/index.ts';
import { LAB_DROPS } from './drops/index.ts';
import { LAB_FORMAT } from './format/index.ts';
import { LAB_HTMX_4 } from './htmx-4/index.ts';
import { LAB_ORIGINS } from './origins/index.ts';
import { LAB_RESUME } from './resume/index.ts';

/** All labs, in the order in which they are listed. */
export const LABS: readonly Chapter[] = [
  LAB_ORIGINS,
  LAB_ADDRESSES,
  LAB_FORMAT,
  LAB_DROPS,
  LAB_RESUME,
  LAB_CHAT,
  LAB_HTMX_4,
];

/** What the program teaches: the chapter, with its labs. `explain` knows the codes of all of them. */
export const PROGRAM: Chapter = {
  ...CHAPTER,
  labs: LABS,
  loadWording: async () => (await import('./wording.ts')).PROGRAM_WORDING,
};
