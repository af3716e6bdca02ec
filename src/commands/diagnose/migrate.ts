import { randomInt } from 'node:crypto';
import { migrated, otherMajor, scriptsToRead, visit } from '../../diagnose/index.ts';
import type { Diagnosis, Visit } from '../../diagnose/index.ts';
import { otherMajorFor, partOfScript } from '../../htmx/cdn.ts';
import { environmentProblem, ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { scriptTexts } from './probe.ts';
import type { Timeline } from '../../observe/timeline.ts';
import type { SourceLocator } from '../../rules/locate.ts';
import { openEngine } from '../../run/engine.ts';
import { plural } from '../../terminal/units.ts';
import type { Told } from './told.ts';
import { openPage } from './open-page.ts';
import type { Call } from './outcome.ts';
import type { Asked } from './options.ts';
import type { Secrets } from './secrets.ts';

/** The page as it is has been observed. */
interface First {
  readonly seen: Visit;
  readonly diagnosis: Diagnosis;
  /** The word that was typed in it and in no other run. */
  readonly word: string;
  readonly locate: SourceLocator;
}

interface Means {
  readonly timeline: Timeline;
  readonly busy: Call['busy'];
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
}

/** A text with a word that tells this run's message from that of the other. undefined: nothing is typed. */
export function withWord(text: string | undefined): { readonly text: string | undefined; readonly word: string } {
  const word = `run-${randomInt(36 ** 4, 36 ** 5).toString(36)}`;
  return text === undefined ? { text, word: '' } : { text: `${text} ${word}`, word };
}

/**
 * Runs the page once more in a browser of its own, with the tutor's copies of the other major in place of its scripts of htmx, and compares.
 * A problem: htmx is not loaded by a script of its own name, so nothing can be replaced.
 */
export async function migratedPage(asked: Asked, means: Means, first: First): Promise<Result<Told>> {
  const to = otherMajor(first.seen);
  if (!first.seen.snapshot.scripts.some(({ src }) => partOfScript(src) === 'core'))
    return wrongUsage(
      'The page loads no script that is htmx by its name, so nothing can be replaced.',
      'Load htmx and its extensions from files of their own (htmx.min.js, ws.js, sse.js), not as a part of a bundle.',
    );
  const engine = await openEngine('browser', {
    origin: asked.url.origin,
    reach: 'anywhere',
    instead: (url) => otherMajorFor(url.href, to)?.file,
  });
  if (!engine.ok) return engine;
  try {
    means.busy(`Observing ${means.secrets.mask(asked.url.href)} with htmx ${to}`);
    const { url, credentials, forMs, clicks } = asked;
    const opened = await openPage(engine.value, url, { timeline: means.timeline, credentials, label: 'tab 2' });
    if (!opened.ok) {
      if (!('reason' in opened.problem)) return { ok: false, problem: opened.problem };
      return environmentProblem(
        `With htmx ${to} the page does not finish loading.`,
        'Look at it without --migrate first.',
      );
    }
    const { text, word } = withWord(asked.text);
    const after = await visit(opened.value, {
      ...{ forMs, clicks, signal: means.signal },
      ...(text === undefined ? {} : { text }),
    });
    means.secrets.learnFrom([opened.value.document.headers, after.records]);
    // The server may have given this run a session of its own.
    for (const { name, value } of await opened.value.cookies()) means.secrets.learnCookie(name, value);
    const words = [first.word, word];
    const texts = await scriptTexts(scriptsToRead(first.seen), url, { timeline: means.timeline, credentials });
    const diagnosis = migrated({ before: first.seen, after, to }, { locate: first.locate, words, texts });
    return ok({ diagnosis, overview: overviewOf(first, after, engine.value.version) });
  } finally {
    await engine.value.close();
  }
}

/** Which two runs are compared, and whether the first is as it should be. */
function overviewOf({ seen, diagnosis }: First, after: Visit, version: string): string {
  const [own, other] = [seen, after].map(({ snapshot }) => snapshot.htmx?.version ?? 'that does not start');
  const faults = diagnosis.answers.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');
  const already =
    faults.length === 0
      ? ''
      : ` As it is, the page has ${plural(faults.length, 'fault')} already: diagnose it without --migrate.`;
  return `Ran in ${version} with htmx ${own}, its own, and once more with htmx ${other}.${already}`;
}
