import type { Action, Excess, PortHolder, ProcessEnd, RequestFailure } from '../observed.ts';

/** Text that makes a file no code, and its place: line and column are 1-based, columns are UTF-16 units. */
export type SyntaxFault = { readonly line: number; readonly column: number } &
  /** The sign that marks where a terminal or an editor wraps a line was copied with it. */
  (
    | { readonly kind: 'wrap-sign'; readonly sign: string }
    /** A character that stands in texts and not in code. `instead`: what code has; empty: nothing. */
    | { readonly kind: 'character'; readonly character: string; readonly instead: string }
    /** `…` for code that a text omits. */
    | { readonly kind: 'omission'; readonly character: string }
    /** The line's number was copied with it. */
    | { readonly kind: 'line-number'; readonly number: string }
    /** The sign of a diff was copied with the line. */
    | { readonly kind: 'diff-sign'; readonly sign: '+' | '-' }
    /** `before`: where the closing one is missed, or the end of the file. */
    | { readonly kind: 'open-bracket'; readonly bracket: string; readonly before: Position | 'end' }
    /** `quote` begins the text, and the one of an HTML attribute in it, `attribute`, ends it. */
    | { readonly kind: 'quote-in-text'; readonly quote: string; readonly attribute: string }
    /** A call whose `)` is missing: after this text. */
    | { readonly kind: 'open-call'; readonly after: Position }
    /** An object without its `{`: `before` begins with its first property. */
    | { readonly kind: 'no-brace'; readonly before: string }
  );

/** A name in the line that an error is about. `meant`: the one that is there, where only one is near; `declared`: line of the file, 1-based. */
export type Typo =
  /** `const` does not let `wrote` be assigned again. */
  | { readonly kind: 'constant'; readonly wrote?: string; readonly declared?: number }
  /** `object.wrote()`, which is no function. */
  | { readonly kind: 'member'; readonly object: string; readonly wrote: string; readonly meant?: string }
  /** `object.wrote()`: other values have this function. */
  | { readonly kind: 'type'; readonly object: string; readonly wrote: string }
  /** `wrote.member()`, where `meant` has such a function. */
  | { readonly kind: 'object'; readonly wrote: string; readonly member: string; readonly meant: string }
  /** `wrote()`, which is no function. */
  | { readonly kind: 'call'; readonly wrote: string }
  /** It is declared in another function, or further inside. */
  | { readonly kind: 'scope'; readonly wrote: string; readonly declared: number }
  /** A listener for one client's events, outside the listener of `server` that gets the client. */
  | { readonly kind: 'client'; readonly wrote: string; readonly server: string }
  /** Nothing declares it. */
  | { readonly kind: 'name'; readonly wrote: string; readonly meant?: string };

interface Position {
  readonly line: number;
  readonly column: number;
  /** What stands there. */
  readonly text: string;
}

/** One running server: how it starts, listens, answers and ends. */
export interface ServerFacts {
  /** `command`: the learner's own, which names the file. */
  'server/no-entry-file': { readonly expected: string; readonly files: readonly string[]; readonly command?: string };
  /** `fault`: what is wrong in the file itself, where that is certain. */
  'server/syntax-error': { readonly message: string; readonly excerpt: string; readonly fault?: SyntaxFault };
  'server/missing-module': { readonly name: string; readonly install: string };
  'server/missing-directory': { readonly directory: string };
  'server/missing-file': { readonly file: string };
  /** `by`: a WebSocket server that opens a port of its own. */
  'server/port-in-use': { readonly port: number; readonly holder: PortHolder; readonly by?: 'websocket' };
  'server/exited': { readonly exit: ProcessEnd; readonly error: string; readonly typo?: Typo };
  /**
   * `listens`: it listens on the port, but on no address that `localhost` leads to. `never`: how it is known before the deadline. `nothing`: it
   * waits, and nothing is left that could wake it. `timers`: a copy of it with a fast clock did not listen after minutes of its time.
   */
  'server/never-listens': {
    readonly port: number;
    readonly listens?: 'elsewhere';
    /** `computes`: to the deadline it used a processor, or was ready to; it may have come to `listen` later. The others never will. */
    readonly never?: 'nothing' | 'timers' | 'computes';
  };
  /** `by`: what names the port instead: the command that starts the server; absent: its code, as far as is known. */
  'server/ignores-port': { readonly asked: number; readonly listens: number; readonly by?: 'command' };
  /** `during`: id of the check that was running. */
  'server/crashed-during-check': {
    /** Of the request that ended it, where browsers ask for it by themselves. */
    readonly path?: string;
    readonly exit: ProcessEnd;
    readonly during: string;
    readonly error: string;
    readonly typo?: Typo;
  };
  /** `by`: the place is a call that holds the process for a time, not a loop. `from`: no connection was ever answered. */
  'server/stopped-answering': {
    readonly request: Extract<Action, { kind: 'http' | 'ws' }>;
    readonly by?: 'sleep';
    readonly from?: 'start';
  };
  'server/endless-answer': { readonly request: Extract<Action, { kind: 'http' }>; readonly excess: Excess };
  'server/unreachable': { readonly url: string; readonly failure: RequestFailure };
}
