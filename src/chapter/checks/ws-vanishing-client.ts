import type { Finding } from '../../model/finding.ts';
import { closeAfterEnd, closedTwice, crashesOnDisconnect } from '../../rules/socket/vanished.ts';
import { isPython } from '../../rules/server/log.ts';
import { readErrorReports } from '../../servers/error-report.ts';
import { lastLines } from '../../servers/own-lines.ts';
import type { LearnerServer } from '../../servers/server.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import { failed, PASSED, seenBy } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { endedServer, hasCrashed } from '../../run/crash.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { CONTRACT } from '../contract.ts';
import { connect, encodeFor, exchange } from './echo.ts';
import { echo } from './ws-echo.ts';

const ROUNDS = 3;
const MOST_LINES = 8;

/** A client that breaks its connection, before or after its answer, does no harm: new clients are served. */
export const wsVanishingClient: ChapterCheck<'ws-vanishing-client'> = {
  id: 'ws-vanishing-client',
  title: CHECK_TITLES['ws-vanishing-client'],
  observes: 'socket',
  needs: ['ws-echo'],
  harmsServer: true,
  prepare: (context) => context.servers.get('vanishing-sockets'),
  async run(context) {
    const { format } = await echo(context);
    const server = await context.servers.get('vanishing-sockets');
    if (!server.ok) return failed(server.problem);
    const { origin } = server.value;
    for (let round = 0; round < ROUNDS; round += 1) {
      const leaver = await connect(context, server.value);
      if (leaver.ok) {
        const word = context.words.word();
        if (round === 0) await exchange(leaver.value, encodeFor(context, format, { message: word, origin }), word);
        else leaver.value.send(encodeFor(context, format, { message: word, origin }));
        leaver.value.vanish();
      }
      const word = context.words.word();
      const witness = await connect(context, server.value);
      const waited = witness.ok
        ? await exchange(witness.value, encodeFor(context, format, { message: word, origin }), word)
        : undefined;
      if (waited?.kind === 'frame') continue;
      await hasCrashed(server.value);
      const ended = endedServer(server.value, context.folder, MOST_LINES);
      const clients = [leaver, witness].flatMap((client) => (client.ok ? [client.value.client.label] : []));
      return failed(seenBy(crashesOnDisconnect(CONTRACT.socketPath, ended, context.sources), ...clients));
    }
    const twice = await closesTwice(context, server.value);
    return twice === undefined ? PASSED : failed(twice);
  },
};

const CLOSES = /\.close\(/u;

/** The handler closes a connection that its client has already ended: what the server prints about it. */
async function closesTwice(context: RunContext, server: LearnerServer): Promise<Finding | undefined> {
  // The wait is only for a handler that closes by itself.
  if (!isPython(context.sources) || context.sources.find('server', CLOSES).length === 0) return undefined;
  const { folder } = context;
  const reports = await server.output.find(() => {
    const said = readErrorReports(server.output.text(), folder);
    return closeAfterEnd(said) === undefined ? undefined : said;
  }, DEADLINE.says);
  return closedTwice(CONTRACT.socketPath, reports ?? [], lastLines(server.output, folder, MOST_LINES));
}
