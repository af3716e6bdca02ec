import { ALL_EVENTS, REQUEST_EVENTS } from '../../htmx/events.ts';
import { PageLedger } from '../../htmx/page-ledger.ts';
import type { PageDriver, PageEngine, PageFailure, PageStop } from '../../model/page.ts';
import { environmentProblem } from '../../model/result.ts';
import type { Problem, Result } from '../../model/result.ts';
import type { Timeline } from '../../observe/timeline.ts';
import { isStop } from '../../rules/observed-page.ts';
import { recordInTimeline } from '../../run/page-timeline.ts';

/** Until the load event. Milliseconds. */
const LOAD_MS = 15_000;
const NAME_A_PAGE = 'Name the address of the page itself.';
const TAB = { kind: 'tab', label: 'tab 1' } as const;

/** Opens the page. What stopped while it loaded is a failure of the page; one that does not come is a problem (exit code 3). */
export async function openPage(
  engine: PageEngine,
  url: URL,
  timeline: Timeline,
): Promise<Result<PageDriver, Problem | PageStop>> {
  const ledger = new PageLedger();
  const opened = await engine.open(url.href, {
    client: TAB.label,
    deadlineMs: LOAD_MS,
    onRecord: (record) => {
      recordInTimeline(timeline, TAB, record);
      const entry = ledger.add(record);
      if (entry !== undefined) timeline.recordLedger(TAB, entry);
    },
    events: { recorded: ALL_EVENTS, requests: REQUEST_EVENTS },
  });
  if (!opened.ok) {
    const { problem } = opened;
    return isStop(problem) ? { ok: false, problem } : notThere(url, problem);
  }
  const { status } = opened.value.document;
  if (status < 400) return opened;
  return environmentProblem(`${url.href} was answered with status ${status}.`, NAME_A_PAGE);
}

/** A page that does not come, or is none. */
type NotThere = Exclude<PageFailure, PageStop>;

function notThere(url: URL, failure: NotThere): ReturnType<typeof environmentProblem> {
  if (failure.reason === 'not-html') {
    const type = failure.contentType === '' ? 'has no content type' : `is ${failure.contentType}`;
    return environmentProblem(`What ${url.href} sends ${type}, so it is not a page.`, NAME_A_PAGE);
  }
  const { reason, error = reason } = failure.failure;
  const why = reason === 'refused' ? 'nothing listens there' : error;
  return environmentProblem(`${url.href} cannot be reached: ${why}.`, 'Start the server, and check the address.');
}
