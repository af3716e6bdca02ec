import { diagnose, stopped, visit } from '../../diagnose/index.ts';
import type { Diagnosis, Visit } from '../../diagnose/index.ts';
import type { PageEngine } from '../../model/page.ts';
import { EXIT, ok, wrongUsage } from '../../model/result.ts';
import type { Problem, Result } from '../../model/result.ts';
import { Timeline } from '../../observe/timeline.ts';
import { NOWHERE } from '../../rules/locate.ts';
import { openEngine } from '../../run/engine.ts';
import { Sources } from '../../run/sources.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import type { Spinner } from '../../terminal/spinner.ts';
import { durationText, plural } from '../../terminal/units.ts';
import type { CommandContext } from '../common/context.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { openReporter } from '../common/output/reporter.ts';
import { openPage } from './open-page.ts';
import { readOptions } from './options.ts';
import type { Asked, DiagnoseOptions } from './options.ts';
import { probe } from './probe.ts';
import { runEvents, wordingOf } from './report.ts';

export type { DiagnoseOptions } from './options.ts';

/** What came of the visit, and what is said beside the report. */
interface Told {
  readonly diagnosis: Diagnosis;
  readonly overview: string;
}

/** Exit code 0: nothing is wrong, 1: something is, 2: wrong usage, 3: the page cannot be reached. */
export async function diagnosePage(
  context: CommandContext,
  address: string,
  options: DiagnoseOptions,
): Promise<number> {
  const asked = readOptions(context, address, options);
  if (!asked.ok) return printProblem(context, asked.problem, options);
  const output = createOutput(context, options);
  const { url, engine: name, reporter } = asked.value;
  const isForPeople = reporter === 'pretty' && options.quiet !== true;
  const timeline = new Timeline();
  const spinner = isForPeople
    ? startSpinner(`Opening ${url.href}`, { stream: context.stderr, ...output.terminal })
    : undefined;
  const engine = await openEngine(name, { origin: url.origin, reach: 'anywhere' });
  const told = engine.ok
    ? await observed(asked.value, { engine: engine.value, timeline, spinner, signal: context.signal })
    : ({ ok: false, problem: withoutBrowser(engine.problem) } as const);
  spinner?.stop();
  if (context.signal.aborted) return EXIT.interrupted;
  if (!told.ok) return printProblem(context, told.problem, options);
  if (isForPeople) output.note(told.value.overview);
  return reported(context, { asked: asked.value, options, output, timeline }, told.value.diagnosis);
}

/** A machine without a browser can still look at its own pages. */
function withoutBrowser(problem: Problem): Problem {
  return {
    ...problem,
    next: 'Install Chrome, Chromium or Edge, or set CHROME_PATH to its program file. A page of this machine can be opened without one: add --dom.',
  };
}

interface Means {
  readonly engine: PageEngine;
  readonly timeline: Timeline;
  readonly spinner: Spinner | undefined;
  readonly signal: AbortSignal;
}

async function observed(asked: Asked, means: Means): Promise<Result<Told>> {
  try {
    return await visited(asked, means);
  } finally {
    await means.engine.close();
  }
}

async function visited(asked: Asked, { engine, timeline, spinner, signal }: Means): Promise<Result<Told>> {
  const { url, forMs, clicks, text, folder } = asked;
  const locate = folder === undefined ? NOWHERE : new Sources(folder);
  const opened = await openPage(engine, url, timeline);
  if (!opened.ok) {
    if (!('reason' in opened.problem)) return { ok: false, problem: opened.problem };
    return ok({ diagnosis: stopped(opened.problem), overview: `Opened in ${engine.version}.` });
  }
  const until = performance.now() + forMs;
  spinner?.update(() => `Observing ${url.href}, ${durationText(Math.max(0, until - performance.now()))} left`);
  const page = opened.value;
  const seen = await visit(page, { forMs, clicks, ...(text === undefined ? {} : { text }), signal });
  if (signal.aborted) return ok({ diagnosis: stopped(undefined), overview: '' });
  const missed = missedClick(seen, clicks);
  if (missed !== undefined) return missed;
  const diagnosis = diagnose(seen, { locate, probes: await probe(seen, timeline) });
  return ok({ diagnosis, overview: overviewOf(seen, diagnosis, engine) });
}

function missedClick({ clicked }: Visit, clicks: readonly string[]): ReturnType<typeof wrongUsage> | undefined {
  const at = clicked.findIndex((each) => each !== 'clicked');
  if (at === -1) return undefined;
  const selector = clicks[at] ?? '';
  return clicked[at] === 'invalid'
    ? wrongUsage(`"${selector}" is not a CSS selector.`, 'For example: --click "#join", --click "button.send".')
    : wrongUsage(
        `Nothing in the page matches "${selector}".`,
        'Name an element that is there when the page has loaded.',
      );
}

/** What the page is made of and what went over its connections, in a sentence or two. */
function overviewOf({ snapshot: { htmx } }: Visit, { traffic }: Diagnosis, { version }: PageEngine): string {
  const extensions = htmx?.extensions.filter((name) => name === 'ws' || name === 'sse') ?? [];
  const loaded =
    htmx === undefined
      ? 'It does not load htmx.'
      : `It loads htmx ${htmx.version}${extensions.length === 0 ? '' : ` with ${extensions.join(' and ')}`}.`;
  const { sockets, streams, sent, received, events } = traffic;
  const went = [
    sockets === 0 ? '' : `${plural(sockets, 'WebSocket')} (${sent} sent, ${received} received)`,
    streams === 0 ? '' : `${plural(streams, 'event stream')} (${plural(events, 'event')})`,
  ].filter((part) => part !== '');
  return `Opened in ${version}. ${loaded} It opened ${went.length === 0 ? 'no WebSocket and no event stream' : went.join(' and ')}.`;
}

interface Reporting {
  readonly asked: Asked;
  readonly options: DiagnoseOptions;
  readonly output: Output;
  readonly timeline: Timeline;
}

/** @returns the exit code */
function reported(context: CommandContext, reporting: Reporting, diagnosis: Diagnosis): number {
  const { asked, options, output, timeline } = reporting;
  const wording = wordingOf(diagnosis.names);
  const report = openReporter(asked.reporter, { context, options, output, wording });
  const events = runEvents(diagnosis, { url: asked.url, timeline: timeline.entries, durationMs: timeline.now() });
  for (const event of events) report(event);
  const last = events.at(-1);
  return last?.type === 'run-finished' && last.result.passed ? EXIT.passed : EXIT.notPassed;
}
