import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dependencyPath, packageRoot } from '../../src/model/package-root.ts';
import { freePort } from '../../src/servers/listening.ts';
import { startServer } from '../../src/servers/server.ts';
import { SCRIPTS } from '../diagnose/site.ts';
import { canRun, leftOut, pythonWith } from './python-with.ts';

/** A mistake that somebody makes in an application: an edit of its files, and the code of the cause. The fix is to take it back. */
export interface Mistake {
  readonly file: 'index.html' | 'server';
  readonly from: string;
  readonly to: string;
  readonly code: string;
  /** A part of the fix that the report must say. */
  readonly fix: string;
}

/** A small application of its own server: `served/NAME/`, after what public ones do. */
export interface ServedApp {
  /** `node`, `perl` and `perl Mojolicious`, or the module that its Python must have. */
  readonly needs:
    | 'node'
    | 'perl'
    | 'mojolicious'
    | 'fastapi'
    | 'starlette'
    | 'aiohttp'
    | 'tornado'
    | 'http.server'
    | 'wsgiref'
    | 'asyncio';
  readonly server: string;
  readonly major: 1 | 2 | 4;
  /** Typed into its form. */
  readonly send?: string;
  /** Codes of all warnings of the right one. */
  readonly warnings?: readonly string[];
  readonly mistakes: Readonly<Record<string, Mistake>>;
}

const LISTENS_MS = 60_000;

/** The program that runs the application's server; undefined: this machine has none. */
function programFor({ needs }: ServedApp): string | undefined {
  if (needs === 'node') return process.execPath;
  if (needs === 'perl') return canRun('perl', ['-e', '1']) ? 'perl' : undefined;
  if (needs === 'mojolicious') return canRun('perl', ['-MMojolicious', '-e', '1']) ? 'perl' : undefined;
  return pythonWith(needs === 'fastapi' || needs === 'starlette' ? `${needs}, uvicorn, websockets` : needs);
}

/** Why this machine does not run the application; undefined: it does. Where CI is set it always runs. */
export function lacksFor(app: ServedApp): string | undefined {
  return programFor(app) === undefined ? leftOut(`nothing that runs ${app.needs}`) : undefined;
}

/** Writes the scripts of htmx, by the names of `SCRIPTS`, into a folder of their own. */
export function scriptFolder(): { readonly folder: string; remove(): void } {
  const folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'tutor-test-')), 'js');
  mkdirSync(folder);
  for (const [name, source] of Object.entries(SCRIPTS))
    writeFileSync(path.join(folder, path.basename(name)), readFileSync(dependencyPath(source)));
  return { folder, remove: () => rmSync(path.dirname(folder), { recursive: true, force: true }) };
}

/** Starts the server of an application in a copy of its folder. @param mistake what somebody changed in it */
export async function serveApp(
  name: string,
  app: ServedApp,
  { scripts, mistake }: { readonly scripts: string; readonly mistake: Mistake | undefined },
): Promise<{ readonly origin: string; stop(): Promise<void> }> {
  const cwd = mkdtempSync(path.join(os.tmpdir(), 'tutor-test-'));
  cpSync(path.join(import.meta.dirname, '../diagnose/served', name), cwd, { recursive: true });
  if (app.needs === 'node') symlinkSync(path.join(packageRoot(), 'node_modules'), path.join(cwd, 'node_modules'));
  if (mistake !== undefined) make(cwd, app, mistake);
  const port = await freePort();
  const command = programFor(app) ?? '';
  const env = { PORT: String(port), JS_FOLDER: scripts };
  const launch = { command, args: [app.server], shell: false, cwd, env, display: `${command} ${app.server}` };
  const started = await startServer(launch, { port, deadlineMs: LISTENS_MS });
  const remove = (): void => rmSync(cwd, { recursive: true, force: true });
  if (!started.ok) {
    remove();
    throw new Error(`${name} does not start: ${JSON.stringify(started.problem)}`);
  }
  return {
    origin: started.value.origin,
    async stop() {
      await started.value.stop();
      remove();
    },
  };
}

function make(folder: string, { server }: ServedApp, { file, from, to }: Mistake): void {
  const changed = path.join(folder, file === 'server' ? server : file);
  const text = readFileSync(changed, 'utf8');
  if (!text.includes(from)) throw new Error(`${changed} has no ${from}`);
  writeFileSync(
    changed,
    text.replace(from, () => to),
  );
}
