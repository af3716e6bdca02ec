/** One hint, in Markdown. */
export type Hint = string;

/** Hints from a nudge to nearly the code. */
export interface HintList {
  /** Finding codes that this list answers; empty for the step's general list. */
  readonly codes: readonly string[];
  readonly hints: readonly Hint[];
}

/** A file or folder that the tutor copies from one of its own packages, so that nothing is downloaded. */
export interface ProvidedFile {
  /** Path in the learner's folder, with forward slashes. */
  readonly to: string;
  /** npm package and path in it: `htmx.org/dist/htmx.min.js`, or a bare package name for the whole package. */
  readonly from: string;
  /** Only for this backend's folders; undefined: for all. */
  readonly backend?: string;
}

/** What can be sent into the page of a step, to see what htmx makes of it. */
export interface StepExamples {
  readonly into: 'socket' | 'stream';
  readonly right: StepExample;
  readonly wrong: StepExample & {
    /** The finding's code that explains it. */
    readonly code: string;
  };
}

export interface StepExample {
  /** A message, or the data of an event. */
  readonly text: string;
  /** Name of the event; absent: it has none. */
  readonly event?: string;
}

/** A step of the chapter, as `steps/<folder>/` describes it. */
export interface Step {
  /** `step-1` … `step-7`, `challenge`. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what the learner has at the end. */
  readonly goal: string;
  /** Absolute path of the step's folder. */
  readonly folder: string;
  /** Ids of the checks that this step adds; those of earlier steps run as well. */
  readonly checks: readonly string[];
  /** What this step and later ones require of the learner's work, in the chapter's terms, for checks that several steps share: `json`. */
  readonly wants: readonly string[];
  /** One sentence for each changed file (path -> reason); shown by `solution` beside its diff. */
  readonly reasons: Readonly<Record<string, string>>;
  /** What the step requires of the server, in no particular language: the solution for backends without files here. Absent: nothing new. */
  readonly server?: string;
  /** Absent: nothing is swapped yet. */
  readonly examples?: StepExamples;
  /** What a passed checkpoint proves, one sentence. */
  readonly proves: string;
  readonly provides: readonly ProvidedFile[];
  /** Lesson in Markdown, with directives not yet expanded. */
  readonly lesson: string;
  readonly hintLists: readonly HintList[];
}

/** A page of the chapter that is only read: introduction, concepts, pitfalls, summary, next. */
export interface Page {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  /** Absolute path of the Markdown file. */
  readonly file: string;
}

export interface Course {
  readonly title: string;
  /** One sentence: what the learner has built at the end. */
  readonly built: string | undefined;
  /** Ids of the pages that are read before the first step. */
  readonly opening: readonly string[];
  /** Id of the page that is offered after the last step. */
  readonly closing: string | undefined;
  /** Id of the page that the last screen ends with. */
  readonly outlook: string | undefined;
  readonly steps: readonly Step[];
  readonly pages: readonly Page[];
}

/** Contents of a folder: path with forward slashes -> bytes. */
export type FileState = ReadonlyMap<string, Buffer>;
