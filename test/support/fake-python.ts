import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface FakePython {
  readonly version?: string;
  readonly packages?: readonly string[];
  readonly virtual?: boolean;
  /** Package -> error, as its import ends; the others can be imported. */
  readonly failing?: Readonly<Record<string, string>>;
  /** Shell lines for `-m …`; default: it fails. */
  readonly module?: string;
}

/** What the chapter's server needs. */
export const COMPLETE = ['fastapi', 'uvicorn', 'jinja2', 'websockets'];
/** What makes virtual environments. */
export const WITH_VENV = ['venv', 'ensurepip', 'pip'];

/** The packages that this fake was told to import, in the order in which it was told. */
export function importedBy(file: string): readonly string[] {
  const told = `${file}.imported`;
  return existsSync(told) ? readFileSync(told, 'utf8').trim().split('\n') : [];
}

/** Writes a program that answers the tutor's question as such an interpreter would. POSIX systems only. */
export function fakePython(file: string, fake: FakePython): string {
  const {
    version = '3.12.1',
    packages = [],
    virtual = false,
    failing = {},
    module = 'echo no module >&2; exit 1',
  } = fake;
  const answer = {
    version,
    executable: file,
    virtual,
    packages: Object.fromEntries(packages.map((name) => [name, '1.0'])),
  };
  mkdirSync(path.dirname(file), { recursive: true });
  const say = (value: unknown): string => `printf '%s\\n' '${JSON.stringify(value).replaceAll("'", '\\u0027')}'`;
  writeFileSync(
    file,
    `#!/bin/sh\nif [ "$1" = -m ]; then\n${module}\nexit 0\nfi\ncase "$2" in\n*import_module*) shift 2; printf '%s\\n' "$@" >>'${file}.imported'; ${say(failing)} ;;\n*) ${say(answer)} ;;\nesac\n`,
  );
  chmodSync(file, 0o755);
  return file;
}
