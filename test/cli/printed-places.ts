import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LAUNCHER, ROOT } from './tutor.ts';

export const NAME = 'htmx-realtime-tutor';

/** Where a person reads what the tutor prints. */
export interface Place {
  /** What calls the tutor there, and what it must print for itself. */
  readonly self: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A folder where the tutor is installed as a command. */
export function installed(folder: string): Place {
  const bin = path.join(folder, '.bin');
  mkdirSync(bin);
  symlinkSync(LAUNCHER, path.join(bin, 'htmx-realtime-tutor'));
  return { self: NAME, cwd: folder, env: { PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` } };
}

/** As npx calls it. The program that stands for npx calls the tutor, as it would after the installation. */
export function byNpx(folder: string): Place {
  const { cwd, env } = installed(folder);
  const npx = path.join(folder, '.bin', 'npx');
  writeFileSync(npx, '#!/bin/sh\nexec "$@"\n');
  chmodSync(npx, 0o755);
  return { self: `npx ${NAME}`, cwd, env: { ...env, npm_command: 'exec' } };
}

/** A clone of the repository after `npm ci` and the build. */
export function inClone(folder: string): Place {
  for (const name of ['bin', 'dist', 'steps', 'package.json'])
    cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  return { self: `node bin/${NAME}.js`, cwd: folder, env: {} };
}

export function afterNpmStart(folder: string): Place {
  const { env, ...clone } = inClone(folder);
  return { ...clone, env: { ...env, npm_lifecycle_event: 'start', npm_package_name: NAME } };
}

/** A clone that is called by its path from a folder beside it, where nothing has given the tutor a name. */
export function outsideClone(folder: string): Place {
  const [clone, cwd] = ['the clone', 'home'].map((name) => path.join(folder, name)) as [string, string];
  for (const each of [clone, cwd]) mkdirSync(each);
  inClone(clone);
  return { self: `node '${path.join(clone, 'bin', `${NAME}.js`)}'`, cwd, env: {} };
}
