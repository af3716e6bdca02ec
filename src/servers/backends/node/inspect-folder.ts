import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { textOf } from '../../../files/regular.ts';
import type { EnvironmentFact, Listens } from '../../../model/backend.ts';
import type { Finding } from '../../../model/finding.ts';
import { watchedVariables } from '../../reaper.ts';
import { exists, installedVersion, lineAt, readManifest } from './manifest.ts';
import { importsOfEntry } from './static-imports.ts';
import { satisfies } from './version-range.ts';

/** What the course's files need: `node:http`, ES modules without flags, and `ws` 8. */
const OLDEST_NODE = 20;
const LOAD_DEADLINE_MS = 10_000;

/** Whether this Node is new enough. @param found its version, `20.20.2` */
export function inspectRuntime(found: string): EnvironmentFact {
  const old = Number(found.split('.')[0]) < OLDEST_NODE;
  const findings: Finding[] = old
    ? [
        {
          code: 'env/old-runtime',
          severity: 'error',
          facts: { runtime: 'Node', found, needed: `${OLDEST_NODE} or later` },
          evidence: { did: { kind: 'run', command: 'node --version' }, received: `v${found}` },
        },
      ]
    : [];
  return { about: 'runtime', findings, note: `Node ${found}` };
}

/** What the manifest lists: names of packages, and the versions that it asks for. */
interface Listed {
  readonly fact: EnvironmentFact;
  readonly packages: Readonly<Record<string, unknown>>;
}

/** The packages that the manifest lists, or the finding. The chapter's server needs a WebSocket library; which one is the learner's choice. */
async function inspectManifest(folder: string): Promise<Listed> {
  const read = await readManifest(folder);
  const fail = (finding: Finding): Listed => ({
    fact: { about: 'manifest', findings: [finding], note: '' },
    packages: {},
  });
  const did = { kind: 'read', file: 'package.json' } as const;
  if ('missing' in read)
    return fail({
      code: 'env/manifest-missing',
      severity: 'error',
      facts: { file: 'package.json' },
      evidence: { did },
    });
  const where = [{ file: 'package.json' }];
  if ('invalid' in read)
    return fail({
      code: 'env/manifest-invalid',
      severity: 'error',
      facts: { file: 'package.json', problem: read.invalid },
      evidence: { did, where: read.line === undefined ? where : [{ file: 'package.json', line: read.line }] },
    });
  // Development tools need not be installed to run the server; they count only when nothing else is listed.
  const listed = [read.manifest.dependencies ?? {}, read.manifest.devDependencies ?? {}];
  const packages = listed.find((some) => Object.keys(some).length > 0) ?? {};
  const names = Object.keys(packages);
  if (names.length === 0 && (await answersHandshakeItself(folder)))
    return { fact: { about: 'manifest', findings: [], note: 'package.json needs no package' }, packages };
  if (names.length === 0) {
    return fail({
      code: 'env/dependency-not-listed',
      severity: 'error',
      facts: { file: 'package.json', name: 'ws', spec: '^8' },
      evidence: { did, where },
    });
  }
  return { fact: { about: 'manifest', findings: [], note: `package.json names ${names.join(', ')}` }, packages };
}

/** RFC 6455 section 1.3: every server that answers the opening handshake itself has this value in its code. */
const HANDSHAKE_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Whether the learner wrote the WebSocket's server side without a package, in a file at the top of the folder or in `src/`. */
async function answersHandshakeItself(folder: string): Promise<boolean> {
  const names = await Promise.all(
    [folder, path.join(folder, 'src')].map(async (inner) =>
      (await readdir(inner).catch(() => [])).map((name) => path.join(inner, name)),
    ),
  );
  const files = names.flat().filter((file) => /\.[cm]?js$/u.test(file));
  return files.some((file) => (textOf(file) ?? '').toUpperCase().includes(HANDSHAKE_GUID));
}

/** What came of loading a package: nothing wrong, or the error's text. */
type Loaded = { readonly error?: string };

/**
 * Loads packages in a Node of its own, from the learner's folder, as `import` in main.js would. What a package prints is ignored; one
 * that ends the process leaves the others without a result.
 */
async function load(folder: string, names: readonly string[]): Promise<ReadonlyMap<string, Loaded>> {
  const { execa } = await import('execa');
  const mark = `loaded-${randomUUID()}`;
  const program = `for (const name of ${JSON.stringify(names)}) {
  const error = await import(name).then(() => undefined, (reason) => String(reason?.stack ?? reason));
  process.stdout.write('\\n' + ${JSON.stringify(mark)} + JSON.stringify({ name, error }) + '\\n');
}
process.exit();`;
  const run = await execa(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: folder,
    env: watchedVariables(),
    reject: false,
    timeout: LOAD_DEADLINE_MS,
    stdin: 'ignore',
  });
  const results = run.stdout
    .split('\n')
    .filter((line) => line.startsWith(mark))
    .map((line): { readonly name: string } & Loaded => JSON.parse(line.slice(mark.length)));
  return new Map(results.map(({ name, error }) => [name, error === undefined ? {} : { error }]));
}

/**
 * What the server imports before its first line runs is loaded where the server listens. For the others, one process; a package that ended it,
 * or hung in it, is loaded alone, and so are those after it.
 */
async function inspectDependencies(
  folder: string,
  packages: Listed['packages'],
  listens: Listens | undefined,
): Promise<EnvironmentFact> {
  const names = Object.keys(packages);
  const imported = listens === undefined ? new Set<string>() : await importsOfEntry(folder);
  const shown = names.some((name) => imported.has(name)) && (await listens?.()) === true ? imported : new Set<string>();
  const others = names.filter((name) => !shown.has(name));
  const together = new Map([
    ...[...shown].map((name): [string, Loaded] => [name, {}]),
    ...(others.length === 0 ? [] : await load(folder, others)),
  ]);
  const findings: Finding[] = [];
  for (const name of names) {
    const loaded = together.get(name) ?? (await load(folder, [name])).get(name);
    const finding =
      (await missingDependency(folder, name, loaded)) ?? (await otherVersion(folder, name, packages[name]));
    if (finding !== undefined) findings.push(finding);
  }
  return {
    about: 'dependencies',
    findings,
    note: findings.length === 0 ? `${names.join(', ')} can be loaded` : '',
  };
}

/** @param loaded undefined: loading it ended the process, or took too long */
async function missingDependency(
  folder: string,
  name: string,
  loaded: Loaded | undefined,
): Promise<Finding | undefined> {
  const error = loaded?.error ?? '';
  const isLoaded = loaded !== undefined && loaded.error === undefined;
  // A package without an entry for `import` (only types, a command) is installed anyway.
  const present = isLoaded || (await exists(path.join(folder, 'node_modules', ...name.split('/'), 'package.json')));
  if (present && !/ERR_MODULE_NOT_FOUND[\s\S]*node_modules/u.test(error)) return undefined;
  return {
    code: 'env/dependency-missing',
    severity: 'error',
    facts: { name, install: `npm install ${name}` },
    evidence: {
      did: { kind: 'run', command: `node --input-type=module --eval 'import "${name}"'` },
      where: [{ file: 'package.json' }],
      output: error
        .split('\n')
        .filter((line) => /Error/u.test(line))
        .slice(0, 3),
    },
  };
}

/** The installed version is none that the manifest asks for (a warning: the checks use it). Undefined also where one of the two cannot be read. */
async function otherVersion(folder: string, name: string, spec: unknown): Promise<Finding | undefined> {
  const installed = await installedVersion(folder, name);
  if (typeof spec !== 'string' || installed === undefined || satisfies(installed, spec) !== false) return undefined;
  const file = 'package.json';
  const text = textOf(path.join(folder, file)) ?? '';
  return {
    code: 'env/other-version',
    severity: 'warning',
    facts: { file, name, spec, installed },
    evidence: {
      did: { kind: 'read', file },
      where: [{ file, line: lineAt(text, text.lastIndexOf(JSON.stringify(spec))) }],
      received: `${name} ${installed}`,
    },
  };
}

/** Step 1 on Node: the runtime, package.json, and whether each dependency loads. Its parameters are those of `Backend.inspect`. */
export async function inspectNodeFolder(
  folder: string,
  listens?: Listens,
  onFact?: (fact: EnvironmentFact) => void,
): Promise<readonly EnvironmentFact[]> {
  const runtime = inspectRuntime(process.versions.node);
  onFact?.(runtime);
  if (!(await exists(folder))) {
    return [
      runtime,
      {
        about: 'manifest',
        findings: [{ code: 'env/no-folder', severity: 'error', facts: { folder }, evidence: {} }],
        note: '',
      },
    ];
  }
  const { fact, packages } = await inspectManifest(folder);
  onFact?.(fact);
  if (fact.findings.length > 0) return [runtime, fact];
  return [runtime, fact, await inspectDependencies(folder, packages, listens)];
}
