import { diagnose, stopped, visit } from '../../diagnose/index.ts';
import type { Visit } from '../../diagnose/index.ts';
import type { PageEngine } from '../../model/page.ts';
import { environmentProblem, ok, wrongUsage } from '../../model/result.ts';
import type { Problem, Result } from '../../model/result.ts';
import { Timeline } from '../../observe/timeline.ts';
import { isStop } from '../../rules/observed-page.ts';
import { ofType } from '../../rules/records.ts';
import { openEngine } from '../../run/engine.ts';
import { durationText } from '../../terminal/units.ts';
import { migratedPage, withWord } from './migrate.ts';
import { openPage } from './open-page.ts';
import { outcomeOf } from './outcome.ts';
import type { Call, Outcome } from './outcome.ts';
import { overviewOf } from './overview.ts';
import { locatorIn } from './options.ts';
import type { Asked } from './options.ts';
import { probe } from './probe.ts';
import type { Told } from './told.ts';
import { whyUnreachable } from './reachable.ts';
import type { Secrets } from './secrets.ts';

/** A page that is served now, in a browser or in the built-in DOM. A problem (exit code 3): it cannot be reached, or not be opened here. */
export async function diagnoseServed(
  asked: Asked,
  { signal, busy }: Pick<Call, 'signal' | 'busy'>,
  secrets: Secrets,
): Promise<Result<Outcome>> {
  const { url } = asked;
  const timeline = new Timeline();
  secrets.learnFrom(url.href);
  busy(`Opening ${secrets.mask(url.href)}`);
  const unreachable = await whyUnreachable(url);
  if (unreachable !== undefined) return unreachable;
  const engine = await openEngine(asked.engine, { origin: url.origin, reach: 'anywhere' });
  if (!engine.ok) return { ok: false, problem: withoutBrowser(engine.problem) };
  const told = await observed(asked, { engine: engine.value, timeline, busy, secrets, signal });
  if (!told.ok) return told;
  const { href: subject, origin } = url;
  const about = { subject, origin, timeline: timeline.entries, durationMs: timeline.now() };
  return ok(outcomeOf(told.value, about, secrets));
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
  readonly busy: Call['busy'];
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

async function visited(asked: Asked, { engine, timeline, busy, secrets, signal }: Means): Promise<Result<Told>> {
  const { url, forMs, clicks, text, folder, credentials } = asked;
  const locate = locatorIn(folder);
  const opened = await openPage(engine, url, { timeline, credentials });
  if (!opened.ok) {
    if (!('reason' in opened.problem)) return { ok: false, problem: opened.problem };
    return ok({ diagnosis: stopped(opened.problem), overview: `Opened in ${engine.version}.` });
  }
  const until = performance.now() + forMs;
  busy(() => `Observing ${secrets.mask(url.href)}, ${durationText(Math.max(0, until - performance.now()))} left`);
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
    return migratedPage(asked, { timeline, busy, secrets, signal }, { seen, diagnosis, word: typed.word, locate });
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
