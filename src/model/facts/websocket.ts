import type { ProcessEnd, RequestFailure, SocketExcess } from '../observed.ts';
import type { TextChange } from '../text-change.ts';

/** A message is answered by a `call` that answers an HTTP request; `instead` sends a message. */
interface AnswersHttp {
  readonly call: string;
  readonly instead: string;
}

/** A WebSocket endpoint before a page is in play. */
export interface WebSocketFacts {
  /** `framework`: the one in the source, which needs something for WebSockets; absent: none of those. `because`: files are mounted at every path. */
  'ws/no-route': {
    readonly status: number;
    readonly framework?: 'django' | 'flask' | 'tornado' | 'aiohttp';
    readonly because?: 'mount';
  };
  /** `prefix`: what the source puts before the path. `by`: a listener for `upgrade` in the source compares the path, not an option of a library. */
  'ws/path-mismatch': {
    readonly answers: string;
    readonly status: number;
    readonly prefix?: string;
    readonly by?: 'listener';
  };
  /** `protocol`: its name, of the library in the source. `status` 0: the handshake got no answer. */
  'ws/other-protocol': { readonly protocol: string; readonly status: number };
  /**
   * `because`: what the source shows: a router that no application includes, a parameter without a type or one that the page does not send, a
   * dependency, a `close()` before `accept()`, a check of the origin, the function `verifyClient` of `ws`.
   */
  'ws/refused': {
    readonly status: number;
    readonly server: string;
    readonly because?:
      | 'not-included'
      | 'untyped'
      | 'parameter'
      | 'dependency'
      | 'closes-first'
      | 'origin'
      | 'verify-client';
  };
  'ws/handshake-failed': { readonly failure: RequestFailure };
  'ws/no-accept': Record<never, never>;
  /**
   * `line`: of the server's output; absent: it was not seen, and the answer shows it. `answer`: `http`: uvicorn took the handshake for a request of a
   * page; `words`: it says in the answer that it does not support it.
   */
  'ws/no-library': { readonly line?: string; readonly answer?: 'http' | 'words' };
  /**
   * `because`: the library that handshakes do not reach, by the call that it needs; or why they do not become WebSockets of `ws`: it has a port
   * of its own, the listener for `upgrade` belongs to the application of a framework or does not hand the handshake on, `verifyClient` calls
   * nothing back, the server of `ws` has been closed, or is made only when a request comes (a handshake after one was accepted). Absent: `ws`, and
   * the source does not show why.
   */
  'ws/not-attached': {
    readonly status: number;
    readonly because?:
      | 'inject'
      | 'express-ws'
      | 'register'
      | 'several'
      | 'port'
      | 'app'
      | 'listener'
      | 'verify-client'
      | 'closed'
      | 'request';
  };
  /** `wentTo`: another client that received the answer. */
  'ws/no-reply': {
    readonly sent: string;
    readonly wentTo?: string;
    /**
     * `no-connection`: the source upgrades handshakes and emits no `connection`. `late`: a second message on the same connection was answered, and
     * the source may listen late. `first-lost`: it was answered, and the source does not show why the first was not. `behind`: the answer to
     * the first came after the second was sent.
     */
    readonly because?: 'no-connection' | 'late' | 'first-lost' | 'behind';
    /** The WebSocketServer `on` has no listener for `connection`. `event`: what it listens to instead; absent: to nothing. */
    readonly listener?: { readonly on: string; readonly event?: string };
    readonly answers?: AnswersHttp;
    /** What came after the message comes to every client, also to one that sends nothing, and nothing came when that one sent the same. */
    readonly greets?: true;
  };
  /**
   * `error`: what ended the handler. `sent`: the message that it was at; empty: none, it was before the handshake's end. `caught`: the handler
   * caught it and printed its text.
   */
  'ws/handler-error': { readonly error: string; readonly sent: string; readonly caught?: true };
  /**
   * `because`: the handler closes the connection and then sends, which its server printed; middleware of `express-ws` answered first; or the
   * handler uses `connection.socket`, which `@fastify/websocket` has had until version 10.
   */
  'ws/closes-after-first': {
    readonly code: number;
    readonly reason: string;
    readonly because?: 'itself' | 'answered-first' | 'connection-socket';
  };
  'ws/closes-at-once': {
    readonly code: number;
    readonly reason: string;
    readonly answers?: AnswersHttp;
    readonly because?: 'itself' | 'answered-first' | 'connection-socket';
  };
  /**
   * `placeholder`: a part of the reply as the source has it, such as `${message}`, that nothing filled in. `shows`: `object` where the reply has
   * what JavaScript makes of an object that is used as a text, `undefined` where it has that word, and what was sent is JSON.
   */
  'ws/canned-reply': {
    readonly sent: string;
    readonly placeholder?: string;
    readonly shows?: 'object' | 'undefined';
  };
  /** `sent`: the text or its random word, `got`: what came back in its place. */
  'ws/text-altered': { readonly sent: string; readonly got: string; readonly change: TextChange };
  /** The page shows the JSON that htmx sent, with the headers of its request. */
  'ws/frame-echoed': Record<never, never>;
  /** All of what a message has for a place is HTML with its own tags escaped. */
  'ws/escaped-html': Record<never, never>;
  'ws/out-of-order': { readonly sent: readonly string[] };
  'ws/binary-reply': { readonly bytes: number; readonly holds?: 'html' };
  /**
   * The server ends a connection whose client is there. `pings`: how many of its pings that client had answered. `handler`: whether the source
   * listens to pongs. `flag`: what a heartbeat sets to false before it pings; empty: nothing was found. `clock`: seen on a server whose timers
   * were fast.
   */
  'ws/ends-by-itself': {
    readonly code: number;
    readonly pings: number;
    readonly handler: 'none' | 'elsewhere';
    readonly flag: string;
    readonly clock?: 'fast';
  };
  'ws/too-much': { readonly excess: SocketExcess };
  /** What came is no frame. `error`: in the words of the client. */
  'ws/bad-frame': { readonly error: string };
  'ws/duplicate-reply': { readonly sent: string; readonly replies: number };
  /** `kept`: the source puts clients into a list and takes none out; as it is written there. */
  /** `kept`: a list that keeps clients. `quits`: the call in the source that ends a process without an error. */
  'ws/crashes-on-disconnect': {
    readonly exit: ProcessEnd;
    readonly error: string;
    readonly kept?: string;
    readonly quits?: string;
  };
  /**
   * A text that the page never sends. `exit`: running where only its connection ended, or others get no answer. `json`: it is JSON, and has no
   * message; absent: it is not JSON.
   */
  'ws/crashes-on-text': {
    readonly sent: string;
    readonly exit: ProcessEnd;
    readonly error: string;
    readonly json?: true;
  };
  'ws/closed-twice': { readonly error: string };
  'ws/blocks-others': { readonly waitedMs: number };
  /**
   * `code`: how the second client was closed; undefined: its answers went to another client (`wentTo`), or never came. `threads`: the source starts
   * a server that has one thread for all clients.
   */
  'ws/one-client-only': { readonly code: number | undefined; readonly wentTo?: string; readonly threads?: 'one' };
}
