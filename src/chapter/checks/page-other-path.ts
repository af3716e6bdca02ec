import { unsolicited } from '../../rules/server/other-path.ts';
import { httpGet } from '../../observe/http.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import { failed, PASSED } from '../../run/check.ts';
import type { Outcome } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { endedServer, hasCrashed } from '../../run/crash.ts';
import { DEADLINE } from '../../run/deadlines.ts';

const MOST_LINES = 8;

/**
 * What browsers ask for by themselves: the icon of a page that names none (HTML standard, 4.6.7.8, "Link type icon"), and what Chromium's
 * developer tools look for in each page.
 */
const ASKED_BY_BROWSERS = ['/favicon.ico', '/.well-known/appspecific/com.chrome.devtools.json'] as const;

/** A request for a path that nobody serves does not end the server; what it answers is its own affair. */
export const pageOtherPath: ChapterCheck<'page-other-path'> = {
  id: 'page-other-path',
  title: CHECK_TITLES['page-other-path'],
  observes: 'server',
  // Clients vanish from the same server before, and it gets texts that are not JSON; a server that this ends has no other observer.
  needs: ['page-served', 'ws-other-text'],
  harmsServer: true,
  async run(context) {
    if (context.servers.remote)
      return { skipped: 'it may end the server, and the tutor cannot start one again that it did not start' };
    const outcome = await askForBoth(context);
    // All checks that use this server come before.
    void context.servers.done('vanishing-sockets');
    return outcome;
  },
};

async function askForBoth(context: RunContext): Promise<Outcome> {
  const used = await context.servers.get('vanishing-sockets');
  // A text that is not JSON may have ended it, which has been told then.
  const hasEnded = used.ok && (await hasCrashed(used.value));
  const server = hasEnded ? await context.servers.restart('vanishing-sockets') : used;
  if (!server.ok) return failed(server.problem);
  for (const path of ASKED_BY_BROWSERS) {
    const answer = await httpGet(`${server.value.origin}${path}`, {
      client: { kind: 'http', label: 'client', ...context.servers.talkingTo(server.value) },
      timeline: context.timeline,
      deadlineMs: DEADLINE.pong,
    });
    if (answer.ok || answer.problem.reason === 'deadline' || !(await hasCrashed(server.value))) continue;
    const ended = endedServer(server.value, context.folder, MOST_LINES);
    return failed(unsolicited(path, ended, { during: pageOtherPath.id, locate: context.sources }));
  }
  return PASSED;
}
