import path from 'node:path';
import type { Evidence, Finding, FindingOf } from '../model/finding.ts';
import type { ProcessEnd } from '../model/observed.ts';
import { errorText, portInUse } from '../model/server-error.ts';
import type { ErrorReport } from '../model/server-error.ts';
import { typoOf } from './typo.ts';
import { syntaxFault } from './syntax-fault.ts';

/** A server that ended before it listened: what it printed, and what is in its folder. */
interface EndedStart {
  readonly exit: ProcessEnd;
  /** All of its output. */
  readonly text: string;
  /** The last uncaught error in it. */
  readonly report: ErrorReport | undefined;
  /** The last lines that are not blank. */
  readonly lines: readonly string[];
  /** The command that started it, as it is typed. */
  readonly command: string;
  /** The port that it was given. */
  readonly port: number;
  /** Absolute path of its folder. */
  readonly folder: string;
  /** Whether a path, absolute or relative to the folder, exists. */
  exists(file: string): boolean;
  /** The text of a file in the folder; undefined: it cannot be read. */
  read(file: string): string | undefined;
  /** Names of the folder's entries, without hidden ones. */
  files(): readonly string[];
}

type Cause = (start: EndedStart) => Finding | undefined;

/** Causes in the order in which they are looked for: the interpreter's messages before the system's error codes. */
const CAUSES: readonly Cause[] = [
  noEntryFile,
  moduleMissing,
  syntaxError,
  pathMissing,
  portTaken,
  portInUseByCode,
  portInUseByMessage,
  noApplication,
];

/** Why it ended; where nothing is recognized, only that it ended. */
export function whyEnded(start: EndedStart): Finding {
  for (const cause of CAUSES) {
    const finding = cause(start);
    if (finding !== undefined) return finding;
  }
  const { exit, report } = start;
  const typo = typoOf(report, report?.where === undefined ? '' : (start.read(report.where.file) ?? ''));
  const facts = { exit, error: errorText(report), ...(typo === undefined ? {} : { typo }) };
  return { code: 'server/exited', severity: 'error', facts, evidence: evidenceOf(start) };
}

function evidenceOf({ command, lines, report }: EndedStart): Evidence {
  return {
    did: { kind: 'run', command },
    output: lines,
    ...(report?.where === undefined ? {} : { where: [report.where] }),
  };
}

function noEntryFile(start: EndedStart): Finding | undefined {
  const { command } = start;
  const expected = missingEntry(start);
  if (expected === undefined) return undefined;
  return {
    code: 'server/no-entry-file',
    severity: 'error',
    facts: { expected, files: start.files(), command },
    evidence: { did: { kind: 'run', command } },
  };
}

function moduleMissing(start: EndedStart): Finding | undefined {
  const facts = start.report === undefined ? missingProgram(start.text) : missingModule(start.report, start.command);
  return facts && { code: 'server/missing-module', severity: 'error', facts, evidence: evidenceOf(start) };
}

const NOT_A_MODULE = /Cannot use import statement outside a module/u;

/** The manifest decides whether Node reads a file as a module. */
function atManifest(message: string, evidence: Evidence): Evidence {
  return NOT_A_MODULE.test(message)
    ? { ...evidence, where: [{ file: 'package.json' }, ...(evidence.where ?? [])] }
    : evidence;
}

function syntaxError(start: EndedStart): Finding | undefined {
  const { report } = start;
  if (report === undefined || !/^(?:SyntaxError|IndentationError|TabError)$/u.test(report.name)) return undefined;
  // A library throws a SyntaxError, too: then the file was read, and a call in it is on the stack.
  if (report.excerpt === '' && report.frames.length > 0) return undefined;
  const said = { message: errorText(report), excerpt: report.excerpt };
  const { where } = report;
  const source = where === undefined ? undefined : start.read(where.file);
  const fault = where === undefined || source === undefined ? undefined : syntaxFault(source, where, said.message);
  const evidence = evidenceOf(start);
  if (where === undefined || fault === undefined)
    return {
      code: 'server/syntax-error',
      severity: 'error',
      facts: said,
      evidence: atManifest(said.message, evidence),
    };
  const place = { file: where.file, line: fault.line, column: fault.column };
  const facts = { ...said, fault };
  return { code: 'server/syntax-error', severity: 'error', facts, evidence: { ...evidence, where: [place] } };
}

function pathMissing(start: EndedStart): Finding | undefined {
  const missing = start.report && missingPath(start.report, start);
  return missing && { ...missing, severity: 'error', evidence: evidenceOf(start) };
}

function portTaken(start: EndedStart): Finding | undefined {
  const port = start.report && portInUse(start.report, start.port);
  if (port === undefined) return undefined;
  const facts = { port, holder: port === start.port ? ('itself' as const) : ('unknown' as const) };
  return { code: 'server/port-in-use', severity: 'error', facts, evidence: evidenceOf(start) };
}

/** A server that catches the error itself prints its own message, which still contains the system's name for it. */
function portInUseByCode(start: EndedStart): Finding | undefined {
  const { text, port } = start;
  if (!/\bEADDRINUSE\b|\[Errno (?:98|48|10048)\]/u.test(text)) return undefined;
  const said = (/bind on address \('[^']*', (\d+)/u.exec(text) ??
    /(?:EADDRINUSE|in use)\D{0,80}?(?:[\d.]{1,15}|:::?|\[[^\]]{0,45}\])?:(\d{2,5})\b/u.exec(text))?.[1];
  return portInUseFinding(start, said === undefined ? port : Number(said));
}

/** The message of the course's own server. */
function portInUseByMessage(start: EndedStart): Finding | undefined {
  const said = /\bport (\d{2,5}) is (?:already )?(?:in use|taken)\b/iu.exec(start.text)?.[1];
  return start.report !== undefined || said === undefined ? undefined : portInUseFinding(start, Number(said));
}

function portInUseFinding(start: EndedStart, port: number): Finding {
  const facts = { port, holder: 'unknown' as const };
  return { code: 'server/port-in-use', severity: 'error', facts, evidence: evidenceOf(start) };
}

function noApplication(start: EndedStart): Finding | undefined {
  const found = start.report === undefined ? appNotFound(start.text) : undefined;
  const modules = start.files().flatMap((file) => (file.endsWith('.py') ? [file.slice(0, -'.py'.length)] : []));
  const facts = found?.missing === 'module' || found?.missing === 'colon' ? { ...found, files: modules } : found;
  return facts && { code: 'python/no-app', severity: 'error', facts, evidence: evidenceOf(start) };
}

/** How interpreters report that the file of their command is missing; a failing import names its importer. */
const ENTRY_MISSING: readonly RegExp[] = [
  /Error: Cannot find module '([^'\n]+)'\n(?:\s+at .*\n)*[^]*requireStack: \[\]/u,
  /can't open file '([^'\n]+)': \[Errno 2\]/u,
  /^Can't open perl script "([^"\n]+)"/mu,
];

/** The file that the command begins with, as it is typed in the folder, when it does not exist. */
function missingEntry({ text, folder, exists }: EndedStart): string | undefined {
  const named = ENTRY_MISSING.map((pattern) => pattern.exec(text)?.[1]).find((file) => file !== undefined);
  if (named === undefined || exists(named)) return undefined;
  return fromFolder(named, folder);
}

/** uvicorn's own messages (uvicorn/importer.py), the same since 0.11. */
function appNotFound(output: string): FindingOf<'python/no-app'>['facts'] | undefined {
  const form = /Import string "([^"]+)" must be in format/u.exec(output)?.[1];
  if (form !== undefined) return { target: form, missing: 'colon' };
  if (/You must pass the application as an import string/u.test(output)) return { target: '', missing: 'name' };
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
  command: string,
): { readonly name: string; readonly install: string } | undefined {
  const python = /^No module named '([^']+)'/u.exec(report.message)?.[1] ?? wantedPackage(report.message);
  if (python !== undefined) {
    // A module of a package is looked up only after the package itself was found.
    if (python.includes('.')) return { name: python, install: '' };
    // Installed by the interpreter that ran: the pip of another one would install it elsewhere.
    const interpreter = /^(.+) -m uvicorn /u.exec(command)?.[1];
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

/** `python -m name`, where the interpreter itself reports in one line that it has no such module. */
function missingProgram(text: string): { readonly name: string; readonly install: string } | undefined {
  const [, interpreter, name] = /^(.*\bpython[\d.]*(?:\.exe)?): No module named ([A-Za-z_]\w*)\s*$/mu.exec(text) ?? [];
  return interpreter === undefined || name === undefined
    ? undefined
    : { name, install: `${interpreter} -m pip install ${name}` };
}

/** FastAPI and Starlette import some packages only where they use them, and have their own message for a missing one. */
function wantedPackage(message: string): string | undefined {
  const [, template, form] =
    /^(jinja2) must be installed|^Form data requires "(python-multipart)"/u.exec(message) ?? [];
  return template ?? form;
}

/** What a server did not find when it started: the folder, when that is missing, else the file. */
function missingPath(
  report: ErrorReport,
  { folder, exists }: EndedStart,
):
  | { readonly code: 'server/missing-directory'; readonly facts: { readonly directory: string } }
  | { readonly code: 'server/missing-file'; readonly facts: { readonly file: string } }
  | undefined {
  // Starlette's StaticFiles; aiohttp's `web.static`, older and newer.
  const [, served] =
    /^(?:Directory )?'([^']+)' does not exist|^No directory exists at '([^']+)'/u
      .exec(report.message)
      ?.filter(Boolean) ?? [];
  if (served !== undefined)
    return { code: 'server/missing-directory', facts: { directory: fromFolder(served, folder) } };
  const [, call = '', missing] = /^ENOENT: no such file or directory, (\w+) '([^']+)'/u.exec(report.message) ?? [];
  const python =
    report.name === 'FileNotFoundError' ? /No such file or directory: '([^']+)'/u.exec(report.message)?.[1] : undefined;
  const found = missing ?? python;
  if (found === undefined) return undefined;
  if (call === 'scandir' || call === 'opendir')
    return { code: 'server/missing-directory', facts: { directory: found } };
  if (exists(path.dirname(found))) return { code: 'server/missing-file', facts: { file: found } };
  return { code: 'server/missing-directory', facts: { directory: path.dirname(found) } };
}

/** A path inside the folder relative to it; any other unchanged. */
function fromFolder(file: string, folder: string): string {
  const relative = path.relative(folder, path.resolve(folder, file));
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}
