import type { Finding } from '../../model/finding.ts';
import type { WebSocketClient } from '../../observe/websocket.ts';
import { secondRefused } from '../../rules/socket/concurrent.ts';
import { crashesOnText, harmsOthers } from '../../rules/socket/other-text.ts';
import type { OtherText } from '../../rules/socket/other-text.ts';
import { isPython } from '../../rules/server/log.ts';
import { readErrorReport } from '../../servers/error-report.ts';
import type { LearnerServer } from '../../servers/server.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { endedServer, hasCrashed } from '../../run/crash.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import { CONTRACT } from '../contract.ts';
import { connect, encodeFor, exchange } from './echo.ts';
import { echo } from './ws-echo.ts';

const MOST_LINES = 8;

/**
 * A text that is not JSON, and JSON without a message, sent to a server that reads JSON, harm nobody. Step 4 promises that both are ignored;
 * before, it is a warning. Asked only of a chat that works: what is wrong with it is more basic.
 */
export const wsOtherText: ChapterCheck<'ws-other-text'> = {
  id: 'ws-other-text',
  title: CHECK_TITLES['ws-other-text'],
  waitsFor: CHECK_WAITS['ws-other-text'],
  observes: 'socket',
  // Clients vanish from the same server before; a server that this ends has no other observer.
  needs: ['ws-vanishing-client'],
  yieldsTo: ['chat-text-intact'],
  harmsServer: true,
  async run(context): Promise<Outcome> {
    const { format } = await echo(context);
    // Plain text has been answered: nothing is read as JSON.
    if (format === 'plain') return PASSED;
    if (context.servers.remote)
      return { skipped: 'it may end the server, and the tutor cannot start one again that it did not start' };
    const server = await context.servers.get('vanishing-sockets');
    if (!server.ok) return failed(server.problem);
    // Harm to its sender alone is a warning: the next text may harm everybody.
    let warning: Finding | undefined;
    const texts = otherTexts(context.words);
    // A handler that closes the connection on purpose prints nothing, and is waited for once, not for each text.
    const patienceMs = DEADLINE.says / texts.length;
    for (const text of texts) {
      const opened = await connect(context, server.value);
      if (!opened.ok) return failed(secondRefused(CONTRACT.socketPath, opened.problem, { locate: context.sources }));
      const seen = await sendText(context, { server: server.value, client: opened.value, text, patienceMs });
      const finding = crashesOnText(seen);
      if (finding !== undefined && harmsOthers(seen)) return failed(finding);
      warning ??= finding;
    }
    return warning === undefined ? PASSED : failed(warning);
  },
};

type Text = Pick<OtherText, 'sent' | 'isJson'>;

/** One text that no parser of JSON takes, then one of each kind of JSON that a careless program reads `message` of. */
function otherTexts(words: RunContext['words']): readonly Text[] {
  const values = [{ [words.word()]: words.word() }, { [CONTRACT.field]: null }, null, 42, [words.word()]];
  return [
    { sent: `hello ${words.word()}`, isJson: false },
    ...values.map((value) => ({ sent: JSON.stringify(value), isJson: true })),
  ];
}

interface Sending {
  readonly server: LearnerServer;
  readonly client: WebSocketClient;
  readonly text: Text;
  /** How long the server may take to print why it closed the connection. Milliseconds. */
  readonly patienceMs: number;
}

async function sendText(
  context: RunContext,
  { server, client, text: { sent, isJson }, patienceMs }: Sending,
): Promise<OtherText> {
  const mark = server.output.count;
  client.send(sent);
  // The pong comes after the text was handled, or the connection ends.
  await client.roundTrip(DEADLINE.pong);
  const others = await othersAnswered(context, server);
  if (others === 'unanswered') await hasCrashed(server);
  const printed = (): string =>
    server.output
      .since(mark)
      .map((line) => line.text)
      .join('\n');
  const report = await server.output.find(
    () => readErrorReport(printed(), context.folder),
    client.closed !== undefined && isPython(context.sources) ? patienceMs : 0,
  );
  return {
    path: CONTRACT.socketPath,
    sent,
    isJson,
    server: { ...endedServer(server, context.folder, MOST_LINES), report },
    connection: client.closed === undefined ? 'open' : 'closed',
    others,
    promised: context.wants('json'),
    locate: context.sources,
  };
}

/** Whether another client, which sends what the page sends, gets its answer. */
async function othersAnswered(context: RunContext, server: LearnerServer): Promise<OtherText['others']> {
  const witness = await connect(context, server);
  if (!witness.ok) return 'unanswered';
  const word = context.words.word();
  const waited = await exchange(
    witness.value,
    encodeFor(context, 'htmx', { message: word, origin: server.origin }),
    word,
  );
  return waited.kind === 'frame' ? 'answered' : 'unanswered';
}
