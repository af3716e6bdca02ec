import type { CheckedChapter } from '../../run/chapter.ts';

/** What the program is given of a chapter; all else it reads in the chapter's course folder. */
export interface Chapter extends CheckedChapter {
  /** As a learner's folder remembers it. */
  readonly id: string;
  /** Absolute path of the folder that holds `course.yaml`. */
  readonly courseFolder: string;
}
