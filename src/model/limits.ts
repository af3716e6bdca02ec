/**
 * What the clients read at most. A right answer of this course has some kilobytes; the limits leave room for a page with pictures in it,
 * and keep a whole run below 400 MB.
 */

/** Bytes of a page, unpacked. */
export const MOST_PAGE_BYTES = 8 * 1024 * 1024;
/** Characters of a page besides the contents of its `data:` addresses: what its elements take in memory is a hundred times as much. */
export const MOST_MARKUP = 2 * 1024 * 1024;
/** Bytes of any other answer. */
export const MOST_BODY_BYTES = 4 * 1024 * 1024;
/** Bytes of an answer's headers: the limit of Node's own clients. */
export const MOST_HEAD_BYTES = 16 * 1024;
/** Answers that only announce one (RFC 9110, 15.2). */
export const MOST_INTERIM = 20;
/** Addresses that an answer is redirected to, one after the other: the limit of browsers (Fetch standard, "HTTP-redirect fetch"). */
export const MOST_REDIRECTS = 20;
/**
 * A stream that never pauses is not read forever. The limit is high: a server that keeps writing after a client has stopped prints a line
 * for each write, which would push its earlier output out of the buffer.
 */
export const MOST_STREAM_BYTES = 8 * 1024 * 1024;

/** Characters of one line of a stream, and of the data of one event. */
export const MOST_EVENT_CHARACTERS = 1024 * 1024;

/** Of a WebSocket connection. */
export const MOST_ON_SOCKET = {
  /** Of one message, unpacked: as much as the client of Python's websockets reads by default (`max_size`). */
  message: 1024 * 1024,
  pieces: 4096,
  messages: 2000,
  pings: 2000,
  pongs: 2000,
  /** Of all that came on one connection, as it came and unpacked: it is swapped into a page, whose markup may have as much. */
  bytes: MOST_MARKUP,
} as const;
