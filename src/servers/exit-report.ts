import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Launch } from '../model/backend.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import type { ProcessEnd } from '../model/observed.ts';
import { errorText, portInUse } from '../model/server-error.ts';
import type { ErrorReport } from '../model/server-error.ts';
import { readErrorReport } from './error-report.ts';
import type { OutputRing } from './output.ts';
import { lastLines } from './own-lines.ts';
import type { Exit } from './process.ts';

/** @param exit undefined: the process lives */
export function processEnd(exit: Exit | undefined): ProcessEnd {
  if (exit === undefined) return { kind: 'running' };
  if (exit.failure !== undefined) return { kind: 'not-started', reason: exit.failure };
  return exit.signal === null ? { kind: 'code', code: exit.code } : { kind: 'signal', signal: exit.signal };
}

/** Why a server ended before it listened, by what it printed. */
export function findingOfExit(options: {
  readonly exit: Exit;
  readonly output: OutputRing;
  readonly launch: Launch;
  readonly port: number;
}): Finding {
  const { exit, output, launch, port } = options;
  const report = readErrorReport(output.text(), launch.cwd);
  const evidence: Evidence = {
    did: { kind: 'run', command: launch.display },
    output: lastLines(output, launch.cwd, 12),
    ...(report?.where === undefined ? {} : { where: [report.where] }),
  };
  const severity = 'error';
  const entry = missingEntry(output.text(), launch.cwd);
  if (entry !== undefined) {
    const files = readdirSync(launch.cwd).filter((name) => !name.startsWith('.'));
    const facts = { expected: entry, files, command: launch.display };
    return {
      code: 'server/no-entry-file',
      severity,
      facts,
      evidence: { did: { kind: 'run', command: launch.display } },
    };
  }
  if (report !== undefined) {
    const module = missingModule(report, launch);
    if (module !== undefined) {
      return {
        code: 'server/missing-module',
        severity,
        facts: { name: module.name, install: module.install },
        evidence,
      };
    }
    if (/^(?:SyntaxError|IndentationError|TabError)$/u.test(report.name)) {
      return {
        code: 'server/syntax-error',
        severity,
        facts: { message: errorText(report), excerpt: report.excerpt },
        evidence,
      };
    }
    const missing = missingPath(report, launch.cwd);
    if (missing !== undefined) return { ...missing, severity, evidence };
    const taken = portInUse(report, port);
    if (taken !== undefined)
      return {
        code: 'server/port-in-use',
        severity,
        facts: { port: taken, holder: taken === port ? 'itself' : 'unknown' },
        evidence,
      };
  }
  // A server that catches the error itself prints words of its own; the system's name for it is still there.
  const inUse = /\bEADDRINUSE\b|\[Errno (?:98|48|10048)\]/u.test(output.text());
  if (inUse) {
    const said = (/bind on address \('[^']*', (\d+)/u.exec(output.text()) ??
      /(?:EADDRINUSE|in use)\D*?(?:[\d.]+|:::?|\[[^\]]*\])?:(\d{2,5})\b/u.exec(output.text()))?.[1];
    return {
      code: 'server/port-in-use',
      severity,
      facts: { port: said === undefined ? port : Number(said), holder: 'unknown' },
      evidence,
    };
  }
  // The course's own server says it in these words.
  const inWords = /\bport (\d{2,5}) is (?:already )?(?:in use|taken)\b/iu.exec(output.text())?.[1];
  if (report === undefined && inWords !== undefined)
    return { code: 'server/port-in-use', severity, facts: { port: Number(inWords), holder: 'unknown' }, evidence };
  const unfound = appNotFound(output.text());
  if (report === undefined && unfound !== undefined)
    return { code: 'python/no-app', severity, facts: unfound, evidence };
  return { code: 'server/exited', severity, facts: { exit: processEnd(exit), error: errorText(report) }, evidence };
}

/** How interpreters say that the file which their command names is not there; an import that fails says who imports. */
const ENTRY_MISSING: readonly RegExp[] = [
  /Error: Cannot find module '([^'\n]+)'\n(?:\s+at .*\n)*[^]*requireStack: \[\]/u,
  /can't open file '([^'\n]+)': \[Errno 2\]/u,
  /^Can't open perl script "([^"\n]+)"/mu,
];

/** The file that the command begins with, as it is typed in the folder, when it is not there. */
function missingEntry(output: string, folder: string): string | undefined {
  const named = ENTRY_MISSING.map((pattern) => pattern.exec(output)?.[1]).find((file) => file !== undefined);
  if (named === undefined || existsSync(path.resolve(folder, named))) return undefined;
  return fromFolder(named, folder);
}

/** uvicorn's own words (uvicorn/importer.py), the same since 0.11. */
function appNotFound(output: string): { readonly target: string; readonly missing: 'module' | 'variable' } | undefined {
  const module = /Error loading ASGI app\. Could not import module "([^"]+)"/u.exec(output)?.[1];
  if (module !== undefined) return { target: `${module}:app`, missing: 'module' };
  const [, name, inModule] =
    /Error loading ASGI app\. Attribute "([^"]+)" not found in module "([^"]+)"/u.exec(output) ?? [];
  return name === undefined || inModule === undefined
    ? undefined
    : { target: `${inModule}:${name}`, missing: 'variable' };
}

function missingModule(
  report: ErrorReport,
  launch: Launch,
): { readonly name: string; readonly install: string } | undefined {
  const python = /^No module named '([^']+)'/u.exec(report.message)?.[1] ?? wantedPackage(report.message);
  if (python !== undefined) {
    // What is looked up in a package is looked up after the package itself was found.
    if (python.includes('.')) return { name: python, install: '' };
    // Installed by the very interpreter that ran: another one's pip would put it elsewhere.
    const interpreter = /^(.+) -m uvicorn /u.exec(launch.display)?.[1];
    const pip = interpreter === undefined ? 'pip' : `${interpreter} -m pip`;
    return { name: python, install: `${pip} install ${python}` };
  }
  if (report.code !== 'ERR_MODULE_NOT_FOUND' && report.code !== 'MODULE_NOT_FOUND') return undefined;
  const name = /^Cannot find (?:package|module) '([^']+)'/u.exec(report.message)?.[1];
  if (name === undefined) return undefined;
  const local = name.startsWith('.') || name.startsWith('/') || /^[A-Za-z]:/u.test(name);
  return {
    name,
    install: local
      ? ''
      : `npm install ${name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? name)}`,
  };
}

/** FastAPI and Starlette look for some packages only where they are used, and say so in words of their own. */
function wantedPackage(message: string): string | undefined {
  const [, template, form] =
    /^(jinja2) must be installed|^Form data requires "(python-multipart)"/u.exec(message) ?? [];
  return template ?? form;
}

/** What a server looked for when it started and did not find: the folder, when that is what is missing, else the file. */
function missingPath(
  report: ErrorReport,
  folder: string,
):
  | { readonly code: 'server/missing-directory'; readonly facts: { readonly directory: string } }
  | { readonly code: 'server/missing-file'; readonly facts: { readonly file: string } }
  | undefined {
  const starlette = /^Directory '([^']+)' does not exist/u.exec(report.message)?.[1];
  if (starlette !== undefined)
    return { code: 'server/missing-directory', facts: { directory: fromFolder(starlette, folder) } };
  const [, call = '', missing] = /^ENOENT: no such file or directory, (\w+) '([^']+)'/u.exec(report.message) ?? [];
  const python =
    report.name === 'FileNotFoundError' ? /No such file or directory: '([^']+)'/u.exec(report.message)?.[1] : undefined;
  const found = missing ?? python;
  if (found === undefined) return undefined;
  const parent = path.dirname(path.resolve(folder, found));
  if (call === 'scandir' || call === 'opendir')
    return { code: 'server/missing-directory', facts: { directory: found } };
  if (existsSync(parent)) return { code: 'server/missing-file', facts: { file: found } };
  return { code: 'server/missing-directory', facts: { directory: path.dirname(found) } };
}

/** A path inside of the folder as it is typed there; any other as it is. */
function fromFolder(file: string, folder: string): string {
  const relative = path.relative(folder, path.resolve(folder, file));
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}
