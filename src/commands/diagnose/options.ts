import { statSync } from 'node:fs';
import path from 'node:path';
import type { Credentials } from '../../model/credentials.ts';
import { ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { LOOPBACK } from '../../observe/page/web-rules/hosts.ts';
import { NOWHERE } from '../../rules/locate.ts';
import type { SourceLocator } from '../../rules/locate.ts';
import { Sources } from '../../run/sources.ts';
import type { Call } from './outcome.ts';
import type { CommonOptions } from '../common/options.ts';
import { readCredentials } from './credentials.ts';

export interface DiagnoseOptions extends Omit<CommonOptions, 'dir' | 'backend'> {
  readonly for?: string;
  readonly send?: string;
  readonly click?: readonly string[];
  readonly server?: string;
  readonly dom?: boolean;
  readonly header?: readonly string[];
  readonly cookie?: readonly string[];
  readonly showSecrets?: boolean;
  readonly migrate?: boolean;
  readonly proxy?: string;
}

/** What is asked for, once it has been read. */
export interface Asked {
  readonly url: URL;
  /** Milliseconds. */
  readonly forMs: number;
  readonly engine: 'browser' | 'dom';
  readonly clicks: readonly string[];
  readonly text: string | undefined;
  /** Absolute path of the folder with the sources. */
  readonly folder: string | undefined;
  /** Sent to the origin of the page and nowhere else. */
  readonly credentials: Credentials | undefined;
  /** Whether the page runs once more, under another major of htmx. */
  readonly migrate: boolean;
}

const DEFAULT_MS = 5000;
const LEAST_MS = 500;
const MOST_MS = 600_000;

/** Reads the command line. A problem: something in it cannot be (exit code 2). */
export function readOptions(call: Pick<Call, 'cwd'>, address: string, options: DiagnoseOptions): Result<Asked> {
  const url = readAddress(address);
  if (!url.ok) return url;
  const forMs = readDuration(options.for);
  if (!forMs.ok) return forMs;
  const folder = readFolder(call, options.server);
  if (!folder.ok) return folder;
  const credentials = readCredentials(url.value.origin, options);
  if (!credentials.ok) return credentials;
  const engine = options.dom === true ? 'dom' : 'browser';
  if (engine === 'dom' && !LOOPBACK.has(url.value.hostname))
    return wrongUsage(
      `${url.value.host} is not this machine.`,
      'The built-in DOM opens pages of this machine only. Without --dom, a browser opens any page.',
    );
  if (engine === 'dom' && options.migrate === true)
    return wrongUsage(
      '--migrate needs a browser, and --dom loads the page without one.',
      'Without --dom, a browser opens the page and replaces its scripts of htmx.',
    );
  return ok({
    migrate: options.migrate === true,
    url: url.value,
    forMs: forMs.value,
    engine,
    clicks: options.click ?? [],
    text: options.send,
    folder: folder.value,
    credentials: credentials.value,
  });
}

/** `localhost:3000` is an address, too. */
function readAddress(address: string): Result<URL> {
  const whole = /^[a-z][\w+.-]*:\/\//iu.test(address) ? address : `http://${address}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url !== undefined && /^https?:$/u.test(url.protocol) && !/\s/u.test(address)) return ok(url);
  return wrongUsage(`"${address}" is not the address of a page.`, 'An address begins with http:// or https://.');
}

/** Reads `--for`. @param text `5s`, `1500ms`, `2m`, `5` for seconds. Milliseconds. */
export function readDuration(text: string | undefined, usual = DEFAULT_MS): Result<number> {
  if (text === undefined) return ok(usual);
  const [, digits, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m)?$/iu.exec(text.trim()) ?? [];
  const ms = Number(digits) * ({ ms: 1, s: 1000, m: 60_000 }[unit.toLowerCase()] ?? 1000);
  if (digits !== undefined && ms >= LEAST_MS && ms <= MOST_MS) return ok(ms);
  return wrongUsage(
    `"${text}" is not a time to observe a page.`,
    'From 500ms to 10m: --for 5s, --for 1500ms, --for 2m.',
  );
}

/** Finds lines in the sources that `--server` names; none without it. */
export function locatorIn(folder: string | undefined): SourceLocator {
  return folder === undefined ? NOWHERE : new Sources(folder);
}

/** The problem of an option that this kind of subject does not take. @param isFor after "--name is for" @param next what to do instead */
export function unfitOption(
  options: DiagnoseOptions,
  names: readonly (keyof DiagnoseOptions)[],
  { isFor, next }: { readonly isFor: string; readonly next: string },
): ReturnType<typeof wrongUsage> | undefined {
  const given = names.find((name) => options[name] !== undefined);
  return given === undefined ? undefined : wrongUsage(`--${given} is for ${isFor}`, next);
}

/** Reads `--server`. @returns absolute path of the folder */
export function readFolder({ cwd }: Pick<Call, 'cwd'>, server: string | undefined): Result<string | undefined> {
  if (server === undefined) return ok(undefined);
  const folder = path.resolve(cwd, server);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return ok(folder);
  return wrongUsage(`${server} is not a folder.`, '--server names the folder with the sources of the server.');
}
