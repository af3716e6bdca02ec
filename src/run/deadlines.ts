/**
 * How long a check waits before it says that something did not happen, in milliseconds. Right answers never wait this long; the
 * figures are generous so that a slow or busy machine does not make a wrong answer of a right one.
 */
export const DEADLINE = {
  /** Until a server listens. */
  listen: 20_000,
  /** Until an HTTP answer is here. */
  answer: 8000,
  /** Until the page and its scripts are loaded. */
  load: 25_000,
  /** Until the opening handshake is answered. */
  handshake: 10_000,
  /** Until a message is answered. */
  reply: 3000,
  /** Until a pong is here, when nothing keeps the process busy. */
  pong: 1000,
  /** Until a process that is busy comes back to its connections. */
  busy: 8000,
  /** Until a click had its effect inside the page: no network is in it. */
  click: 3000,
  /** Until the page shows what it received. */
  show: 2000,
  /** Until a server has printed what happened: uvicorn answers first and prints the traceback afterwards. */
  says: 2000,
  /** Until the page has connected again after a restart. */
  reconnect: 15_000,
  /** Until an event stream's first event is here. */
  firstEvent: 8000,
  /** Until enough ticks of the counter were seen. */
  ticks: 9000,
} as const;
