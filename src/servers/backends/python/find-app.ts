import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { textOf } from '../../../files/regular.ts';

/** Where the application object is, in uvicorn's form: `main:app`. */
export interface AppPlace {
  /** Relative to the folder, with forward slashes. */
  readonly file: string;
  readonly target: string;
  /** The file calls `uvicorn.run` whenever it is read: it is a program, and uvicorn cannot import it. */
  readonly runsItself: boolean;
}

const STARTS_UVICORN = /^uvicorn\.run\(/mu;
const MOST_FILES = 40;

/**
 * The file and the variable of the application: main.py, else the first Python file of the folder (or of its app/ or src/)
 * that makes one. Learners rename files; a main.py in which none is seen is used anyway, with `app`. Undefined: no file.
 * @param makers what makes an application: `FastAPI`
 */
export async function findApp(folder: string, makers: readonly string[]): Promise<AppPlace | undefined> {
  const assigned = new RegExp(
    String.raw`^(?<name>[A-Za-z_]\w*)(?:[ \t]*:[ \t]*[\w.]+)?[ \t]*=[ \t]*(?:[\w.]+\.)?(?:${makers.join('|')})\(`,
    'mu',
  );
  for (const file of await pythonFiles(folder)) {
    const text = textOf(path.join(folder, file)) ?? '';
    const name = assigned.exec(text)?.groups?.['name'];
    if (name !== undefined || file === 'main.py') {
      return { file, target: `${moduleOf(file)}:${name ?? 'app'}`, runsItself: STARTS_UVICORN.test(text) };
    }
  }
  return undefined;
}

function moduleOf(file: string): string {
  return file.replace(/\.py$/u, '').replaceAll('/', '.');
}

/** Usual names first. */
async function pythonFiles(folder: string): Promise<readonly string[]> {
  const inside = await Promise.all(
    ['', 'app', 'src'].map(async (inner) => {
      const names = await readdir(path.join(folder, inner)).catch(() => []);
      return names.filter((name) => name.endsWith('.py')).map((name) => (inner === '' ? name : `${inner}/${name}`));
    }),
  );
  const rank = (file: string): number => {
    const at = ['main.py', 'app.py', 'server.py'].indexOf(file);
    return at === -1 ? 3 + file.split('/').length : at;
  };
  return inside
    .flat()
    .toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .slice(0, MOST_FILES);
}
