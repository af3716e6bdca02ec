/**
 * How long a check waits before it reports that something did not happen, in milliseconds. Right answers never take this long; the
 * limits are generous so that a slow or busy machine does not turn a right answer into a wrong one.
 */
export const DEADLINE = {
  /** Until a server listens. */
  listen: 20_000,
  /** Until an HTTP answer has arrived. */
  answer: 6500,
  /** Until the page and its scripts are loaded. */
  load: 25_000,
  /** Until the opening handshake is answered. */
  handshake: 6000,
  /** Until a message is answered. */
  reply: 3000,
  /** Until a pong arrives, when nothing blocks the process. */
  pong: 1000,
  /** Until a process that has not answered for `reply` serves its connections again: who keeps all others waiting for longer is not right. */
  busy: 2500,
  /** Until such a process answers a handshake, where it did not serve a connection either. */
  hangs: 1000,
  /** Until a process that was told to end has freed its port. */
  free: 8000,
  /** Until a click has had its effect inside the page, without any network. */
  click: 3000,
  /** Until the browser leaves a page whose form it submits itself. */
  leave: 500,
  /** Until the page shows what it received. */
  show: 2000,
  /** Until a server has printed what happened: uvicorn answers first and prints the traceback afterwards. */
  says: 2000,
  /** Until the page has noticed that its server ended. */
  closed: 1500,
  /** Until the page has reconnected after a restart. */
  reconnect: 15_000,
  /** Until a script of the page begins to reconnect, where htmx does not. */
  ownReconnect: 6000,
  /** Until the page has reconnected although one of its scripts threw an error. */
  reconnectAfterError: 3000,
  /** Until an event stream's first event has arrived. */
  firstEvent: 7000,
  /** Until enough ticks of the counter have arrived. */
  ticks: 9000,
  /** Until one more tick arrives, in a stream or in a page: longer than the slowest interval that is right, twice. */
  tick: 4500,
} as const;
