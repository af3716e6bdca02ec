/**
 * How the learner's server is started, as a folder remembers it: a kind of backend and that kind's settings. Node has none, FastAPI may
 * have `python`, a command has `run` (`{port}` in it and `PORT` in its environment contain the port), a server that somebody else runs `url`.
 */
export interface BackendChoice {
  readonly kind: string;
  readonly [setting: string]: string;
}

/** `.tutor/progress.json`. Times are ISO 8601. */
export interface Progress {
  readonly schema: 1;
  /** Id of the chapter that the folder is for. Absent in files from before there were several chapters: the tutor's own. */
  readonly course?: string;
  readonly backend: BackendChoice;
  /** Id of the current step. */
  readonly current: string;
  readonly startedAt: string;
  /** Step id -> time when its checkpoint first passed; `only`: ids of the checks that passed, where others of the step were skipped. */
  readonly passed: Readonly<Record<string, { readonly at: string; readonly only?: readonly string[] | undefined }>>;
  /** `<step id>` or `<step id>:<code>` -> how many hints of that list were shown. */
  readonly hints: Readonly<Record<string, number>>;
  /** First finding codes of the last check that did not pass, by step id: `hint` chooses its list by them. */
  readonly failing: Readonly<Record<string, readonly string[]>>;
  /** Id of a quiz question -> how it was answered last. Absent: none was. */
  readonly quiz?: Readonly<Record<string, 'right' | 'missed'>>;
}
