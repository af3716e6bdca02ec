/**
 * `ok`: it is there. `note`: it works, and something about it is worth knowing. `optional`: it is missing, and what is
 * asked for runs without it. `needed`: the backend cannot run because it is missing.
 */
export type LineState = 'ok' | 'note' | 'optional' | 'needed';

/** What the doctor reports about one subject. */
export interface Line {
  /** Stable name for programs: `node`, `port`. */
  readonly subject: string;
  readonly title: string;
  readonly state: LineState;
  /** What was found, in a few words. */
  readonly found: string;
  /** What it is for, and how to get it; a sentence that the commands may follow. */
  readonly advice?: string;
  /** Commands for this very system, each to be typed as it is. */
  readonly run?: readonly string[];
}

/** The computer that the doctor examines; tests pass another one. */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `20.20.2`. */
  readonly nodeVersion: string;
  readonly nodePath: string;
  /** Programs that are looked for besides those in PATH; default: the system's own. */
  readonly systemPrograms?: readonly string[];
  /** The chapter's port. */
  readonly usualPort: number;
}

/** The promise's value, or the fallback when that takes longer than `deadlineMs`. */
export async function within<T, F>(promise: Promise<T>, deadlineMs: number, fallback: F): Promise<T | F> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<F>((resolve) => {
    timer = setTimeout(() => resolve(fallback), deadlineMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Whether a word names a variable that is set to something. */
export function valueOf(env: Host['env'], name: string): string | undefined {
  const value = env[name];
  return value === '' ? undefined : value;
}
