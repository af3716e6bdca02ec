import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Backend, BackendKind, Launch } from '../../../model/backend.ts';
import type { BackendChoice } from '../../../model/progress.ts';
import type { Finding } from '../../../model/finding.ts';
import { ok } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import type { AppPlace } from './find-app.ts';
import type { Python, Search, Surroundings } from './find-interpreters.ts';
import type { PythonNeeds } from './needs.ts';

/** A Python framework as a backend: what it needs of an interpreter, and how one starts its server. */
export interface PythonFramework {
  readonly needs: PythonNeeds;
  /** As a menu lists it. */
  readonly title: string;
  readonly overlay: string;
  readonly sections: readonly string[];
  /** The file that the learner writes the server in. */
  readonly serverFile: string;
  /** The package without which nothing starts. */
  readonly starter: string;
  /** The command that starts the course's server, as documentations show it. */
  readonly command: string;
  launch(python: Python, app: AppPlace, where: { readonly folder: string; readonly port: number }): Launch;
}

/** The kind of backend of a framework, with the option `--python`. */
export function pythonKind(framework: PythonFramework): BackendKind {
  const { needs, title, overlay, sections, serverFile } = framework;
  return {
    kind: needs.kind,
    title,
    language: 'python',
    overlay,
    sections,
    recognisedBy: { entries: [serverFile], manifests: ['requirements.txt'] },
    options: [
      {
        name: 'python',
        placeholder: 'path',
        description: `the Python that runs a ${needs.framework} server`,
        completes: 'files',
        required: false,
        // Named from where the person is; a bare name is looked up by the system.
        read: (python) => ok(/[\\/]/u.test(python) ? path.resolve(python) : python),
      },
    ],
    open: (choice, { required }) => pythonBackend(framework, choice, required),
    examine: async (question) => {
      const { examinePython } = await import('./examine.ts');
      return examinePython(needs, question);
    },
  };
}

function pythonBackend(framework: PythonFramework, choice: BackendChoice, required: boolean): Backend {
  const { needs, title, overlay, sections, serverFile, starter } = framework;
  const named = choice['python'];
  const { platform } = process;
  const surroundings = (folder: string): Surroundings => ({
    needs,
    folder,
    env: process.env,
    platform,
    named,
    required,
  });
  const interpreter = new Interpreter();

  return {
    kind: needs.kind,
    title,
    language: 'python',
    overlay,
    sections,
    serverFile,
    notInspected: 'an earlier part of the environment is missing',
    launch: async (folder, port) => {
      const { findApp } = await import('./find-app.ts');
      const app = await findApp(folder, needs.makers);
      if (app === undefined) return { ok: false, problem: await noServerFile(folder, framework) };
      const python = await interpreter.of(surroundings(folder));
      if (!python.ok) return python;
      if (python.value.packages[starter] === undefined) {
        const { missingPackage } = await import('./inspect-folder.ts');
        const lack = { python: python.value, name: starter, error: '', surroundings: { needs, platform } };
        return { ok: false, problem: missingPackage(lack) };
      }
      return ok(framework.launch(python.value, app, { folder, port }));
    },
    inspect: async (folder, listens, onFact) => {
      interpreter.forget(folder);
      // Begun at once: the server of the same check is started beside it, with what this search finds.
      const search = interpreter.search(surroundings(folder));
      const { inspectPythonFolder } = await import('./inspect-folder.ts');
      return inspectPythonFolder(surroundings(folder), { known: await search, starter, listens, onFact });
    },
    prepare: async (folder, options) => {
      interpreter.forget(folder);
      const { preparePython } = await import('./prepare-environment.ts');
      return preparePython(surroundings(folder), options);
    },
    adaptLesson: (markdown, folder) =>
      named === undefined || existsSync(path.join(folder, '.venv'))
        ? markdown
        : withInterpreter(markdown, named, starter),
  };
}

/** The interpreter of each folder. A check starts the server several times but searches only once; a failed search is repeated. */
class Interpreter {
  readonly #searches = new Map<string, Promise<Search>>();

  async of(surroundings: Surroundings): Promise<Result<Python, Finding>> {
    const search = this.search(surroundings);
    const { usablePython } = await import('./inspect-folder.ts');
    return usablePython(await search, surroundings);
  }

  /** Who asks while a search runs gets what it finds. */
  search(surroundings: Surroundings): Promise<Search> {
    const { folder } = surroundings;
    const before = this.#searches.get(folder);
    if (before !== undefined) return before;
    const search = import('./find-interpreters.ts').then(({ searchPython }) => searchPython(surroundings));
    this.#searches.set(folder, search);
    const failed = (): void => {
      if (this.#searches.get(folder) === search) this.#searches.delete(folder);
    };
    search.then(({ best }) => best?.newEnough === true || failed(), failed);
    return search;
  }

  /** The next search looks again. */
  forget(folder: string): void {
    this.#searches.delete(folder);
  }
}

/** The lessons mention the folder's `.venv`; this folder has none, and another interpreter runs its server. */
function withInterpreter(markdown: string, python: string, starter: string): string {
  const called = new RegExp(String.raw`^\.venv/bin/python(?= (?:--version|-c|-m ${starter})\b)`, 'gmu');
  return markdown.replaceAll(/^ {2}\.venv\/.*\n/gmu, '').replaceAll(called, () => quotedWord(python));
}

function quotedWord(word: string): string {
  return /\s/u.test(word) ? `"${word}"` : word;
}

async function noServerFile(folder: string, { serverFile, command }: PythonFramework): Promise<Finding> {
  const files = (await readdir(folder).catch(() => [])).filter(
    (name) => !name.startsWith('.') && !['venv', '__pycache__'].includes(name),
  );
  return {
    code: 'server/no-entry-file',
    severity: 'error',
    facts: { expected: serverFile, files },
    evidence: { did: { kind: 'run', command } },
  };
}
