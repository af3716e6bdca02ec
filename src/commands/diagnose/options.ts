import { statSync } from 'node:fs';
import path from 'node:path';
import { ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { LOOPBACK } from '../../observe/page/web-rules/hosts.ts';
import type { ReporterName } from '../../reporters/index.ts';
import type { CommandContext } from '../common/context.ts';
import type { CommonOptions } from '../common/options.ts';
import { reporterName } from '../common/output/reporter.ts';

export interface DiagnoseOptions extends Omit<CommonOptions, 'dir' | 'backend'> {
  readonly for?: string;
  readonly send?: string;
  readonly click?: readonly string[];
  readonly server?: string;
  readonly dom?: boolean;
}

/** What is asked for, once it has been read. */
export interface Asked {
  readonly url: URL;
  /** Milliseconds. */
  readonly forMs: number;
  readonly reporter: ReporterName;
  readonly engine: 'browser' | 'dom';
  readonly clicks: readonly string[];
  readonly text: string | undefined;
  /** Absolute path of the folder with the sources. */
  readonly folder: string | undefined;
}

const DEFAULT_MS = 5000;
const LEAST_MS = 500;
const MOST_MS = 600_000;

/** Reads the command line. A problem: something in it cannot be (exit code 2). */
export function readOptions(context: CommandContext, address: string, options: DiagnoseOptions): Result<Asked> {
  const url = readAddress(address);
  if (!url.ok) return url;
  const forMs = readDuration(options.for);
  if (!forMs.ok) return forMs;
  const reporter = reporterName(options);
  if (!reporter.ok) return reporter;
  const folder = readFolder(context, options.server);
  if (!folder.ok) return folder;
  const engine = options.dom === true ? 'dom' : 'browser';
  if (engine === 'dom' && !LOOPBACK.has(url.value.hostname))
    return wrongUsage(
      `${url.value.host} is not this machine.`,
      'The built-in DOM opens pages of this machine only; without --dom, a browser opens any page.',
    );
  return ok({
    url: url.value,
    forMs: forMs.value,
    reporter: reporter.value,
    engine,
    clicks: options.click ?? [],
    text: options.send,
    folder: folder.value,
  });
}

/** `localhost:3000` is an address, too. */
function readAddress(address: string): Result<URL> {
  const whole = /^[a-z][\w+.-]*:\/\//iu.test(address) ? address : `http://${address}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url !== undefined && /^https?:$/u.test(url.protocol) && !/\s/u.test(address)) return ok(url);
  return wrongUsage(`"${address}" is not the address of a page.`, 'An address begins with http:// or https://.');
}

/** @param text `5s`, `1500ms`, `2m`, `5` for seconds. Milliseconds. */
function readDuration(text: string | undefined): Result<number> {
  if (text === undefined) return ok(DEFAULT_MS);
  const [, digits, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m)?$/iu.exec(text.trim()) ?? [];
  const ms = Number(digits) * ({ ms: 1, s: 1000, m: 60_000 }[unit.toLowerCase()] ?? 1000);
  if (digits !== undefined && ms >= LEAST_MS && ms <= MOST_MS) return ok(ms);
  return wrongUsage(
    `"${text}" is not a time to observe a page.`,
    'From 500ms to 10m: --for 5s, --for 1500ms, --for 2m.',
  );
}

function readFolder({ cwd }: CommandContext, server: string | undefined): Result<string | undefined> {
  if (server === undefined) return ok(undefined);
  const folder = path.resolve(cwd, server);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return ok(folder);
  return wrongUsage(`${server} is not a folder.`, '--server names the folder with the sources of the server.');
}
