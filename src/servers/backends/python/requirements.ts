import path from 'node:path';
import { textOf } from '../../../files/regular.ts';
import { namesOf } from './needs.ts';
import type { PythonNeeds } from './needs.ts';

/** The server's requirements as listed in the folder. */
export interface Requirements {
  readonly file: 'requirements.txt' | 'pyproject.toml';
  /** Normalised names (PEP 503), with those of their extras. Names that a marker limits to other systems are not in it. */
  readonly names: readonly string[];
  /** The first line of requirements.txt that pip cannot read. */
  readonly unreadable: { readonly line: number; readonly text: string } | undefined;
}

/** PEP 508: a name, extras, a version or a URL, a marker. A `!` in a version is after its epoch (PEP 440): `>=1!2.0`. */
const REQUIREMENT =
  /^(?<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(?:\s*\[(?<extras>[^\]]*)\])?(?:(?:\s*\()?(?:\s*[<>=!~]=?=?\s*(?:\w+!)?[\w.*+-]+(?:\s*,)?)*(?:\s*\))?|\s*@\s*\S+)(?:\s*;(?<marker>[^]*)|$)/u;

/** Reads requirements.txt, else pyproject.toml; undefined when the folder has neither. */
export async function readRequirements(folder: string, needs: PythonNeeds): Promise<Requirements | undefined> {
  const text = textOf(path.join(folder, 'requirements.txt'));
  if (text !== undefined) return parseRequirements(text, needs);
  const project = textOf(path.join(folder, 'pyproject.toml'));
  return project === undefined
    ? undefined
    : { file: 'pyproject.toml', names: namesInProject(project, needs), unreadable: undefined };
}

/** @param text requirements.txt; a byte order mark, comments, continued lines and pip's options are what pip makes of them. */
export function parseRequirements(text: string, { extras: known }: PythonNeeds): Requirements {
  const names = new Set<string>();
  let unreadable: Requirements['unreadable'];
  const lines = text
    .replace(/^\uFEFF/u, '')
    .replaceAll(/\\\r?\n/gu, ' ')
    .split(/\r?\n/u);
  for (const [index, line] of lines.entries()) {
    const bare = line.replace(/(?:^|\s)#.*$/u, '').trim();
    // Options, paths and URLs contain no name; pip reads them anyway.
    if (bare === '' || bare.startsWith('-') || bare.startsWith('.') || bare.includes('://')) continue;
    const { name, extras, marker } = REQUIREMENT.exec(bare.replace(/\s--\S.*$/u, ''))?.groups ?? {};
    if (name === undefined) unreadable ??= { line: index + 1, text: bare };
    else if (marker === undefined) for (const each of withExtras(name, extras, known)) names.add(each);
  }
  return { file: 'requirements.txt', names: [...names], unreadable };
}

/** The quoted requirements and the keys of a TOML file that name one of the needed packages. */
function namesInProject(text: string, needs: PythonNeeds): readonly string[] {
  const names = new Set<string>();
  const lines = text.split(/\r?\n/u).map((line) => line.replace(/^\s*#.*$/u, ''));
  const quoted = [...lines.join('\n').matchAll(/["'](?<text>[^"'\n]+)["']/gu)].map(
    (match) => match.groups?.['text'] ?? '',
  );
  const keys = lines.map((line) => /^(?<key>[A-Za-z][\w.-]*)\s*=/u.exec(line)?.groups?.['key'] ?? '');
  const known = new Set(needs.packages.flatMap((each) => [...namesOf(each), each.listedAs ?? '']));
  for (const each of [...quoted, ...keys]) {
    const { name, extras } = REQUIREMENT.exec(each.trim())?.groups ?? {};
    if (name !== undefined && known.has(normalised(name)))
      for (const found of withExtras(name, extras, needs.extras)) names.add(found);
  }
  return [...names];
}

function withExtras(name: string, extras: string | undefined, known: PythonNeeds['extras']): readonly string[] {
  const own = normalised(name);
  const brought = (extras ?? '').split(',').flatMap((extra) => known[`${own}[${normalised(extra.trim())}]`] ?? []);
  return [own, ...brought];
}

function normalised(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/gu, '-');
}
