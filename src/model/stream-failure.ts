/** Why an EventSource has no stream. */
export type StreamFailure =
  /** HTML standard, 9.2.2: any status but 200 ends it for good. */
  | { readonly reason: 'status'; readonly status: number }
  /** `contentType`: empty: none is given; absent: the client does not say which. */
  | { readonly reason: 'type'; readonly contentType?: string }
  /** The page may not read the answer of another origin (Fetch standard, "CORS check"). `said`: as the browser says it. */
  | { readonly reason: 'cors'; readonly said: string }
  /** A Content-Security-Policy forbids it. `directive`: as it is written; empty: the browser does not say. */
  | { readonly reason: 'policy'; readonly directive: string }
  /** A host other than the page's: it is not contacted during a check. */
  | { readonly reason: 'other-host' }
  /** No connection. `error`: as the system or the browser names it. */
  | { readonly reason: 'error'; readonly error: string }
  /** The connection ended, or the client says nothing. */
  | { readonly reason: 'lost' };

/** A few technical words, for a timeline and for what was received. */
export function streamFailureText(failure: StreamFailure): string {
  switch (failure.reason) {
    case 'status':
      return `HTTP ${failure.status}`;
    case 'type':
      return `Content-Type: ${failure.contentType === undefined ? 'not text/event-stream' : failure.contentType === '' ? 'none' : failure.contentType}`;
    case 'cors':
      return `CORS: ${failure.said}`;
    case 'policy':
      return `Content-Security-Policy${failure.directive === '' ? '' : `: ${failure.directive}`}`;
    case 'other-host':
      return 'another host, which is not contacted during a check';
    case 'error':
      return failure.error;
    case 'lost':
      return 'connection lost';
  }
}
