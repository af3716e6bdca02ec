import type { BackendChoice } from './progress.ts';
import type { Finding } from './finding.ts';
import type { Result } from './result.ts';
import type { FileState } from './step.ts';

/** How to start a learner's server: given to `server/` as it is. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  /** Run through the system's shell: `command` is a whole command line then. */
  readonly shell: boolean;
  readonly cwd: string;
  /** Added to the tutor's own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The line that a person would type for the same. */
  readonly display: string;
}

/** One fact about the learner's environment (step 1): a runtime, a manifest, a dependency. */
export interface EnvironmentFact {
  readonly check: 'env-runtime' | 'env-manifest' | 'env-dependencies';
  readonly findings: readonly Finding[];
  /** What was seen, when nothing is wrong: `Node 20.20.2`. */
  readonly note: string;
}

export interface PrepareOptions {
  /** What step 1 writes: the learner's own files go before them. */
  readonly files: FileState;
  readonly signal: AbortSignal;
  /** What is done at this moment, a few words, and what of it just now. */
  readonly progress: (stage: string, detail?: string) => void;
}

/** What a backend made, or found, for a folder. */
export interface Prepared {
  /** What the folder remembers from now on. */
  readonly choice: BackendChoice;
  /** One sentence for the learner. */
  readonly note: string;
  /** Something was made; else it was all there. */
  readonly made: boolean;
  /** Takes away what was made, when the rest of the start fails. */
  undo(): void;
}

/** What the tutor must know about a kind of server. One object a backend; `backends/index.ts` lists them. */
export interface Backend {
  readonly kind: BackendChoice['kind'];
  /** As a person says it: `Node`, `Python with FastAPI`. */
  readonly title: string;
  /** Name of the overlay folder in a step that holds this backend's files; undefined: the page's files alone. */
  readonly overlay: 'node' | 'fastapi' | undefined;
  /** The file that the learner writes the server in, where the backend has one. */
  readonly serverFile: string | undefined;
  /** @param folder absolute path of the learner's folder. @param port TCP port to listen on. */
  launch(folder: string, port: number): Promise<Result<Launch, Finding>>;
  /** What step 1 looks at. Runs child processes with a deadline; never throws for what the folder lacks. */
  inspect(folder: string): Promise<readonly EnvironmentFact[]>;
  /**
   * Makes what `start` must make beside files: a virtual environment with the packages. Absent: there is no such thing.
   * The folder exists. When it fails, or is aborted, nothing half made stays behind; its problem has exit code 3.
   */
  prepare?(folder: string, options: PrepareOptions): Promise<Result<Prepared>>;
}
