import { diagnose, stopped, visit } from '../../diagnose/index.ts';
import type { Visit } from '../../diagnose/index.ts';
import type { PageEngine } from '../../model/page.ts';
import { environmentProblem, EXIT, ok, wrongUsage } from '../../model/result.ts';
import type { Problem, Result } from '../../model/result.ts';
import { Timeline } from '../../observe/timeline.ts';
import { isStop } from '../../rules/observed-page.ts';
import { ofType } from '../../rules/records.ts';
import { openEngine } from '../../run/engine.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import type { Spinner } from '../../terminal/spinner.ts';
import { durationText } from '../../terminal/units.ts';
import type { CommandContext } from '../common/context.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import { migratedPage, withWord } from './migrate.ts';
import { openPage } from './open-page.ts';
import { notADocument, readFileName } from './file-name.ts';
import { overviewOf } from './overview.ts';
import { locatorIn, readOptions } from './options.ts';
import type { Asked, DiagnoseOptions } from './options.ts';
import { probe } from './probe.ts';
import type { Told } from './told.ts';
import { whyUnreachable } from './reachable.ts';
import { reported } from './reported.ts';
import { Secrets } from './secrets.ts';

export type { DiagnoseOptions } from './options.ts';

/** Exit code 0: nothing is wrong, 1: something is, 2: wrong usage, 3: the page cannot be reached. */
export async function diagnosePage(
  context: CommandContext,
  address: string,
  options: DiagnoseOptions,
): Promise<number> {
  const file = readFileName(context, address);
  if (file !== undefined) {
    if (file.kind === 'har') {
      const { diagnoseRecording } = await import('./recording.ts');
      return diagnoseRecording(context, file, options);
    }
    const { diagnoseFile } = await import('./file.ts');
    return diagnoseFile(context, file, options);
  }
  const local = notADocument(context, address);
  const asked = local ?? readOptions(context, address, options);
  const secrets = new Secrets({
    isShown: options.showSecrets === true,
    credentials: asked.ok ? asked.value.credentials : undefined,
  });
  const failed = (problem: Problem): number => printProblem(context, secrets.mask(problem), options);
  if (!asked.ok) return failed(asked.problem);
  if (options.proxy !== undefined) {
    const { diagnoseProxied } = await import('./proxied.ts');
    return diagnoseProxied(context, { asked: asked.value, options, secrets });
  }
  const output = createOutput(context, options);
  const { url, engine: name, reporter } = asked.value;
  secrets.learnFrom(url.href);
  const isForPeople = reporter === 'pretty' && options.quiet !== true;
  const timeline = new Timeline();
  const spinner = isForPeople
    ? startSpinner(`Opening ${secrets.mask(url.href)}`, { stream: context.stderr, ...output.terminal })
    : undefined;
  const unreachable = await whyUnreachable(url);
  if (unreachable !== undefined) {
    spinner?.stop();
    return failed(unreachable.problem);
  }
  const engine = await openEngine(name, { origin: url.origin, reach: 'anywhere' });
  const told = engine.ok
    ? await observed(asked.value, { engine: engine.value, timeline, spinner, secrets, signal: context.signal })
    : ({ ok: false, problem: withoutBrowser(engine.problem) } as const);
  spinner?.stop();
  if (context.signal.aborted) return EXIT.interrupted;
  if (!told.ok) return failed(told.problem);
  if (isForPeople) output.note(secrets.mask(told.value.overview));
  const { href: subject, origin } = url;
  return reported({ context, reporter, options, output, secrets }, told.value.diagnosis, {
    ...{ subject, origin },
    ...{ timeline: timeline.entries, durationMs: timeline.now() },
  });
}

/** A machine without a browser can still look at its own pages. */
function withoutBrowser(problem: Problem): Problem {
  return {
    ...problem,
    next: 'Install Chrome, Chromium or Edge, or set CHROME_PATH to its program file. With --dom, a page of this machine is opened without one.',
  };
}

interface Means {
  readonly engine: PageEngine;
  readonly timeline: Timeline;
  readonly spinner: Spinner | undefined;
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
}

async function observed(asked: Asked, means: Means): Promise<Result<Told>> {
  try {
    return await visited(asked, means);
  } finally {
    await means.engine.close();
  }
}

async function visited(asked: Asked, { engine, timeline, spinner, secrets, signal }: Means): Promise<Result<Told>> {
  const { url, forMs, clicks, text, folder, credentials } = asked;
  const locate = locatorIn(folder);
  const opened = await openPage(engine, url, { timeline, credentials });
  if (!opened.ok) {
    if (!('reason' in opened.problem)) return { ok: false, problem: opened.problem };
    return ok({ diagnosis: stopped(opened.problem), overview: `Opened in ${engine.version}.` });
  }
  const until = performance.now() + forMs;
  spinner?.update(
    () => `Observing ${secrets.mask(url.href)}, ${durationText(Math.max(0, until - performance.now()))} left`,
  );
  const page = opened.value;
  const typed = asked.migrate ? withWord(text) : { text, word: '' };
  const seen = await visit(page, { forMs, clicks, ...(typed.text === undefined ? {} : { text: typed.text }), signal });
  if (signal.aborted) return ok({ diagnosis: stopped(undefined), overview: '' });
  // Nothing can be asked of such a page, and its browser may be as busy as the page.
  if (seen.failure !== undefined && isStop(seen.failure)) {
    return ok({ diagnosis: diagnose(seen, { locate, probes: {} }), overview: `Opened in ${engine.version}.` });
  }
  const gap = gapOf(seen);
  if (gap !== undefined) return gap;
  const missed = missedClick(seen, clicks);
  if (missed !== undefined) return missed;
  const { origin, href } = url;
  // Its own clients are as logged in as the page is.
  const cookies = await page.cookies(href);
  const probes = await probe(seen, { timeline, credentials: { origin, headers: credentials?.headers ?? {}, cookies } });
  secrets.learnFrom([page.document.headers, seen.records, probes]);
  for (const { name, value } of await page.cookies()) secrets.learnCookie(name, value);
  const diagnosis = diagnose(seen, { locate, probes });
  if (asked.migrate)
    return migratedPage(asked, { timeline, spinner, secrets, signal }, { seen, diagnosis, word: typed.word, locate });
  return ok({ diagnosis, overview: overviewOf(seen, diagnosis, `Opened in ${engine.version}.`) });
}

/** What the built-in engine does not run would be told as a fault of the page. */
function gapOf({ records }: Visit): ReturnType<typeof environmentProblem> | undefined {
  const isGap = ofType(records, 'engine-gap').some(({ what }) => /module scripts|import maps/u.test(what));
  if (!isGap) return undefined;
  return environmentProblem(
    'This page has module scripts or an import map, and the built-in DOM runs neither.',
    'Without --dom, a browser opens it.',
  );
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
