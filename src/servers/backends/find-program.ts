import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import type { EnvironmentFact } from '../../model/backend.ts';

export interface ProgramSurroundings {
  /** Absolute path of the learner's folder. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/** Whether the program that a command line starts is installed. No fact where only the shell knows. */
export async function inspectProgram(
  run: string,
  surroundings: ProgramSurroundings,
): Promise<readonly EnvironmentFact[]> {
  const name = programName(run, surroundings.platform);
  if (name === undefined) return [];
  const found = await findProgram(name, surroundings);
  if (found !== undefined) return [{ about: 'runtime', findings: [], note: `${name} is ${found}` }];
  const evidence = { did: { kind: 'run', command: run } } as const;
  return [
    {
      about: 'runtime',
      findings: [{ code: 'env/program-missing', severity: 'error', facts: { name }, evidence }],
      note: '',
    },
  ];
}

/** Built-ins and keywords of shells (POSIX shell, cmd.exe); a command that begins with one is not looked up. */
const SHELL_WORDS = new Set(
  '. : alias break builtin call case cd command copy dir do echo eval exec exit export for function if move nohup pushd popd printf pwd read return set setlocal shift source start test time times trap type ulimit umask unset until while'.split(
    ' ',
  ),
);

/**
 * The program that a command line begins with, when it is one that must be installed: a bare name, or an absolute path. A path
 * below the folder is the learner's own file, which a later step may write. Undefined: only the shell knows what it is.
 */
export function programName(run: string, platform: NodeJS.Platform): string | undefined {
  // Assignments come first: `NODE_ENV=test node main.js`.
  const rest =
    platform === 'win32' ? run.trim() : run.trim().replace(/^(?:[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|[^\s"']*)\s+)+/u, '');
  const quotes = platform === 'win32' ? /^"([^"]+)"/u : /^"([^"$`\\]+)"|^'([^']+)'/u;
  const quoted = quotes.exec(rest);
  const name =
    quoted === null ? /^[^\s"'`$&|;<>(){}*?[\]!#~%]+(?=\s|$|[;&|<>])/u.exec(rest)?.[0] : (quoted[1] ?? quoted[2]);
  if (name === undefined || SHELL_WORDS.has(name.toLowerCase())) return undefined;
  const isPath = platform === 'win32' ? /[\\/]/u.test(name) : name.includes('/');
  return isPath && !(platform === 'win32' ? path.win32 : path.posix).isAbsolute(name) ? undefined : name;
}

async function findProgram(name: string, { folder, env, platform }: ProgramSurroundings): Promise<string | undefined> {
  const isWindows = platform === 'win32';
  const endings = isWindows ? ['', ...(env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';')] : [''];
  const searched = (env['PATH'] ?? env['Path'] ?? '').split(isWindows ? ';' : ':').filter((each) => each !== '');
  // Windows looks in the current folder first.
  const folders = path.isAbsolute(name) ? [''] : [...(isWindows ? [folder] : []), ...searched];
  for (const each of folders)
    for (const ending of endings) {
      const file = path.join(each, `${name}${ending}`);
      const isThere = await access(file, constants.X_OK).then(
        () => true,
        () => false,
      );
      if (isThere) return file;
    }
  return undefined;
}
