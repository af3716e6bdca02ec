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
  /** Absolute path of the folder with what each of its codes means, as the build wrote it; undefined, or no file for a code: the wording is loaded for it. */
  readonly compiledExplanations?: string;
  /** Absolute path of the program's help as the build wrote it; undefined, or no file there: commander makes it. */
  readonly compiledHelp?: string;
  /** Its only step, of those in its course folder; absent: all of them are its own. Labs share a folder, and each is one step. */
  readonly step?: string;
  /**
   * `no`: a person's pages are not watched through the proxy, because its server is told the port of the page, and behind the proxy the page has
   * another one; absent: they are.
   */
  readonly coached?: 'no';
  /** What one can go on with afterwards: units of one step, each with a folder, a contract, checks and codes of its own. */
  readonly labs?: readonly Chapter[];
  /** How its findings are worded. The sentences are many, so they are loaded when the first one is needed. */
  loadWording(): Promise<Wording>;
  /**
   * What it says about pages that a person uses, loaded when somebody is coached. Its argument tells whether the person's step wants something
   * of their work (`wants` in the steps' front matter).
   */
  loadCoachRules(): Promise<(wants: (what: string) => boolean) => CoachRules>;
}

/** Whether it is a lab: a chapter of one step. */
export function isLab<Unit extends Pick<Chapter, 'step'>>(unit: Unit): unit is Unit & { readonly step: string } {
  return unit.step !== undefined;
}
