import type { Browser, Page } from 'playwright-core';
import { FileChanges } from '../../src/commands/common/serve/file-changes.ts';
import type { FolderSession } from '../../src/commands/common/folder/session.ts';
import { servePage } from '../../src/commands/run/served-page.ts';
import type { PageEvent, ServedPage } from '../../src/commands/run/served-page.ts';
import { CHAPTER } from '../../src/chapter/index.ts';
import type { CoachEvent } from '../../src/model/coach-event.ts';
import type { BackendChoice } from '../../src/model/progress.ts';
import { ChangeSignal } from '../../src/model/waiting.ts';
import type { Course } from '../../src/model/step.ts';
import { backendFor } from '../../src/servers/backends/index.ts';
import { freePort } from '../../src/servers/listening.ts';

export interface Coached {
  readonly told: readonly CoachEvent[];
  /** Codes of the findings, each once. */
  readonly codes: readonly string[];
}

export interface CoachedOptions {
  readonly course: Course;
  readonly step: string;
  /** Absolute path. */
  readonly folder: string;
  readonly choice: BackendChoice;
  readonly browser: Browser;
  /** What a person types, one after the other. */
  readonly types: readonly string[];
  /** The code that ends it, or `any`; absent: silence is to be proved, which takes its time. */
  readonly until?: string | undefined;
}

/** Silence lasts longer than what the coach waits for before it judges a page, a submit or an answer. Milliseconds. */
const JUDGED_MS = 2700;
/** A person who sees nothing writes again after so long. Milliseconds. */
const AGAIN_MS = 15_000;
const DEADLINE_MS = 60_000;
/** A page that is loaded, typed into and judged has been so by then, also on a busy machine. Milliseconds. */
const HUNG_MS = 30_000;
/** Then the browser ends it, with the others. Milliseconds. */
const CLOSE_MS = 10_000;

/** Runs a folder's server with the coach, as `run` does, and uses its page in a browser as a person would. */
export async function coachedPage(options: CoachedOptions): Promise<Coached> {
  const { browser, types, until } = options;
  const server = await coachedServer(options);
  const isFound = (event: CoachEvent): boolean =>
    event.type === 'finding' && (until === 'any' || event.finding.code === until);
  const page = await browser.newPage();
  try {
    const judged = (deadlineMs: number): Promise<boolean> => server.tells(isFound, deadlineMs);
    const isJudged = until !== undefined && until !== 'any';
    // A page that hangs answers nothing, to no deadline of its own.
    if (server.url !== undefined)
      await Promise.race([
        usePage(page, server.url, { types, judged, isJudged }),
        server.tells(isFound, until === 'any' ? HUNG_MS : 3 * HUNG_MS),
      ]);
  } finally {
    // First the server: what floods a page keeps it from its end.
    await server.close();
    await Promise.race([page.close(), server.tells(() => false, CLOSE_MS)]);
  }
  const codes = server.told.flatMap((event) => (event.type === 'finding' ? [event.finding.code] : []));
  return { told: server.told, codes: [...new Set(codes)] };
}

export interface CoachedServer {
  /** Of the page; undefined: the server did not start. */
  readonly url: string | undefined;
  readonly served: ServedPage;
  readonly told: readonly CoachEvent[];
  /** Waits until such an event was told. @returns whether one was */
  tells(isIt: (event: CoachEvent) => boolean, deadlineMs: number): Promise<boolean>;
  close(): Promise<void>;
}

/** Runs a folder's server with the coach, as `run` does. */
export async function coachedServer(
  options: Pick<CoachedOptions, 'course' | 'step' | 'folder' | 'choice'>,
): Promise<CoachedServer> {
  const { course, step, folder, choice } = options;
  const told: CoachEvent[] = [];
  const changed = new ChangeSignal();
  const ending = new AbortController();
  const changes = new FileChanges(folder);
  let ready: (address: string | undefined) => void = () => undefined;
  const address = new Promise<string | undefined>((resolve) => (ready = resolve));
  const emit = (event: PageEvent): void => {
    if (event.type === 'coach') told.push(event.event);
    changed.wake();
    if (event.type === 'ready') ready(event.address);
    if (event.type === 'failed') ready(undefined);
  };
  const session = {
    context: { chapter: CHAPTER },
    chapter: CHAPTER,
    course,
    folder,
    workspace: { folder, progress: { current: step } },
    backend: backendFor(choice),
  } as unknown as FolderSession;
  const wanted = await freePort();
  const served = await servePage({
    session,
    wanted,
    coached: true,
    reloads: true,
    changes,
    signal: ending.signal,
    emit,
  });
  const origin = await address;
  return {
    url: origin === undefined ? undefined : `${origin}/`,
    served,
    told,
    tells: (isIt, deadlineMs) => changed.until(() => told.some(isIt), { deadlineMs }),
    async close() {
      ending.abort();
      await served.stop();
      await changes.close();
    },
  };
}

/**
 * @param person.judged waits until the code is found, or for so long that nothing more is to be said, and returns whether it is found
 * @param person.isJudged whether there is a code to find
 */
async function usePage(
  page: Page,
  url: string,
  person: {
    readonly types: readonly string[];
    readonly judged: (deadlineMs: number) => Promise<boolean>;
    readonly isJudged: boolean;
  },
): Promise<void> {
  page.setDefaultTimeout(DEADLINE_MS);
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  try {
    await page.goto(url);
    if (await person.judged(JUDGED_MS)) return;
    // On a busy machine the first messages are sent before the page is ready for them, and a person would write again.
    const again = person.isJudged ? person.types.map((text) => `${text} again`) : [];
    for (const [at, text] of [...person.types, ...again].entries()) {
      const field = page.locator('input[type=text],input:not([type]),textarea').first();
      if ((await field.count()) === 0) break;
      await field.fill(text);
      await field.press('Enter');
      if (await person.judged(at < person.types.length - 1 || !person.isJudged ? JUDGED_MS : AGAIN_MS)) return;
    }
    if (person.isJudged) await person.judged(DEADLINE_MS);
  } catch {
    // A page that leaves, hangs or is not there is a page, too.
  }
}
