import type { Place } from '../model/timeline.ts';

/** Sources of the server, or of the page. */
export type SourceKind = 'server' | 'page';

/** Finds places in the files that a page and its server are made of, so that a finding can name file and line. */
export interface SourceLocator {
  /** The place in a source file of a line (1-based) of served HTML; empty: it is in none, as with a page that a program makes. */
  servedLine(html: string, line: number): readonly Place[];
  /** The first line that matches one of the patterns, the patterns tried in order; empty: none does. */
  find(kind: SourceKind, ...patterns: readonly RegExp[]): readonly Place[];
  /** The line after the first that matches `opening`, where what it opens begins; without such a line the first that matches `whole`. */
  lineAfter(kind: SourceKind, opening: RegExp, whole: RegExp): readonly Place[];
  /** What the first group of a global pattern matched, everywhere, each once, in the order of the files. */
  all(kind: SourceKind, pattern: RegExp): readonly string[];
  /** Paths of all pages and templates, relative to the folder. */
  pageFiles(): readonly string[];
  /** The file that holds the server, without a line; empty: there is none. */
  serverFile(): readonly Place[];
  /** The path of the route whose function this line is in; undefined: it is in no such function, as far as the source tells. */
  routeAround(place: Place): string | undefined;
}

/** For pages whose sources are not here. */
export const NOWHERE: SourceLocator = {
  servedLine: () => [],
  find: () => [],
  lineAfter: () => [],
  all: () => [],
  pageFiles: () => [],
  serverFile: () => [],
  routeAround: () => undefined,
};
