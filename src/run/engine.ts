import { ownFileFor } from '../htmx/cdn.ts';
import type { HostGuard } from '../observe/page/dom/host-process.ts';
import type { PageEngine } from '../model/page.ts';
import type { FindSubstitute } from '../observe/page/substitute.ts';
import type { Reach } from '../observe/page/web-rules/hosts.ts';
import type { Backend } from '../model/backend.ts';
import { ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { notifyReaper, watchedVariables } from '../servers/reaper.ts';

/** Opens a browser for which a server on a port of this machine is every host. A problem: this machine has no browser. */
export async function openReplayEngine(replayPort: number): Promise<Result<PageEngine>> {
  const { openBrowserEngine } = await import('../observe/page/browser/engine.ts');
  return openBrowserEngine({ reach: 'anywhere', replayPort });
}

/**
 * Opens a page engine for the server of this backend. A problem: this machine has no browser. Each engine is loaded only when it is opened,
 * because both are large.
 * @param options.instead which of the tutor's own files a browser gets in place of any script, of the page's own server too
 */
export async function openEngine(
  name: PageEngine['name'],
  {
    origin,
    reach = 'page',
    instead,
  }: Pick<Backend, 'origin'> & { readonly reach?: Reach; readonly instead?: FindSubstitute },
): Promise<Result<PageEngine>> {
  if (name === 'browser') {
    const { openBrowserEngine } = await import('../observe/page/browser/engine.ts');
    return openBrowserEngine({ substitute: ownFileFor, reach, ...(instead === undefined ? {} : { instead }) });
  }
  const { openDomEngine } = await import('../observe/page/dom/engine.ts');
  const guard = (): HostGuard => ({
    variables: watchedVariables(),
    started: (pid) => notifyReaper('lives', pid),
    ended: (pid) => notifyReaper('gone', pid),
  });
  return ok(await openDomEngine({ https: origin?.startsWith('https:') === true, guard }));
}
