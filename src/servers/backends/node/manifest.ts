import { access } from 'node:fs/promises';
import path from 'node:path';
import { isFile, textOf } from '../../../files/regular.ts';
import type { ManifestProblem } from '../../../model/facts/environment.ts';

/** Names of a server's file, the usual one first. */
export const ENTRY_FILES = ['main.js', 'main.mjs', 'main.cjs'];

export interface Manifest {
  readonly main?: unknown;
  readonly scripts?: { readonly start?: unknown };
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly devDependencies?: Readonly<Record<string, unknown>>;
}

/** Why a manifest cannot be read, and the line where that is, as far as the parser says. */
export interface Invalid {
  readonly invalid: ManifestProblem;
  readonly line?: number;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** The manifest, or why it cannot be read. */
export async function readManifest(
  folder: string,
): Promise<{ readonly manifest: Manifest } | { readonly missing: true } | Invalid> {
  const text = textOf(path.join(folder, 'package.json'));
  if (text === undefined) return { missing: true };
  try {
    // npm ignores a byte order mark, which some Windows editors write.
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/u, ''));
    if (!isPlainObject(parsed)) return { invalid: { kind: 'not-an-object' } };
    for (const field of ['dependencies', 'devDependencies']) {
      const listed = parsed[field];
      if (listed !== undefined && !isPlainObject(listed))
        return {
          invalid: { kind: 'not-names-and-versions', field },
          line: lineAt(text, text.indexOf(`"${field}"`)),
        };
    }
    return { manifest: parsed };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const at = /at position (\d+)/u.exec(said)?.[1];
    return {
      invalid: { kind: 'syntax', error: said },
      ...(at === undefined ? {} : { line: lineAt(text, Number(at)) }),
    };
  }
}

/** The line of an offset, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** The version of a package as Node finds it from the folder: in its node_modules, or in those above. Undefined: none is found. */
export async function installedVersion(folder: string, name: string): Promise<string | undefined> {
  const manifest = path.join(folder, 'node_modules', ...name.split('/'), 'package.json');
  const text = textOf(manifest);
  const above = path.dirname(folder);
  if (text === undefined) return above === folder ? undefined : installedVersion(above, name);
  return /"version"\s*:\s*"([^"]+)"/u.exec(text)?.[1];
}

/** `main.js`, or the file that package.json names: learners rename files. */
export async function entryFile(folder: string): Promise<string | undefined> {
  for (const file of ENTRY_FILES) if (isFile(path.join(folder, file))) return file;
  const read = await readManifest(folder);
  if (!('manifest' in read)) return undefined;
  const { main, scripts } = read.manifest;
  const started =
    typeof scripts?.start === 'string' ? /^node\s+(?:--\S+\s+)*(\S+\.[cm]?js)\b/u.exec(scripts.start)?.[1] : undefined;
  for (const file of [started, typeof main === 'string' ? main : undefined]) {
    if (file !== undefined && isFile(path.join(folder, file))) return file;
  }
  return undefined;
}
