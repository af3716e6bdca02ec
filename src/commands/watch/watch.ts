import { EXIT, wrongUsage } from '../../model/result.ts';
import type { Problem } from '../../model/result.ts';
import type { CommandContext } from '../common/context.ts';
import { createOutput, printProblem, shownFolder, typedIn } from '../common/output/output.ts';
import { dirOption } from '../common/folder/find-folder.ts';
import { openStartedSession } from '../common/folder/session.ts';
import type { Invocation, StartedSession } from '../common/folder/session.ts';
import { runWatch } from './loop.ts';
import type { LoopOptions } from './loop.ts';
import { WATCH_REPORTERS } from './options.ts';
import type { WatchOptions } from './options.ts';
import { createReportView } from './report-view.ts';
import { describeContext, wordingFor } from '../common/describe-context.ts';
import { createTheme } from './theme.ts';
import { createLineView } from './line-view.ts';
import { createScreenView } from './screen-view.ts';

/** Ends with 0 when the person leaves, with 130 by Ctrl-C. */
export async function watch(context: CommandContext, options: WatchOptions): Promise<number> {
  const output = createOutput(context, options);
  if (options.reporter !== undefined && !WATCH_REPORTERS.some((name) => name === options.reporter))
    return printProblem(context, notForWatch(options.reporter), options);
  const session = await openStartedSession(context, options, { output, command: 'watch' });
  if (!session.ok) return printProblem(context, session.problem, options);
  return watchSession({ session: session.value, options, output }, 'check');
}

function notForWatch(name: string): Problem {
  return wrongUsage(`"${name}" is not a reporter of watch.`, `Available: ${WATCH_REPORTERS.join(', ')}.`).problem;
}

/** The screen where the terminal can show it, else lines. `start` leads here too. */
export async function watchSession(
  { session, options, output }: Invocation<StartedSession, WatchOptions>,
  begin: LoopOptions['begin'],
): Promise<number> {
  const { context, folder } = session;
  const { terminal } = output;
  const onScreen = canDrawScreen(context, options);
  // What is printed is read by a person or kept in a file; only a screen shows links as text that can be opened.
  const wording = { ...(await wordingFor(session)), typed: typedIn(session) };
  let origin: string | undefined;
  const isForEditor = options.reporter === 'compact';
  const readsKeys = !isForEditor && (context.stdin.isTTY || options.plain === true);
  const theme = createTheme(terminal, {
    folder,
    readsKeys: onScreen || readsKeys,
    env: onScreen ? context.env : { TERM: 'dumb' },
    context: () => {
      const described = describeContext(wording, session.backend, folder);
      return { ...described, origin: described.origin ?? origin };
    },
  });
  const view = isForEditor
    ? createReportView(context, { terminal, wording })
    : onScreen
      ? createScreenView(context, theme)
      : createLineView(context, theme, output, { readsKeys });
  // Where no key can be pressed, only commands help.
  const surface = onScreen || readsKeys ? 'screen' : 'commands';
  const code = await runWatch(
    { ...session, surface },
    {
      options,
      terminal,
      theme,
      onScreen,
      view,
      begin,
      onOrigin: (served) => (origin = served),
    },
  );
  if (code === EXIT.passed) {
    const shown = shownFolder(context.cwd, folder);
    output.say('Everything is kept. To go on:');
    output.next(`watch${dirOption(context, folder)}`, `goes on in ${shown === '.' ? 'this folder' : shown}`);
  }
  return code;
}

/** Input and output are a terminal that can move its cursor, and no lines are asked for. */
export function canDrawScreen({ interactive, env }: CommandContext, { plain, reporter }: WatchOptions): boolean {
  return interactive && plain !== true && reporter !== 'compact' && env['TERM'] !== 'dumb';
}
