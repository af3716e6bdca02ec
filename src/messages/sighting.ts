import type { Names } from './names.ts';

/** How a code shows outside of the tutor: in the console of a browser, the output of a server, a response. */
export type Sighting = LineSighting | ResponseSighting;

interface Rated {
  /**
   * How much it says for the code. 9 and 10: hardly anything else says this. 6 to 8: the usual cause. 3 to 5: one of several causes.
   * 1 and 2: rarely the cause.
   */
  readonly weight: number;
}

/** A line that says it. */
export interface LineSighting extends Rated {
  /** Matches one line without colours. JavaScript's first `at …` line is appended to the error's own line. Never with the flag `g`. */
  readonly line: RegExp;
  /** Why the code fits, one sentence; a function gets the named groups, made safe to print. */
  readonly why: string | ((found: Readonly<Record<string, string>>) => string);
}

/** The head of an HTTP response, and the first part of its body. */
export interface ResponseSighting extends Rated {
  readonly response: (response: PastedResponse) => boolean;
  readonly why: string | ((response: PastedResponse) => string);
}

/** An HTTP response as curl prints it, with or without the request. */
export interface PastedResponse {
  readonly status: number;
  /** The path of the request; undefined: the text has only the response. */
  readonly path: string | undefined;
  /** The request asks for a WebSocket. */
  readonly upgrade: boolean;
  /** Media type without parameters, in small letters; empty: none. */
  readonly type: string;
  /** All header lines, by their name in small letters. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export type Sightings = readonly Sighting[] | ((names: Names) => readonly Sighting[]);
