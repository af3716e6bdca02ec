import type { Wording } from '../../messages/index.ts';
import type { CheckedChapter } from '../../run/chapter.ts';

/** What the program is given of a chapter; all else it reads in the chapter's course folder. */
export interface Chapter extends CheckedChapter {
  /** As a learner's folder remembers it. */
  readonly id: string;
  /** What it is about, one sentence, for the program's help. */
  readonly about: string;
  /** Name of the folder that `start` makes when it is told no other. */
  readonly folder: string;
  /** Absolute path of the folder that holds `course.yaml`. */
  readonly courseFolder: string;
  /** How its findings are told. The sentences are many, so they are loaded when something is told. */
  loadWording(): Promise<Wording>;
}
