import type { Finding } from '../../model/finding.ts';
import type { HandshakeFailure } from '../../observe/websocket.ts';
import { Timeline } from '../../observe/timeline.ts';
import { WebSocketClient } from '../../observe/websocket.ts';
import { lastLines } from '../../servers/own-lines.ts';
import type { LearnerServer } from '../../servers/server.ts';
import { evidenceOfHandshake, handshakeFailure } from '../../rules/http/failure.ts';
import type { ChapterCheck } from '../check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { connect } from './echo.ts';
import { isPython, whyHandlerFailed } from '../../run/server-says.ts';
import type { RunContext } from '../../run/context.ts';

/** Paths that learners write instead of `/ws`. */
const NEAR_PATHS = ['/ws/', '/', '/websocket', '/socket', '/chat', '/ws/chat', '/wss', '/echo'];
/** Until uvicorn's log has what it says of a handshake, in milliseconds. */
const UVICORN_SAYS_MS = 1000;
/** uvicorn on a handler that came to its end before the handshake was answered. */
const RETURNED_EARLY = /ASGI callable returned without (?:sending handshake|completing handshake)/u;
/** Starlette's StaticFiles at a path that takes everything was handed the handshake, and asserts that it is HTTP. */
const MOUNT_TAKES_IT = /staticfiles\.py", line \d+, in __call__\n\s+assert scope\["type"\] == "http"/u;
const PYTHON_ENDPOINT =
  /(?:websocket(?:_route)?|WebSocketRoute|add_api_websocket_route)\(\s*(?:path\s*=\s*)?['"]\/ws['"]/u;
const NEAR_DEADLINE_MS = 1000;
const MOST_OWN_PATHS = 20;

/** A handshake at /ws ends in a WebSocket (RFC 6455 section 4.2.2: status 101). */
export const wsHandshake: ChapterCheck<'ws-handshake'> = {
  id: 'ws-handshake',
  title: '/ws accepts a WebSocket handshake',
  observes: 'socket',
  needs: ['server-starts'],
  async run(context) {
    const server = await context.servers.get();
    if (!server.ok) return failed(server.problem);
    const opened = await connect(context, server.value);
    if (opened.ok) return PASSED;
    return failed(await whyRefused(context, server.value, opened.problem));
  },
};

async function whyRefused(context: RunContext, server: LearnerServer, failure: HandshakeFailure): Promise<Finding> {
  const severity = 'error';
  const did = { kind: 'ws', path: '/ws', sent: [] } as const;
  const endpoint = context.sources.find(
    'server',
    /WebSocketServer|WebSocket\.Server|\.websocket\(|websocketServer|upgradeWebSocket|['"`]\/ws/iu,
  );
  // uvicorn answers first and prints why afterwards.
  const patience = /uvicorn/iu.test(failure.server) ? UVICORN_SAYS_MS : 0;
  const noLibrary = await server.output.line(/No supported WebSocket library/u, patience);
  const evidence = {
    did,
    ...evidenceOfHandshake(failure),
    waitedMs: failure.waitedMs,
    where: endpoint,
    output: lastLines(server.output, context.folder, 6),
  };
  if (noLibrary !== undefined) return { code: 'ws/no-library', severity, facts: { line: noLibrary }, evidence };
  if (failure.status === 401 || failure.status === 403) {
    // uvicorn says 403 of a path that has no endpoint, too: another one may.
    const elsewhere =
      isPython(context) && context.sources.find('server', PYTHON_ENDPOINT).length === 0
        ? await nearPath(context, server)
        : undefined;
    const { status } = failure;
    return elsewhere === undefined
      ? { code: 'ws/refused', severity, facts: { status, server: failure.server }, evidence }
      : { code: 'ws/path-mismatch', severity, facts: { answers: elsewhere, status }, evidence };
  }
  if (failure.status === undefined || failure.status >= 500) {
    // It waits until the server has printed its error, if it has one.
    const because = await whyHandlerFailed(context, server, { sent: '', evidence });
    if (MOUNT_TAKES_IT.test(server.output.text())) {
      const mount = context.sources.find('server', /\bmount\(\s*['"]\/?['"]|Mount\(\s*['"]\/?['"]/u);
      const facts = { status: failure.status ?? 0 };
      return { code: 'ws/no-route', severity, facts, evidence: { ...evidence, where: mount } };
    }
    if (because !== undefined) return because;
    if (RETURNED_EARLY.test(server.output.text())) return { code: 'ws/no-accept', severity, facts: {}, evidence };
  }

  const near = await nearPath(context, server);
  if (near !== undefined)
    return { code: 'ws/path-mismatch', severity, facts: { answers: near, status: failure.status ?? 0 }, evidence };

  // A WebSocket server object in the code, and still nothing that answers an upgrade: it hangs on another http server, or on none.
  const made = context.sources.find('server', /new\s+(?:WebSocketServer|WebSocket\.Server|WSServer|Server)\s*\(/u);
  if (made.length > 0 && (failure.reason === 'deadline' || (failure.status !== undefined && failure.status !== 400))) {
    return {
      code: 'ws/not-attached',
      severity,
      facts: { status: failure.status ?? 0 },
      evidence: { ...evidence, where: made },
    };
  }
  if (failure.status !== undefined)
    return { code: 'ws/no-route', severity, facts: { status: failure.status }, evidence };
  return { code: 'ws/handshake-failed', severity, facts: { failure: handshakeFailure(failure) }, evidence };
}

async function nearPath(context: RunContext, server: LearnerServer): Promise<string | undefined> {
  // Whatever the server's source names as a path is tried too: the endpoint may have any name.
  const own = context.sources
    .all('server', /['"`](\/[\w./-]*)['"`]/gu)
    .filter((path) => path !== '/ws')
    .slice(0, MOST_OWN_PATHS);
  const paths = [...new Set([...NEAR_PATHS, ...own])];
  // A dozen refused handshakes would hide the one that matters, so they get a timeline of their own and one line in the run's.
  const aside = new Timeline();
  const tried = await Promise.all(
    paths.map(async (path) => {
      const opened = await WebSocketClient.connect(server.origin, path, {
        client: { kind: 'socket', label: path },
        timeline: aside,
        deadlineMs: NEAR_DEADLINE_MS,
      });
      if (opened.ok) await opened.value.close();
      return opened.ok ? path : undefined;
    }),
  );
  const found = tried.find((path) => path !== undefined);
  context.timeline.record(
    context.nextClient(),
    'note',
    'ws',
    found === undefined
      ? `no WebSocket at ${paths.join(' ')} either`
      : `${found} answers the handshake, of ${paths.join(' ')}`,
  );
  return found;
}
