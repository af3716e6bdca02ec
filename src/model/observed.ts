/** What the tutor did when it saw the fault. `messages/` turns it into a line that can be pasted. */
export type Action =
  | { readonly kind: 'http'; readonly path: string }
  /** `ends`: the client broke the connection afterwards, without a close frame. */
  | { readonly kind: 'ws'; readonly path: string; readonly sent: readonly string[]; readonly ends?: 'broken' }
  | { readonly kind: 'sse'; readonly path: string }
  | { readonly kind: 'page'; readonly typed?: string }
  | { readonly kind: 'run'; readonly command: string }
  | { readonly kind: 'read'; readonly file: string };

/** How a process ended, or that it has not. */
export type ProcessEnd =
  | { readonly kind: 'running' }
  /** `code` null: the system did not say. */
  | { readonly kind: 'code'; readonly code: number | null }
  | { readonly kind: 'signal'; readonly signal: string }
  /** It never began: `reason` is what the system said. */
  | { readonly kind: 'not-started'; readonly reason: string };

/** Who listens on a port that was asked for: the very server that asked, or nobody knows. */
export type PortHolder = 'itself' | 'unknown';

/** Status and headers of an HTTP answer, as far as they tell against what was expected. */
export interface AnswerHead {
  readonly status?: number;
  /** Names as the standards write them; null: the answer has no such header. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** Why a request or an opening handshake had no answer. */
export interface RequestFailure {
  readonly reason: 'refused' | 'deadline' | 'broken' | 'unknown-host' | 'untrusted' | 'no-tls';
  /** The system's own words, where `reason` says little: for `broken` and `untrusted`. */
  readonly error?: string;
}
