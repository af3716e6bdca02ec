import { nearestOf } from '../course/index.ts';
import type { RunEvent } from '../model/event.ts';

/** What both functions take. */
export interface CommonOptions {
  /** Ends what runs: servers, pages and clients are closed before the promise resolves, with a problem of the kind `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Receives every event of the run, in order, as the reporters of the command line do. What it throws ends the run and rejects the promise. */
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/** What is checked. Nothing is written into the folder. */
export interface CheckOptions extends CommonOptions {
  /** The folder with the server and the page; a relative path begins at `process.cwd()`. */
  readonly folder: string;
  /** `step-4`, `challenge`, a part of a step's title, a lab, or `all`. Default: the folder's current step, or all of them where it has none. */
  readonly step?: string | undefined;
  /** The kind of server in the folder: `node` or `fastapi`. Default: as the folder shows. */
  readonly backend?: string | undefined;
  /** The interpreter for `fastapi`. */
  readonly python?: string | undefined;
  /** A command that starts any other server. `{port}` in it, and PORT in its environment, have the port. */
  readonly run?: string | undefined;
  /** The address of a server that already runs. */
  readonly url?: string | undefined;
  /** The page is loaded in Chrome, Chromium or Edge instead of the built-in DOM. */
  readonly browser?: boolean | undefined;
  /** The `seed` of an earlier run: the same random words again. */
  readonly seed?: string | undefined;
}

/** What is diagnosed: a page with htmx, whoever made it. */
export interface DiagnoseOptions extends CommonOptions {
  /** The address of a page that is served now, or the path of a file: markup, or a recording (HAR). */
  readonly page: string | URL;
  /** How long the page is observed, from 500 to 600 000 milliseconds. Default: 5000; a recording as long as it is. */
  readonly forMs?: number | undefined;
  /** Typed into the form that sends. */
  readonly send?: string | undefined;
  /** Selectors; the first element that matches each is clicked. */
  readonly click?: readonly string[] | undefined;
  /** Sent to the origin of the page. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent to the origin of the page. */
  readonly cookies?: Readonly<Record<string, string>> | undefined;
  /** The folder with the server's sources, so that findings name file and line. */
  readonly sources?: string | undefined;
  /** The values of cookies, tokens and passwords are in events and findings, which have `[masked]` without it. */
  readonly showSecrets?: boolean | undefined;
  /** The page runs under the other major version of htmx, too. */
  readonly migrate?: boolean | undefined;
  /** The page is loaded in the built-in DOM, not in a browser; only for pages of this machine. */
  readonly dom?: boolean | undefined;
}

interface Kind {
  /** After "must be". */
  readonly words: string;
  readonly fits: (value: unknown) => boolean;
}

const TEXT: Kind = {
  words: 'a string that is not empty',
  fits: (value) => typeof value === 'string' && value.trim() !== '' && !value.includes('\0'),
};
const ANY_TEXT: Kind = { words: 'a string', fits: (value) => typeof value === 'string' };
const FLAG: Kind = { words: 'a boolean', fits: (value) => typeof value === 'boolean' };
const SIGNAL: Kind = { words: 'an AbortSignal', fits: (value) => value instanceof AbortSignal };
const LISTENER: Kind = { words: 'a function', fits: (value) => typeof value === 'function' };
const PAGE: Kind = {
  words: 'a string that is not empty or a URL',
  fits: (value) => value instanceof URL || TEXT.fits(value),
};
const TEXTS: Kind = { words: 'an array of strings', fits: (value) => Array.isArray(value) && value.every(TEXT.fits) };
const TIME: Kind = {
  words: 'a number of milliseconds from 500 to 600000',
  fits: (value) => typeof value === 'number' && value >= 500 && value <= 600_000,
};

function record(words: string, value: RegExp): Kind {
  const fits = (given: unknown): boolean =>
    typeof given === 'object' &&
    given !== null &&
    !Array.isArray(given) &&
    Object.entries(given).every(([name, each]) => name !== '' && typeof each === 'string' && value.test(each));
  return { words, fits };
}

const COMMON = { signal: SIGNAL, onEvent: LISTENER };
const CHECK: Readonly<Record<keyof CheckOptions, Kind>> = {
  ...COMMON,
  ...{ folder: TEXT, step: TEXT, backend: TEXT, python: TEXT, run: TEXT, url: TEXT, browser: FLAG, seed: TEXT },
};
const DIAGNOSE: Readonly<Record<keyof DiagnoseOptions, Kind>> = {
  ...COMMON,
  ...{ page: PAGE, forMs: TIME, send: ANY_TEXT, click: TEXTS, sources: TEXT },
  headers: record('an object with a string for each name', /^[^\r\n]*$/u),
  // A semicolon ends a cookie.
  cookies: record('an object with a string without semicolons for each name', /^[^;]*$/u),
  ...{ showSecrets: FLAG, migrate: FLAG, dom: FLAG },
};

/** The options as they were given, without those that are undefined. Throws a TypeError that says in a sentence what is wrong. */
export function readCheckOptions(options: unknown): CheckOptions {
  return read(options, { name: 'check', required: 'folder', kinds: CHECK }) as unknown as CheckOptions;
}

/** The same for `diagnose`. */
export function readDiagnoseOptions(options: unknown): DiagnoseOptions {
  return read(options, { name: 'diagnose', required: 'page', kinds: DIAGNOSE }) as unknown as DiagnoseOptions;
}

function read(
  options: unknown,
  call: { readonly name: string; readonly required: string; readonly kinds: Readonly<Record<string, Kind>> },
): Readonly<Record<string, unknown>> {
  const { name, required, kinds } = call;
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError(`${name} takes one object with its options, for example ${name}({ ${required}: … }).`);
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  for (const [key, value] of Object.entries(given)) {
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    if (kind === undefined) throw new TypeError(unknownOption(name, key, Object.keys(kinds)));
    if (!kind.fits(value)) throw new TypeError(`The option ${key} of ${name} must be ${kind.words}.`);
  }
  if (given[required] === undefined) throw new TypeError(`${name} needs the option ${required}.`);
  return given;
}

function unknownOption(name: string, key: string, known: readonly string[]): string {
  const near = nearestOf(key, known);
  return `${name} has no option ${key}${near === undefined ? '' : `; the nearest is ${near}`}. It takes ${known.join(', ')}.`;
}
