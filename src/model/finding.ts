import type { Place } from './timeline.ts';

/** What the tutor did when it saw the fault. The diagnosis turns it into a line that can be pasted. */
export type Action =
  | { readonly kind: 'http'; readonly path: string }
  | { readonly kind: 'ws'; readonly path: string; readonly sent: readonly string[] }
  | { readonly kind: 'sse'; readonly path: string }
  | { readonly kind: 'page'; readonly typed?: string }
  | { readonly kind: 'run'; readonly command: string }
  | { readonly kind: 'read'; readonly file: string };

/** What was seen, the same for every code. Nothing here is prose. */
export interface Evidence {
  readonly did?: Action;
  /** Where the server answered that somebody else runs: `http://pi.local:8000`. Absent: it was ours. */
  readonly origin?: string;
  /** Whose words fit the server: a command of the learner's own may start one in any language. Absent: told by the file. */
  readonly server?: 'node' | 'fastapi' | 'other';
  /** As it was received: bytes decoded as UTF-8, not cut, not escaped. */
  readonly received?: string;
  /** Offset in `received` of the character that is wrong. */
  readonly caret?: number;
  readonly waitedMs?: number;
  /** Last lines of the server's output. */
  readonly output?: readonly string[];
  readonly where?: readonly Place[];
}

/** The facts that the words of each code need beside the evidence. The map is the list of codes. */
export interface FactsByCode {
  'env/old-runtime': { readonly runtime: string; readonly found: string; readonly needed: string };
  'env/program-missing': { readonly name: string };
  'env/no-folder': { readonly folder: string };
  'env/manifest-missing': { readonly file: string };
  'env/manifest-invalid': { readonly file: string; readonly reason: string };
  'env/dependency-not-listed': { readonly file: string; readonly name: string; readonly spec: string };
  'env/dependency-missing': { readonly name: string; readonly install: string };

  /** `named`: the one that an option named, so that no other was tried. */
  'python/not-found': {
    readonly tried: readonly string[];
    readonly needed: string;
    readonly install: string;
    readonly named?: string;
  };
  'python/too-old': {
    readonly python: string;
    readonly found: string;
    readonly needed: string;
    readonly install: string;
  };
  'python/requirements-missing': { readonly file: string };
  'python/requirement-unreadable': { readonly file: string; readonly text: string };
  'python/requirement-not-listed': { readonly file: string; readonly name: string };
  /** `python`: the interpreter as it is typed. `install`: the command that brings it; empty: a virtual environment is to be made. */
  'python/package-missing': {
    readonly name: string;
    readonly python: string;
    readonly install: string;
    readonly error: string;
  };
  'python/name-shadows': { readonly file: string; readonly name: string };
  /** `call`: as Python's warning names it, `WebSocket.send_text`. */
  'python/not-awaited': { readonly call: string };
  /** `TemplateResponse` was called in the form that the installed Starlette does not take. */
  'python/template-call': { readonly wants: 'name-first' | 'request-first'; readonly error: string };
  /** uvicorn was told `target` and did not find it: the module, or the variable in it. */
  'python/no-app': { readonly target: string; readonly missing: 'module' | 'variable' };

  /** `command`: the learner's own, which names the file. */
  'server/no-entry-file': { readonly expected: string; readonly files: readonly string[]; readonly command?: string };
  'server/syntax-error': { readonly message: string; readonly excerpt: string };
  'server/missing-module': { readonly name: string; readonly install: string };
  'server/missing-directory': { readonly directory: string };
  'server/missing-file': { readonly file: string };
  'server/port-in-use': { readonly port: number; readonly holder: string };
  'server/exited': { readonly exit: string; readonly error: string };
  'server/never-listens': { readonly port: number };
  'server/ignores-port': { readonly asked: number; readonly listens: number };
  'server/crashed-during-check': { readonly exit: string; readonly during: string; readonly error: string };
  'server/stopped-answering': { readonly request: string };
  'server/unreachable': {
    readonly url: string;
    readonly reason: string;
    readonly kind: 'refused' | 'deadline' | 'broken' | 'unknown-host' | 'untrusted' | 'no-tls';
  };

  'ws/no-route': { readonly status: number };
  'ws/path-mismatch': { readonly answers: string; readonly status: number };
  'ws/refused': { readonly status: number; readonly server: string };
  'ws/handshake-failed': { readonly reason: string };
  'ws/no-accept': Record<never, never>;
  'ws/no-library': { readonly line: string };
  'ws/not-attached': { readonly status: number };
  /** `wentTo`: another client that received the answer. */
  'ws/no-reply': { readonly sent: string; readonly wentTo?: string };
  /** `error`: what ended the handler. `sent`: the message that it was at; empty: none, it was before the handshake's end. */
  'ws/handler-error': { readonly error: string; readonly sent: string };
  'ws/closes-after-first': { readonly code: number; readonly reason: string };
  'ws/closes-at-once': { readonly code: number; readonly reason: string };
  'ws/canned-reply': { readonly sent: string };
  'ws/text-altered': { readonly sent: string };
  'ws/out-of-order': { readonly sent: readonly string[] };
  'ws/binary-reply': { readonly bytes: number };
  'ws/duplicate-reply': { readonly sent: string; readonly replies: number };
  'ws/crashes-on-disconnect': { readonly exit: string; readonly error: string };
  'ws/closed-twice': { readonly error: string };
  'ws/blocks-others': { readonly waitedMs: number };
  /** `code`: how the second client was sent away; undefined: its answers went to another (`wentTo`), or came not at all. */
  'ws/one-client-only': { readonly code: number | undefined; readonly wentTo?: string };

  /**
   * `error`: what ended the handler, as the server printed it; empty: it printed nothing. `page`: the file that it looked for and that is not
   * there, and one that is there under nearly that name.
   */
  'page/not-served': {
    readonly status: number;
    readonly error: string;
    readonly page?: { readonly wanted: string; readonly near?: string };
  };
  'page/not-html': { readonly contentType: string };
  'page/script-missing': { readonly src: string; readonly status: number; readonly contentType: string };
  'page/script-error': { readonly message: string; readonly file: string; readonly line: number };
  'page/hung': { readonly reason: string };
  'page/no-form': { readonly controls: number };
  'htmx/missing': { readonly scripts: readonly string[] };
  'htmx/wrong-version': { readonly version: string };
  'htmx/extension-before-core': { readonly script: string };
  'htmx/extension-script-missing': { readonly extension: 'ws' | 'sse' };
  'htmx/extension-not-enabled': {
    readonly extension: 'ws' | 'sse';
    readonly value: string | undefined;
    readonly elsewhere: string | undefined;
  };
  'htmx/old-extension': { readonly script: string };
  'htmx/old-syntax': { readonly attribute: string; readonly value: string };
  'htmx/other-version-syntax': { readonly attribute: string; readonly use: string };
  'htmx/unknown-attribute': { readonly attribute: string; readonly value: string; readonly use: string };

  'page/ws-connect-missing': Record<never, never>;
  'page/ws-bad-url': { readonly value: string; readonly resolved: string };
  'page/ws-not-open': { readonly url: string; readonly code: number | undefined };
  'page/ws-two-connections': { readonly sockets: number; readonly elements: number };
  'page/ws-send-outside': Record<never, never>;
  'page/ws-send-missing': { readonly navigated: string | undefined };
  'page/ws-send-on-wrapper': { readonly tag: string };
  'page/validation-bypassed': { readonly tag: string };
  'page/input-without-name': { readonly frame: string };
  'page/input-other-name': { readonly name: string };
  'page/ws-send-twice': { readonly frames: number };
  'page/form-replaced': { readonly sockets: number };
  'page/csp-blocks': { readonly directive: string };
  'page/navigates': { readonly url: string };
  'page/no-frame': { readonly action: string };
  'page/message-not-in-frame': { readonly frame: string; readonly sent: string };
  'page/cdn-script': { readonly url: string };

  'chat/no-window': { readonly ids: readonly string[] };
  /** `hidden`: it is in the window, inside an element that is not displayed. */
  'chat/not-shown': { readonly sent: string; readonly hidden: boolean };
  'oob/plain-text': { readonly sent: string };
  'oob/no-id': { readonly tag: string };
  'oob/no-such-target': { readonly selector: string; readonly ids: readonly string[] };
  'oob/replaces': { readonly first: string; readonly second: string; readonly tag: string };
  'oob/replaces-connector': { readonly id: string };
  'oob/wrong-order': { readonly first: string; readonly second: string };
  'chat/envelope-echoed': { readonly sent: string };
  'chat/html-injection': { readonly sent: string };
  'chat/text-altered': { readonly sent: string; readonly shown: string };
  'chat/lost-message': { readonly sent: string; readonly tab: string };
  'chat/no-reconnect': { readonly code: number; readonly attempts: number };

  'sse/no-route': { readonly status: number };
  /** `status` 200: it broke off after the head. `error`: as the server printed it; empty: it printed nothing. */
  'sse/server-error': { readonly status: number; readonly generator: boolean; readonly error: string };
  'sse/unexpected-status': { readonly status: number };
  'sse/no-response': Record<never, never>;
  'sse/wrong-content-type': { readonly contentType: string };
  'sse/no-event': { readonly bytes: number };
  'sse/no-blank-line': { readonly literal: boolean };
  'sse/no-data-prefix': { readonly field: string };
  'sse/multiline-without-prefix': { readonly line: string };
  'sse/not-html': { readonly data: string };
  'sse/ends-early': { readonly events: number };
  'sse/buffered': { readonly encoding: string; readonly atOnce: number };
  'sse/wrong-rate': { readonly intervals: readonly number[] };
  'sse/not-counting': { readonly numbers: readonly (number | null)[] };
  'sse/one-client-only': { readonly first: readonly number[]; readonly second: readonly number[] };
  'sse/crashes-on-disconnect': { readonly exit: string; readonly error: string; readonly repeats: number };
  'sse/empty-heartbeat': Record<never, never>;
  /** `waitedMs`: how long another request waited, at least, while one client had the stream. */
  'sse/blocks-others': { readonly waitedMs: number };
  'sse/client-disagrees': { readonly reason: string };
  'sse/cacheable': { readonly cacheControl: string };

  'page/sse-connect-missing': Record<never, never>;
  'page/sse-bad-url': { readonly url: string; readonly reason: string };
  'page/sse-swap-names-a-style': { readonly value: string; readonly event: string };
  'page/sse-event-mismatch': { readonly value: string; readonly events: readonly string[] };
  'page/sse-swap-missing': { readonly event: string };
  'page/sse-outside': { readonly tag: string };
  'page/sse-two-connections': { readonly streams: number };
  'page/counter-not-shown': { readonly event: string };
  /** `shown`: the numbers that the page did show. `because`: what ended it, as far as the page itself says. */
  'page/counter-stops': {
    readonly shown: readonly number[];
    readonly because: 'connector-replaced' | 'element-replaced' | 'closed-by-event' | 'unknown';
  };
  /** The counter is swapped over the chat: into the window itself, or into an element around it, whose tag is `tag`. */
  'page/counter-replaces-chat': { readonly tag: string; readonly into: 'window' | 'around' };
  'page/counter-stops-chat': { readonly sent: string };

  'time/missing': { readonly sent: string };
  'time/not-a-clock': { readonly found: string };
  /** `since`: what the time is as old as; a connection made later tells the two apart. */
  'time/frozen': {
    readonly time: string;
    readonly apartMs: number;
    readonly since: 'start' | 'connection' | 'unknown';
  };
  'time/wrong': { readonly time: string; readonly now: string };
  'time/added-in-the-page': { readonly time: string };
}

export type Code = keyof FactsByCode;

export type Severity = 'error' | 'warning';

/** A fault that was seen: a code, the facts, the evidence. The words are made by `diagnosis/`. */
export type Finding = {
  readonly [C in Code]: {
    readonly code: C;
    readonly severity: Severity;
    readonly facts: FactsByCode[C];
    readonly evidence: Evidence;
  };
}[Code];

/** The finding with this code. */
export type FindingOf<C extends Code> = Extract<Finding, { readonly code: C }>;

/** The words for one finding; each is one or a few sentences of plain text, `…` marks code. */
export interface Description {
  readonly code: Code;
  readonly severity: Severity;
  readonly title: string;
  /** A command that can be pasted while `run` serves the folder, or a sentence about what was done in the page. */
  readonly did: string;
  readonly expected: string;
  /** Quoted, invisible characters made visible, long data cut; a second line may carry a caret. Empty: nothing was received. */
  readonly received: string;
  readonly waitedMs: number | undefined;
  /** Last lines of the server's output. */
  readonly output: readonly string[];
  readonly cause: string;
  readonly fix: string;
  readonly where: readonly Place[];
}

/** `explain CODE`. Wrong and right are small whole excerpts; `language` is for the fence. */
export interface Explanation {
  readonly code: Code;
  readonly title: string;
  readonly meaning: string;
  readonly wrong: { readonly language: string; readonly text: string };
  readonly right: { readonly language: string; readonly text: string };
  /** Where the rule comes from: RFC section, HTML standard section, an extension's source. */
  readonly source: string;
}
