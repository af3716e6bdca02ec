import type { LoadFailure, PageStop, SubmitAction } from '../page.ts';

/** The page as it is served, its scripts, its form, its WebSocket and its event stream. */
export interface PageFacts {
  /**
   * `error`: what ended the handler, as the server printed it; empty: it printed nothing. `page`: the missing file that it looked
   * for, and one that exists under a similar name.
   */
  'page/not-served': {
    readonly status: number;
    readonly error: string;
    readonly page?: { readonly wanted: string; readonly near?: string };
  };
  'page/not-html': { readonly contentType: string };
  /** `status` 0: no answer came. `failure`: why the script was not loaded or not run, where the status does not say it. */
  'page/script-missing': {
    readonly src: string;
    readonly status: number;
    readonly contentType: string;
    readonly failure?: LoadFailure;
  };
  'page/script-error': { readonly message: string; readonly file: string; readonly line: number };
  'page/hung': PageStop;
  'page/no-form': { readonly controls: number };
  'page/ws-connect-missing': Record<never, never>;
  'page/ws-bad-url': { readonly value: string; readonly resolved: string };
  'page/ws-not-open': { readonly url: string; readonly code: number | undefined };
  /** The server accepts the path and not the path with the query. `compared`: what its source compares; empty: nothing was found. */
  'page/query-refused': {
    readonly transport: 'ws' | 'sse';
    readonly path: string;
    /** With its question mark. */
    readonly query: string;
    readonly compared: string;
  };
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
  /** `actions`: how it was submitted. `heldByValidation`: the browser's own validation held the form back. */
  'page/no-frame': { readonly actions: readonly SubmitAction[]; readonly heldByValidation: boolean };
  'page/message-not-in-frame': { readonly frame: string; readonly sent: string };
  /** `file`: what the same script is called in its package: `ws.js`. */
  'page/cdn-script': { readonly url: string; readonly file: string };
  'page/sse-connect-missing': Record<never, never>;
  /** `reason`: what the engine said of the stream that failed; undefined: the page opened none. */
  'page/sse-bad-url': { readonly url: string; readonly reason: string | undefined };
  'page/sse-swap-names-a-style': { readonly value: string; readonly event: string };
  'page/sse-event-mismatch': { readonly value: string; readonly events: readonly string[] };
  'page/sse-swap-missing': { readonly event: string };
  'page/sse-outside': { readonly tag: string };
  'page/sse-two-connections': { readonly streams: number };
}
