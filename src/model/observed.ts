/** What the tutor did when it saw the error. `messages/` turns it into a line that can be pasted. */
export type Action =
  | { readonly kind: 'http'; readonly path: string }
  /** `ends`: the client broke the connection afterwards, without a close frame. */
  | { readonly kind: 'ws'; readonly path: string; readonly sent: readonly string[]; readonly ends?: 'broken' }
  | { readonly kind: 'sse'; readonly path: string }
  /** `afterwards`: what was done while the page was open. */
  | { readonly kind: 'page'; readonly typed?: string; readonly afterwards?: 'server-restarted' }
  | { readonly kind: 'run'; readonly command: string }
  | { readonly kind: 'read'; readonly file: string };

/** How a process ended, or that it has not. */
export type ProcessEnd =
  | { readonly kind: 'running' }
  /** `code` null: the system did not say. */
  | { readonly kind: 'code'; readonly code: number | null }
  | { readonly kind: 'signal'; readonly signal: string }
  /** It never started: `reason` is the system's message. */
  | { readonly kind: 'not-started'; readonly reason: string };

/** Which program listens on the requested port: the server itself, or an unknown one. */
export type PortHolder = 'itself' | 'unknown';

/** Status and headers of an HTTP response, as far as they contradict what was expected. */
export interface AnswerHead {
  readonly status?: number;
  /** Names as the standards write them; null: the response does not have that header. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** Why a request or an opening handshake got no response. */
export interface RequestFailure {
  readonly reason: 'refused' | 'deadline' | 'broken' | 'unknown-host' | 'untrusted' | 'no-tls';
  /** The system's own message, where `reason` says little: for `broken` and `untrusted`. */
  readonly error?: string;
}

/** A client's report as a value: its message is more precise than the reason only where the operating system wrote it. */
export function requestFailure({
  reason,
  message,
}: {
  readonly reason: RequestFailure['reason'];
  readonly message: string;
}): RequestFailure {
  return reason === 'broken' || reason === 'untrusted' ? { reason, error: message } : { reason };
}
