import { PAGE_EVENTS } from '../../htmx/events.ts';
import { PageLedger } from '../../htmx/page-ledger.ts';
import type { Credentials } from '../../model/credentials.ts';
import type { PageDriver, PageEngine, PageFailure } from '../../model/page.ts';
import type { PageStop } from '../../model/page-stop.ts';
import { environmentProblem } from '../../model/result.ts';
import type { Problem, Result } from '../../model/result.ts';
import type { Timeline } from '../../observe/timeline.ts';
import { isStop } from '../../rules/observed-page.ts';
import { recordPage } from '../../run/page-timeline.ts';

/** Until the load event. Milliseconds. */
const LOAD_MS = 15_000;
const NAME_A_PAGE = 'Name the address of the page itself.';
const SERVER_FAILED = 'The server failed while it made the page: what the server prints says why.';
const LOG_IN =
  'Give what the browser of somebody sends who is logged in: --cookie "session=…", --header "Authorization: …".';
const TAB = { kind: 'tab', label: 'tab 1' } as const;

export interface OpenPageOptions {
  readonly timeline: Timeline;
  readonly credentials?: Credentials | undefined;
  /** What the timeline calls it: `tab 1`. */
  readonly label?: string;
}

/** Opens the page. What stopped while it loaded is a failure of the page; one that does not come is a problem (exit code 3). */
export async function openPage(
  engine: PageEngine,
  url: URL,
  { timeline, credentials, label = TAB.label }: OpenPageOptions,
): Promise<Result<PageDriver, Problem | PageStop>> {
  const tab = { kind: 'tab', label } as const;
  const ledger = new PageLedger();
  const opened = await engine.open(url.href, {
    client: label,
    deadlineMs: LOAD_MS,
    onRecord: (record) => recordPage(timeline, tab, ledger, record),
    events: PAGE_EVENTS,
    ...(credentials === undefined ? {} : { credentials }),
  });
  if (!opened.ok) {
    const { problem } = opened;
    return isStop(problem) ? { ok: false, problem } : notThere(url, problem);
  }
  const { status } = opened.value.document;
  if (status < 400) return opened;
  return environmentProblem(`${url.href} was answered with status ${status}.`, afterStatus(status));
}

function afterStatus(status: number): string {
  if (status === 401 || status === 403) return LOG_IN;
  return status >= 500 ? SERVER_FAILED : NAME_A_PAGE;
}

/** A page that does not come, or is none. */
type NotThere = Exclude<PageFailure, PageStop>;

function notThere(url: URL, failure: NotThere): ReturnType<typeof environmentProblem> {
  if (failure.reason === 'not-html') {
    const type = failure.contentType === '' ? 'has no content type' : `is ${failure.contentType}`;
    return environmentProblem(`What ${url.href} sends ${type}, so it is not a page.`, NAME_A_PAGE);
  }
  const { reason, error = reason } = failure.failure;
  return cannotBeReached(url, reason === 'refused' ? NOTHING_LISTENS : error);
}

export const NOTHING_LISTENS = 'nothing listens there';

export const NO_SUCH_HOST = 'no host has that name';

export function cannotBeReached(url: URL, why: string): ReturnType<typeof environmentProblem> {
  const next = why === NO_SUCH_HOST ? `Check the name ${url.hostname}.` : 'Start the server, and check the address.';
  return environmentProblem(`${url.href} cannot be reached: ${why}.`, next);
}
