import type { ProcessEnd, RequestFailure } from '../observed.ts';
import type { TextChange } from '../text-change.ts';

/** A WebSocket endpoint before a page is in play. */
export interface WebSocketFacts {
  'ws/no-route': { readonly status: number };
  'ws/path-mismatch': { readonly answers: string; readonly status: number };
  /** `protocol`: its name, of the library in the source. `status` 0: the handshake got no answer. */
  'ws/other-protocol': { readonly protocol: string; readonly status: number };
  'ws/refused': { readonly status: number; readonly server: string };
  'ws/handshake-failed': { readonly failure: RequestFailure };
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
  /** `sent`: the text or its random word, `got`: what came back in its place. */
  'ws/text-altered': { readonly sent: string; readonly got: string; readonly change: TextChange };
  'ws/out-of-order': { readonly sent: readonly string[] };
  'ws/binary-reply': { readonly bytes: number };
  'ws/duplicate-reply': { readonly sent: string; readonly replies: number };
  'ws/crashes-on-disconnect': { readonly exit: ProcessEnd; readonly error: string };
  'ws/closed-twice': { readonly error: string };
  'ws/blocks-others': { readonly waitedMs: number };
  /** `code`: how the second client was closed; undefined: its answers went to another client (`wentTo`), or never came. */
  'ws/one-client-only': { readonly code: number | undefined; readonly wentTo?: string };
}
