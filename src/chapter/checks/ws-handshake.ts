import type { Finding } from '../../model/finding.ts';
import { pagePathOf } from '../../model/contract.ts';
import { httpGet } from '../../observe/http.ts';
import type { HandshakeFailure } from '../../observe/websocket.ts';
import { reactsToNonsense } from '../../observe/nonsense.ts';
import { Timeline } from '../../observe/timeline.ts';
import { WebSocketClient } from '../../observe/websocket.ts';
import { answersNothing } from '../../rules/server/endless-loop.ts';
import { firstOf } from '../../rules/rule.ts';
import { ENDPOINT_ELSEWHERE, HANDSHAKE_REFUSED, nearPaths, NO_LIBRARY } from '../../rules/socket/handshake.ts';
import type { HandshakeView } from '../../rules/socket/handshake.ts';
import { socketServer } from '../../rules/socket/upgrades.ts';
import type { ServerLog } from '../../rules/server/log.ts';
import type { LearnerServer } from '../../servers/server.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import { failed, PASSED } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { serverLog, serverLogNow } from '../../run/server-log.ts';
import { CONTRACT } from '../contract.ts';
import { connect } from './echo.ts';

/** A path with an endpoint answers within this time, in milliseconds. */
const NEAR_DEADLINE_MS = 1000;

/** A handshake at /ws ends in a WebSocket (RFC 6455 section 4.2.2: status 101). */
export const wsHandshake: ChapterCheck<'ws-handshake'> = {
  id: 'ws-handshake',
  title: CHECK_TITLES['ws-handshake'],
  waitsFor: CHECK_WAITS['ws-handshake'],
  observes: 'socket',
  needs: ['server-starts'],
  async run(context) {
    const server = await context.servers.get();
    if (!server.ok) return failed(server.problem);
    const opened = await connect(context, server.value);
    if (opened.ok) return PASSED;
    return failed(...(await whyRefused(context, server.value, opened.problem)));
  },
};

async function whyRefused(
  context: RunContext,
  server: LearnerServer,
  failure: HandshakeFailure,
): Promise<readonly Finding[]> {
  const log = await logOf(context, server, failure);
  const view: HandshakeView = { path: CONTRACT.socketPath, failure, log, locate: context.sources };
  if (failure.reason === 'deadline' && !(await reactsToNonsense(server.origin, DEADLINE.busy)))
    return [answersNothing(view)];
  const finding = firstOf(HANDSHAKE_REFUSED, view) ?? firstOf(ENDPOINT_ELSEWHERE, await tried(context, server, view));
  return finding === undefined ? [] : [finding];
}

async function tried(
  context: RunContext,
  server: LearnerServer,
  view: HandshakeView,
): Promise<HandshakeView & { readonly near: string | undefined; readonly acceptedAfterRequest: boolean }> {
  const near = await nearPath(context, server);
  const acceptedAfterRequest =
    near === undefined && socketServer(context.sources).length > 0 && (await isAcceptedAfterRequest(context));
  return { ...view, near, acceptedAfterRequest };
}

/** Whether a server that has answered a request accepts the handshake: then the request made what accepts it. It may end the process, so it is another server's. */
async function isAcceptedAfterRequest(context: RunContext): Promise<boolean> {
  if (!context.servers.canIsolate) return false;
  const server = await context.servers.get('isolated');
  if (!server.ok) return false;
  const { timeline } = context;
  const { origin } = server.value;
  const client = { kind: 'http', label: 'client', ...context.servers.talkingTo(server.value) } as const;
  await httpGet(`${origin}${pagePathOf(CONTRACT)}`, { client, timeline, deadlineMs: NEAR_DEADLINE_MS });
  return (await connect(context, server.value, NEAR_DEADLINE_MS)).ok;
}

const MOST_LINES = 6;

/** What the server printed about the handshake, with a wait where it may still be about to print it. */
async function logOf(context: RunContext, server: LearnerServer, failure: HandshakeFailure): Promise<ServerLog> {
  const { status } = failure;
  const turnedAway = status === 401 || status === 403;
  // uvicorn answers first and prints the reason afterwards. Without a WebSocket library it never reaches the endpoint that could reject.
  const patience = /uvicorn/iu.test(failure.server) && !turnedAway ? DEADLINE.says : 0;
  const noLibrary = await server.output.line(NO_LIBRARY, patience);
  return noLibrary === undefined && (status === undefined || status >= 500)
    ? serverLog(context, server, CONTRACT.socketPath, { lastLines: MOST_LINES })
    : serverLogNow(context, server, CONTRACT.socketPath, MOST_LINES);
}

/** A path that answers a handshake instead; undefined: none of the likely ones does. */
async function nearPath(context: RunContext, server: LearnerServer): Promise<string | undefined> {
  const paths = nearPaths(CONTRACT.socketPath, context.sources);
  // A dozen refused handshakes would hide the one that matters, so they go to a separate timeline and get one line in the run's.
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
    context.nextClient(server),
    'note',
    'ws',
    found === undefined
      ? `no WebSocket at ${paths.join(' ')} either`
      : `${found} answers the handshake, of ${paths.join(' ')}`,
  );
  return found;
}
