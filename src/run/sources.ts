import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { leadsUpwards, textOf } from '../files/regular.ts';
import { isOwnReport } from '../model/own-report.ts';
import { literal } from '../model/pattern.ts';
import type { Place } from '../model/timeline.ts';
import { firstInside, indentOf, lastAbove } from '../rules/locate.ts';
import type { SourceLocator } from '../rules/locate.ts';

const SOURCE = /\.(?:[cm]?[jt]sx?|py|go|rb|php|exs?|rs|java|kt|cs|pl|lua|html?|ejs|hbs|njk|pug|jinja2?|j2)$/u;
const FOREIGN = new Set(['node_modules', '.tutor', '.venv', 'venv', '.git', '__pycache__', 'static', 'dist', 'vendor']);
/** How FastAPI and Flask assign a path to a function. */
const DECORATOR = /^\s*@\w[\w.]*\(\s*(?:path\s*=\s*)?['"]([^'"]*)['"]/u;
const MOST_FILES = 60;
const MOST_BYTES = 256 * 1024;

/** A longer line was written by a program. What is looked for in it may take the square of its length. */
const LONGEST_LINE = 2000;

function beginning(line: string): string {
  return line.slice(0, LONGEST_LINE);
}

const FUNCTION = /^\s*(?:async\s+)?def\s/u;

interface Source {
  readonly file: string;
  readonly lines: readonly string[];
}

/** The learner's own source files, read once, so that a finding can name a file and a line. */
export class Sources implements SourceLocator {
  readonly #folder: string;
  readonly #command: string;
  #files: readonly Source[] | undefined;

  /** @param command the command line that starts the server: the file that it names comes first, and files that this one does not reach are ignored */
  constructor(folder: string, command = '') {
    this.#folder = folder;
    this.#command = command;
  }

  /** First line that matches one of the patterns, tried in order. @param kind which files to search */
  find(kind: 'server' | 'page', ...patterns: readonly RegExp[]): readonly Place[] {
    for (const pattern of patterns) {
      for (const { file, lines } of this.#sources(kind)) {
        const at = lines.findIndex((line) => pattern.test(line));
        if (at !== -1) return [{ file, line: at + 1 }];
      }
    }
    return [];
  }

  /** The first line that matches a pattern from `from` on, in its file; else the first anywhere. The patterns are tried in order. */
  findFrom(kind: 'server' | 'page', from: Place | undefined, ...patterns: readonly RegExp[]): readonly Place[] {
    const { file = '', line = 1 } = from ?? {};
    const lines = this.#sources(kind).find((source) => source.file === file)?.lines ?? [];
    for (const pattern of patterns) {
      const at = lines.findIndex((text, index) => index >= line - 1 && pattern.test(text));
      if (at !== -1) return [{ file, line: at + 1 }];
    }
    return this.find(kind, ...patterns);
  }

  /** The last line at `from` or above it that matches, in the same function at the top of the file. */
  findAbove(kind: 'server' | 'page', from: Place | undefined, pattern: RegExp): readonly Place[] {
    const { file = '', line = 0 } = from ?? {};
    const lines = this.#sources(kind).find((source) => source.file === file)?.lines ?? [];
    const at = lastAbove(lines, line - 1, pattern);
    return at === -1 ? [] : [{ file, line: at + 1 }];
  }

  /** The first line below `from` that matches, in the block that `from` opens. */
  findInside(kind: 'server' | 'page', from: Place | undefined, pattern: RegExp): readonly Place[] {
    const { file = '', line } = from ?? {};
    const lines = this.#sources(kind).find((source) => source.file === file)?.lines ?? [];
    const at = line === undefined ? -1 : firstInside(lines, line - 1, pattern);
    return at === -1 ? [] : [{ file, line: at + 1 }];
  }

  /** The line after the first match of `opening`, where the body of what it opens begins; without a match, the first match of `whole`. */
  lineAfter(kind: 'server' | 'page', opening: RegExp, whole: RegExp): readonly Place[] {
    const [opened] = this.find(kind, opening);
    return opened?.line === undefined ? this.find(kind, whole) : [{ file: opened.file, line: opened.line + 1 }];
  }

  /** Paths of all pages and templates. */
  pageFiles(): readonly string[] {
    return this.#sources('page').map(({ file }) => file);
  }

  /** Whether a file inside the folder exists. */
  exists(file: string): boolean {
    const absolute = path.resolve(this.#folder, file);
    return absolute.startsWith(this.#folder + path.sep) && existsSync(absolute);
  }

  /** What the pattern's first group matches, in all files, each match once, in file order. */
  all(kind: 'server' | 'page', pattern: RegExp): readonly string[] {
    const found = this.#sources(kind).flatMap(({ lines }) =>
      lines.flatMap((line) => [...line.matchAll(pattern)].map((match) => match[1] ?? '')),
    );
    return [...new Set(found)];
  }

  /** The file that contains the server: one of the usual names, else the first source file; without a line. */
  serverFile(): readonly Place[] {
    const files = this.#sources('server').map(({ file }) => file);
    const [named] = files;
    if (named !== undefined && isNamedBy(this.#command, named)) return [{ file: named }];
    const usual = files.find((file) => /^(?:src\/)?(?:main|server|app|index)\.\w+$/u.test(file)) ?? files[0];
    return usual === undefined ? [] : [{ file: usual }];
  }

  /** The path of the route whose function contains this line, by its decorator (`@app.get("/")`); undefined: it is in no such function. */
  routeAround(place: Place): string | undefined {
    const lines = this.#sources('server').find(({ file }) => file === place.file)?.lines ?? [];
    let indent = indentOf(lines[(place.line ?? 0) - 1] ?? '');
    for (let at = (place.line ?? 0) - 1; at > 0 && indent > 0; at -= 1) {
      const line = lines[at - 1] ?? '';
      if (!FUNCTION.test(line) || indentOf(line) >= indent) continue;
      indent = indentOf(line);
      for (let above = at - 1; above > 0 && /^\s*@/u.test(lines[above - 1] ?? ''); above -= 1) {
        const route = DECORATOR.exec(lines[above - 1] ?? '')?.[1];
        if (route !== undefined) return route;
      }
    }
    return undefined;
  }

  /** The place in the learner's files of a line that the server served: the line with the same number, if its text is the same. */
  servedLine(html: string, line: number): readonly Place[] {
    const text = beginning(html.split(/\r\n|\n|\r/u)[line - 1] ?? '').trim();
    if (text === '') return [];
    for (const { file, lines } of [...this.#sources('page'), ...this.#sources('server')]) {
      // A rendered template may be shifted; use the nearest line with the same text.
      const candidates = lines.flatMap((own, index) => (own.trim() === text ? [index + 1] : []));
      const nearest = candidates.toSorted((a, b) => Math.abs(a - line) - Math.abs(b - line))[0];
      if (nearest !== undefined) return [{ file, line: nearest }];
    }
    return [];
  }

  #sources(kind: 'server' | 'page'): readonly Source[] {
    this.#files ??= runningFiles(this.#read('', []), this.#command);
    return this.#files.filter(({ file }) =>
      /\.(?:[cm]?[jt]s|py|go|rb|php|exs?|rs|java|kt|cs|pl|lua)$/u.test(file) ? kind === 'server' : kind === 'page',
    );
  }

  #read(relative: string, files: Source[]): Source[] {
    let names: string[];
    try {
      names = readdirSync(path.join(this.#folder, relative)).toSorted();
    } catch {
      return files;
    }
    for (const name of names) {
      if (files.length >= MOST_FILES) break;
      const file = relative === '' ? name : `${relative}/${name}`;
      const absolute = path.join(this.#folder, file);
      try {
        const stat = statSync(absolute);
        if (stat.isDirectory()) {
          if (!FOREIGN.has(name) && file.split('/').length < 5 && !leadsUpwards(absolute)) this.#read(file, files);
          continue;
        }
        const text = SOURCE.test(name) ? textOf(absolute, MOST_BYTES) : undefined;
        // A report of ours beside the page quotes it.
        if (text !== undefined && !isOwnReport(text))
          files.push({ file, lines: text.split(/\r\n|\n|\r/u).map(beginning) });
      } catch {
        // A file that has disappeared or cannot be read contributes no lines.
      }
    }
    return files;
  }
}

/** Whether a word of the command is the file, or its module as `uvicorn chat.main:app` has it. */
function isNamedBy(command: string, file: string): boolean {
  const words = command.split(/[\s"']+/u).map((word) => word.replace(/^\.\//u, ''));
  return words.some((word) => word === file || (word.includes(':') && moduleFile(word) === file));
}

function moduleFile(word: string): string {
  return `${word.split(':', 1).join('').replaceAll('.', '/')}.py`;
}

/** Languages in which a file runs only where another one names it. */
const NAMED_TO_RUN = [/\.[cm]?[jt]s$/u, /\.py$/u];

/** The files with the one that the command names first; those in its language that neither it nor a file that it reaches mentions are omitted. */
function runningFiles(files: readonly Source[], command: string): readonly Source[] {
  const entry = files.find(({ file }) => isNamedBy(command, file));
  if (entry === undefined) return files;
  const reached = new Set([entry]);
  // A set goes on over what is added to it meanwhile.
  for (const { lines } of reached) {
    const text = lines.join('\n');
    for (const other of files) if (mentions(text, other.file)) reached.add(other);
  }
  const others = files.filter((source) => source !== entry);
  const language = NAMED_TO_RUN.find((name) => name.test(entry.file));
  return [entry, ...others.filter((source) => language?.test(source.file) !== true || reached.has(source))];
}

/** Whether a text has the file's name without its extension, or the name of its folder, as imports and settings do. */
function mentions(text: string, file: string): boolean {
  const parts = file
    .replace(/\.\w+$/u, '')
    .split('/')
    .slice(-2);
  return parts.some((part) => new RegExp(String.raw`(?<![\w$])${literal(part)}(?![\w$])`, 'u').test(text));
}
