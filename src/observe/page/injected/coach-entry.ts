import type { WatchOptions } from '../watch-options.ts';
import type { RecordBody } from '../record-body.ts';
import { watchConsole } from './console.ts';
import { elementsNow, scriptsNow } from './elements.ts';
import { watchErrors } from './errors.ts';
import { watchHandling } from './handling.ts';
import { watchHtmxEvents } from './htmx-events.ts';
import { htmxNow, inShadowRootsNow, notSetUpNow } from './htmx-library.ts';
import type { PageWindow } from './page-window.ts';
import { watchPolicyViolations } from './policy-violations.ts';
import { openPort } from './port.ts';
import { watchSockets } from './sockets.ts';
import { watchStreams } from './streams.ts';
import { watchSubmits } from './submits.ts';
import { sightOf, type Sight } from './visible-text.ts';
import { watchedNow } from './watched.ts';

/** Reports wait for one another so long. Milliseconds. */
const BATCH_MS = 15;
/** A snapshot is taken so long after a record of something that may have changed the page, and no more often. Milliseconds. */
const SETTLE_MS = 350;
/** Bytes that wait to be sent; with more, what happens is not reported. */
const MOST_WAITING = 4 * 1024 * 1024;
const MOST_IN_BATCH = 500;
const MOST_OF_WATCHED = 32 * 1024;
/** The port's limits hold for so long. Milliseconds. */
const RENEWED_MS = 10_000;
/** A page has had time to connect. Milliseconds. */
const LOADED_MS = 1500;
/** What the proxy says to have the page load again. */
const RELOAD = 'reload';
/** What it says to hear whether the page still runs. */
const ASK = 'ask';

/** After these the page may be another one. */
const CHANGES = new Set<RecordBody['type']>([
  'handled',
  'socket-open',
  'socket-close',
  'stream-open',
  'stream-error',
  'load-failed',
  'script-error',
]);

/**
 * The entry point of the bundle that a proxy puts into a person's own page as its first script: `dist/coach-instruments.js`, see
 * scripts/build.mjs. It reports over a WebSocket of its own, beside the address of the script: that one takes none of the six connections that
 * a browser opens to an origin, needs no answer, and ends with the page. A policy in a meta element comes too late for it.
 */
export function start(view: PageWindow, { watched, events }: WatchOptions): void {
  const script = view.document.currentScript;
  if (view !== view.top || !(script instanceof view.HTMLScriptElement)) return;
  const address = new URL('report', script.src);
  // The page is as it was written.
  script.remove();
  address.protocol = 'ws:';
  const report = reporter(view, address.href);
  report({ type: 'hello', url: view.location.href });
  const sight = sightOf(view);
  const snapshots = snapshotTaker(view, () => report({ type: 'snapshot', snapshot: snapshotNow(sight, watched) }));
  const write = (at: number, body: RecordBody): void => {
    report({ type: 'record', at, body });
    if (CHANGES.has(body.type)) snapshots();
  };
  const port = openPort(view, write, { renewedAfterMs: RENEWED_MS });
  const handlings = watchHandling(view, port);
  watchSockets(view, { port, handlings });
  watchStreams(view, { port, handlings });
  watchHtmxEvents(view, { port, handlings }, events);
  watchErrors(view, { port, handlings });
  watchConsole(view, port, ['warn', 'error']);
  watchPolicyViolations(view, port);
  watchSubmits(view, (submitted) => report({ type: 'submitted', ...submitted }));
  const startTimer = view.setTimeout.bind(view);
  view.addEventListener('load', () => {
    snapshots();
    startTimer(snapshots, LOADED_MS);
  });
}

function snapshotNow(sight: Sight, watched: WatchOptions['watched']): unknown {
  const { view } = sight;
  const now = watchedNow(sight, watched);
  const listed = elementsNow(view.document);
  const brief = Object.entries(now).map(([selector, { text, html, visible }]) => [
    selector,
    // What came last is at the end.
    { text: text.slice(-MOST_OF_WATCHED), html: html.slice(-MOST_OF_WATCHED), visible },
  ]);
  return {
    url: view.location.href,
    htmx: htmxNow(view),
    scripts: scriptsNow(view.document),
    elements: listed.rows,
    ...notSetUpNow(view, listed),
    ...inShadowRootsNow(view),
    watched: Object.fromEntries(brief),
  };
}

/** @returns asks for a snapshot */
function snapshotTaker(view: PageWindow, take: () => void): () => void {
  const startTimer = view.setTimeout.bind(view);
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    startTimer(() => {
      isAsked = false;
      take();
    }, SETTLE_MS);
  };
}

/** @returns sends something as JSON, together with what comes within milliseconds */
function reporter(view: PageWindow, address: string): (report: unknown) => void {
  const socket = new view.WebSocket(address);
  const startTimer = view.setTimeout.bind(view);
  const { stringify } = view.JSON;
  const send = socket.send.bind(socket);
  let batch: string[] = [];
  let isWaiting = false;
  const flush = (): void => {
    isWaiting = false;
    if (batch.length === 0 || socket.readyState > 1) return;
    if (socket.readyState === 0) return;
    send(`[${batch.join(',')}]`);
    batch = [];
  };
  socket.addEventListener('open', flush);
  // A file that the page is made of was saved.
  const reload = view.location.reload.bind(view.location);
  socket.addEventListener('message', ({ data }) => {
    if (data === RELOAD) reload();
    if (data === ASK) answer();
  });
  // At once and without a timer: browsers hold those of a hidden page back.
  const { document } = view;
  const answer = (): void => {
    if (socket.readyState === 1) send(stringify([{ type: 'alive', visible: document.visibilityState === 'visible' }]));
  };
  document.addEventListener('visibilitychange', answer);
  // A page may hang before it is asked for the first time.
  socket.addEventListener('open', answer);
  // What happens while the page goes away is nobody's fault: its connections break. It may come back as it was.
  let isLeft = false;
  view.addEventListener('pagehide', () => {
    flush();
    isLeft = true;
  });
  view.addEventListener('pageshow', () => (isLeft = false));
  return (report) => {
    if (isLeft || socket.readyState > 1 || batch.length >= MOST_IN_BATCH || socket.bufferedAmount > MOST_WAITING)
      return;
    batch.push(stringify(report));
    if (isWaiting) return;
    isWaiting = true;
    startTimer(flush, BATCH_MS);
  };
}
