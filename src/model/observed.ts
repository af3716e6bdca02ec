/** What the tutor did when it saw the error. `messages/` turns it into a line that can be pasted. */
export type Action =
  /** `form`: the fields of a form that was posted; absent: nothing was. */
  | { readonly kind: 'http'; readonly path: string; readonly form?: Record<string, string> }
  /** `ends`: the client broke the connection afterwards, without a close frame. */
  | { readonly kind: 'ws'; readonly path: string; readonly sent: readonly string[]; readonly ends?: 'broken' }
  /** `accepts`: absent: whatever the client can read. */
  | { readonly kind: 'sse'; readonly path: string; readonly accepts?: 'compressed' }
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

/**
 * What of an answer is more than the tutor reads, so that no server can fill its memory or keep it for ever. `bytes`: of the body, `unpacked`
 * where it was compressed; `markup`: characters of a page besides the contents of its `data:` addresses; `head`: bytes of the headers; `interim`: answers that only announce one (RFC 9110, 15.2); `redirects`: from one
 * address to the next; `time`: milliseconds in which it had begun and did not end.
 */
export interface Excess {
  readonly of: 'bytes' | 'unpacked' | 'markup' | 'head' | 'interim' | 'redirects' | 'time';
  /** The limit. */
  readonly most: number;
}

/**
 * Why no more of a WebSocket is read. `message`: bytes of one message, unpacked; `pieces`: frames of one message (RFC 6455, 5.4); `messages`,
 * `pings`, `pongs`: how many came; `bytes`: of everything.
 */
export interface SocketExcess {
  readonly of: 'message' | 'pieces' | 'messages' | 'pings' | 'pongs' | 'bytes';
  /** The limit. */
  readonly most: number;
}

/** Why no more of a connection is read: too much came, or no frame (RFC 6455, 5.2), or no UTF-8 (8.1). `error`: in the words of the client. */
export type Unread = SocketExcess | { readonly of: 'invalid'; readonly error: string };

/** Why a request or an opening handshake got no response. `endless`: it began, and was given up because it is more than the tutor reads. */
export interface RequestFailure {
  readonly reason: 'refused' | 'deadline' | 'broken' | 'unknown-host' | 'untrusted' | 'no-tls' | 'endless';
  /** The system's own message, where `reason` says little: for `broken` and `untrusted`. */
  readonly error?: string;
  /** For `endless`. */
  readonly excess?: Excess;
}

/** A client's report as a value: its message is more precise than the reason only where the operating system wrote it. */
export function requestFailure({
  reason,
  message,
  excess,
}: {
  readonly reason: RequestFailure['reason'];
  readonly message: string;
  readonly excess?: Excess | undefined;
}): RequestFailure {
  if (reason === 'endless' && excess !== undefined) return { reason, excess };
  return reason === 'broken' || reason === 'untrusted' ? { reason, error: message } : { reason };
}
