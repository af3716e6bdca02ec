import type { CoachRules } from '../../coach/index.ts';
import type { Wording } from '../../messages/index.ts';
import type { CheckedChapter } from '../../run/chapter.ts';

/** What the program gets of a chapter; it reads everything else from the chapter's course folder. */
export interface Chapter extends CheckedChapter {
  /** As stored in a learner's folder. */
  readonly id: string;
  /** What it is about, one sentence, for the program's help. */
  readonly about: string;
  /** Name of the folder that `start` creates by default. */
  readonly folder: string;
  /** Absolute path of the folder that holds `course.yaml`. */
  readonly courseFolder: string;
  /** Absolute path of the course as the build wrote it; undefined, or no file there: it is read from its folder. */
  readonly compiledCourse?: string;
  /** Absolute path of what each of its codes means, as the build wrote it; undefined, or no file there: the wording is loaded for it. */
  readonly compiledExplanations?: string;
  /** How its findings are worded. The sentences are many, so they are loaded when the first one is needed. */
  loadWording(): Promise<Wording>;
  /**
   * What it says about pages that a person uses, loaded when somebody is coached. Its argument tells whether the person's step wants something
   * of their work (`wants` in the steps' front matter).
   */
  loadCoachRules(): Promise<(wants: (what: string) => boolean) => CoachRules>;
}
