import { describe } from '../../messages/index.ts';
import type { Finding } from '../../model/finding.ts';
import { EXIT, wrongUsage } from '../../model/result.ts';
import { aborted } from '../../model/waiting.ts';
import { changeSentence } from '../../terminal/change-words.ts';
import { coachLines } from '../../terminal/coach.ts';
import { safeLine } from '../../terminal/text.ts';
import { WIRE_KEYS_SENTENCE, WireKeys } from '../common/coach/wire-keys.ts';
import { canAsk } from '../common/context.ts';
import type { CommandContext } from '../common/context.ts';
import type { CoachOptions, CommonOptions } from '../common/options.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { FileChanges } from '../common/serve/file-changes.ts';
import { USUAL_PORT } from '../common/serve/usual-port.ts';
import { watchFolder } from '../common/serve/watch-folder.ts';
import { openLearnersSession } from '../common/folder/session.ts';
import type { FolderSession } from '../common/folder/session.ts';
import { describeContext, wordingFor } from '../common/describe-context.ts';
import { servePage } from './served-page.ts';
import type { PageEvent, ServedPage } from './served-page.ts';
import { HeldLines } from './held-lines.ts';
import { RunKeys } from './run-keys.ts';

const RESTART = 'x';
const HELP = ['h', '?'];
const KEYS_SENTENCE = `Keys: ${WIRE_KEYS_SENTENCE} x restarts your server, h says the keys again.`;

export interface RunCommandOptions extends CommonOptions, CoachOptions {
  readonly port?: string;
}

/** Runs until Ctrl-C. Without a terminal, a server that does not even start ends it with exit code 1. */
export async function run(context: CommandContext, options: RunCommandOptions): Promise<number> {
  const output = createOutput(context, options);
  const wanted = options.port === undefined ? USUAL_PORT : Number(options.port);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535) {
    return printProblem(
      context,
      wrongUsage(`"${options.port}" is not a port.`, 'A port is a number from 1 to 65535.').problem,
      options,
    );
  }
  const session = await openLearnersSession(context, options, { output, command: 'run' });
  if (!session.ok) return printProblem(context, session.problem, options);
  const { backend, folder } = session.value;
  if (backend.origin !== undefined)
    return printProblem(
      context,
      wrongUsage(`The tutor does not start the server at ${backend.title}.`, 'Name a command with --run "<command>".')
        .problem,
      options,
    );

  let failed = false;
  // Without a person who saves a file, nothing would restart a server that does not even start.
  let waits = context.interactive;
  const changes = new FileChanges(folder);
  const watching = changes.start(watchFolder(folder));
  const print = await printer(output, session.value);
  const lines = new HeldLines();
  const show = (event: PageEvent, mayWait: boolean): void => lines.print(() => print(event, mayWait));
  const page = await servePage({
    session: session.value,
    wanted,
    coached: options.coach !== false && session.value.chapter.coached !== 'no',
    reloads: options.reload !== false,
    changes,
    signal: context.signal,
    emit: (event) => {
      if (event.type === 'failed' || event.type === 'ready') failed = event.type === 'failed';
      show(event, waits);
    },
  });
  await watching;
  const endsAtOnce = failed && !waits;
  waits = true;
  const keys = canAsk(context) && page.wire !== undefined ? openKeys(context, { output, page, lines }) : undefined;
  if (!endsAtOnce) await aborted(context.signal);
  keys?.close();
  await changes.close();
  await page.stop();
  return endsAtOnce ? EXIT.notPassed : EXIT.interrupted;
}

/** The keys that act on the page's connections and the server, with a sentence that says them. */
function openKeys(
  context: CommandContext,
  { output, page, lines }: { readonly output: Output; readonly page: ServedPage; readonly lines: HeldLines },
): RunKeys {
  const wireKeys = new WireKeys(
    () => page.wire,
    (sentence) => lines.print(() => output.say(sentence)),
  );
  const keys = new RunKeys({
    context,
    onKey: (key) => {
      const answer = wireKeys.press(key);
      if (answer === 'unknown' && key === RESTART) void page.restart();
      if (answer === 'unknown' && HELP.includes(key)) output.say(KEYS_SENTENCE);
      return answer === 'line' ? 'line' : 'done';
    },
    onLine: (line) => wireKeys.type(line),
    onTyping: (isTyping) => lines.hold(isTyping),
  });
  keys.open();
  output.say(KEYS_SENTENCE);
  return keys;
}

/** Prints one event after the other. Its second argument: a server that did not start is started again by the next save. */
async function printer(output: Output, session: FolderSession): Promise<(event: PageEvent, waits: boolean) => void> {
  const wording = await wordingFor(session);
  const look = {
    theme: output,
    width: output.terminal.width,
    describe: (finding: Finding) => describe(finding, describeContext(wording, session.backend, session.folder)),
  };
  return (event, waits) => {
    if (event.type === 'coach') output.lines(...coachLines(event.event, look));
    else showServing(output, event, waits);
  };
}

function sayReady(output: Output, { address, behind, reloads }: PageEvent & { readonly type: 'ready' }): void {
  output.say(`Your server is running: ${address} . Saving a file restarts it, Ctrl-C stops it.`);
  if (behind === undefined) return;
  output.say(
    `Open this address in your browser: the tutor watches there what your page and your server say to each other, through a proxy in front of ${behind}, and prints what htmx makes of it. --no-coach turns that off.`,
  );
  if (reloads)
    output.say(
      'The page loads again when you save a template, or a script or style of it. --no-reload turns that off.',
    );
}

function portSentence({ wanted, port, holder }: PageEvent & { readonly type: 'other-port' }): string {
  return holder === 'stranger'
    ? `Port ${wanted} is taken by another program, so your page is at port ${port}.`
    : `Your server listens on port ${wanted} whatever PORT says, so the tutor watches at port ${port}.`;
}

/** One event of the server as lines for the person. @param waits a server that did not start is started again by the next save */
function showServing(output: Output, event: Exclude<PageEvent, { readonly type: 'coach' }>, waits: boolean): void {
  const { chalk, marks } = output;
  switch (event.type) {
    case 'output':
      output.lines(`${chalk.dim(`server ${marks.bar}`)} ${safeLine(event.text)}`);
      break;
    case 'ready':
      if (event.again) output.say(`Restarted: ${event.address}`);
      else sayReady(output, event);
      break;
    case 'other-port':
      output.say(portSentence(event));
      break;
    case 'failed':
      output.lines(chalk.red(`${marks.fail} ${safeLine(event.sentences[0] ?? '')}`));
      for (const sentence of event.sentences.slice(1)) output.say(sentence);
      if (waits) output.say('The next save tries again.');
      else output.say('Then start this command again.');
      break;
    case 'ended':
      output.say(`Your server ended by itself (${event.how}). The next save starts it again.`);
      break;
    case 'changed':
      output.lines(chalk.dim(`${changeSentence(safeLine(event.file))}.`));
      break;
    case 'restarting':
      output.lines(chalk.dim('You restart the server.'));
      break;
    case 'unwatched':
      output.warn(`Saves cannot be watched: ${event.reason}. Start this command again to see a change.`);
  }
}
