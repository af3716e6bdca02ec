/** A package that a framework's server needs. Names are normalised (PEP 503) and are those of the module to import. */
export interface NeededPackage {
  /** What `pip install` takes when nothing that replaces it is there. */
  readonly name: string;
  /** As sentences write it: `Jinja2`. */
  readonly title: string;
  /** Packages that do the same: one of them is enough. */
  readonly alternatives?: readonly string[];
  /** A package in whose place the learner's list names this one or that one: `starlette` without `fastapi`. */
  readonly listedAs?: string;
  /** Only a server whose source matches this needs it; absent: every server. */
  readonly usedBy?: RegExp;
}

/** What a framework's server needs of Python: the search, the inspection, the installation and the advice follow it. */
export interface PythonNeeds {
  /** Of the backend: what `--backend` takes and a folder's choice keeps. */
  readonly kind: string;
  /** As sentences name it: `FastAPI`. */
  readonly framework: string;
  /** Major and minor version of the oldest Python that the course's files run on. */
  readonly oldest: readonly [major: number, minor: number];
  readonly packages: readonly [NeededPackage, ...NeededPackage[]];
  /** Requirement with an extra -> the needed packages that it includes, from the packages' own metadata. */
  readonly extras: Readonly<Record<string, readonly string[]>>;
  /** What a system's package manager calls these packages, where the system ships them all. */
  readonly systemPackages: Readonly<Partial<Record<SystemFamily, string>>>;
  /** What a server calls to make its application: `FastAPI`. */
  readonly makers: readonly [string, ...string[]];
}

/** Linux systems by their package manager. */
export type SystemFamily = 'debian' | 'fedora' | 'arch' | 'alpine' | 'suse';

/** `3.9 or later`. */
export function neededVersion({ oldest }: PythonNeeds): string {
  return `${oldest.join('.')} or later`;
}

/** The names that do what a package is needed for, the usual one first. */
export function namesOf({ name, alternatives = [] }: NeededPackage): readonly string[] {
  return [name, ...alternatives];
}

/** `one`, `one and two`, `one, two and three`. */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
