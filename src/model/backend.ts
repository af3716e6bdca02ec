import type { BackendChoice } from './progress.ts';
import type { Finding } from './finding.ts';
import type { Result } from './result.ts';
import type { FileState } from './step.ts';

/** How to start a learner's server; passed to `servers/` unchanged. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Run through the system's shell: `command` is a whole command line then. */
  readonly shell: boolean;
  readonly cwd: string;
  /** Added to the tutor's own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The equivalent command line that a person would type. */
  readonly display: string;
  /** A second signal, as by another Ctrl-C, ends it without a wait for open connections. */
  readonly endsWhenToldTwice?: boolean;
}

/** One fact about the learner's environment (step 1): a runtime, a manifest, a dependency. */
export interface EnvironmentFact {
  readonly about: 'runtime' | 'manifest' | 'dependencies';
  readonly findings: readonly Finding[];
  /** What was found, when nothing is wrong: `Node 20.20.2`. */
  readonly note: string;
}

export interface PrepareOptions {
  /** What step 1 writes: the learner's own files take precedence. */
  readonly files: FileState;
  readonly signal: AbortSignal;
  /** The current stage in a few words, and its detail. */
  readonly progress: (stage: string, detail?: string) => void;
}

/** What a backend created, or found, for a folder. */
export interface Prepared {
  /** What the folder's progress stores from now on. */
  readonly choice: BackendChoice;
  /** One sentence for the learner. */
  readonly note: string;
  /** Something was created; false: everything was there. */
  readonly made: boolean;
  /** Removes what was created, when the rest of the start fails. */
  undo(): void;
}

/** The language of a server, as far as findings and their fixes depend on it. */
export type ServerLanguage = 'node' | 'python' | 'other';

/** Whether the folder's server, started as `Backend.launch` says, has come to listen. */
export type Listens = () => Promise<boolean>;

/** The backend of one folder: a kind of backend with the settings of a choice. */
export interface Backend {
  readonly kind: BackendChoice['kind'];
  /** For people: `Node`, `Python with FastAPI`. */
  readonly title: string;
  /** `other` where only the learner's files show it. */
  readonly language: ServerLanguage;
  /** Name of the overlay folder in a step that holds this backend's files; undefined: only the page's files. */
  readonly overlay: string | undefined;
  /** Which sections of a lesson it gets: those of `<!-- only: node -->`, or of `other` for a backend without an overlay. */
  readonly sections: readonly string[];
  /** The file that the learner writes the server in, where the backend has one. */
  readonly serverFile: string | undefined;
  /** `http://host:port` of a server that somebody else runs; undefined: the tutor starts it. */
  readonly origin?: string;
  /** The command line that the learner gave to start the server, where there is one: what it names is what runs. */
  readonly command?: string;
  /** Why step 1 skips a part of the environment. */
  readonly notInspected: string;
  /** @param folder absolute path of the learner's folder. @param port TCP port to listen on. */
  launch(folder: string, port: number): Promise<Result<Launch, Finding>>;
  /**
   * What step 1 inspects. Runs child processes with a deadline; never throws for what the folder lacks.
   * @param listens in a run that starts the folder's server anyway: what that has loaded needs no process of its own
   * @param onFact receives each fact as soon as it is known: to load the dependencies takes longest
   */
  inspect(
    folder: string,
    listens?: Listens,
    onFact?: (fact: EnvironmentFact) => void,
  ): Promise<readonly EnvironmentFact[]>;
  /**
   * Creates what `start` needs besides files: a virtual environment with the packages. Absent: nothing is needed.
   * The folder exists. When it fails or is aborted, nothing unfinished is left; its problem has exit code 3.
   */
  prepare?(folder: string, options: PrepareOptions): Promise<Result<Prepared>>;
  /** A lesson's Markdown adapted to this folder, such as to another interpreter than the lessons assume. */
  adaptLesson?(markdown: string, folder: string): string;
}

/** An option of the command line that belongs to one kind of backend, and the setting of the same name in the folder's choice. */
export interface BackendOption {
  /** `python`: the flag is `--python`, the setting `python`. */
  readonly name: string;
  /** The value's placeholder in the help: `path`. */
  readonly placeholder: string;
  /** For the help: one line, no capital letter. */
  readonly description: string;
  /** What the Tab key completes. */
  readonly completes: 'files' | 'folders' | 'free';
  /** Every choice of this kind has it. */
  readonly required: boolean;
  /** The setting for the typed value; relative paths are relative to the process's folder. */
  read(value: string): Result<string>;
}

/** The machine and the folder that `examine` looks at. */
export interface RuntimeQuestion {
  /** Absolute path of the learner's folder. */
  readonly folder: string;
  readonly choice: BackendChoice;
  /** An option of this call gives the settings: no others are tried. */
  readonly required: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Programs that are looked for besides those in PATH; undefined: the system's own. */
  readonly systemPrograms?: readonly string[] | undefined;
  /** What the person types to call the tutor. */
  readonly self: string;
  readonly signal: AbortSignal;
}

/** What `doctor` reports about a runtime that a backend needs and the tutor does not include. */
export interface RuntimeReport {
  /** Stable name for programs: `python`. */
  readonly subject: string;
  readonly title: string;
  /** The chapter's server can be started with it now. */
  readonly usable: boolean;
  /** What was found, in a few words. */
  readonly found: string;
  /** What is missing, in a few words; empty: nothing. */
  readonly lacks: string;
  /** What it is for, and how to get it. */
  readonly advice?: string;
  /** Commands that install it on this very system. */
  readonly run?: readonly string[];
}

/** Everything that the tutor knows about one kind of server: one object, and a line in `servers/backends/index.ts`. */
export interface BackendKind {
  /** What `--backend` takes and `.tutor/progress.json` keeps: `node`. */
  readonly kind: string;
  /** As a menu lists it. */
  readonly title: string;
  readonly language: ServerLanguage;
  /** See `Backend`. A kind with an overlay can be scaffolded by `start`. */
  readonly overlay: string | undefined;
  readonly sections: readonly string[];
  /** Files at the top of a folder that identify this kind: the server's own, and, with less weight, the list of its packages. */
  readonly recognisedBy: { readonly entries: readonly string[]; readonly manifests: readonly string[] };
  readonly options: readonly BackendOption[];
  /** @param how `required`: an option of this call made the choice, so no other is tried. */
  open(choice: BackendChoice, how: { readonly required: boolean }): Backend;
  /** Whether the machine has the required runtime, and how to get it. Absent: it is the tutor's own. */
  examine?(question: RuntimeQuestion): Promise<RuntimeReport>;
}
