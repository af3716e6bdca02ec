import type { PageEngine } from '../model/page.ts';
import type { BackendChoice } from '../model/progress.ts';
import { ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';

/**
 * Opens a page engine for the server of this choice. A problem: this machine has no browser. Each engine is loaded when it is opened,
 * because both are large.
 */
export async function openEngine(name: PageEngine['name'], choice: BackendChoice): Promise<Result<PageEngine>> {
  if (name === 'browser') {
    const { openBrowserEngine } = await import('../observe/page/browser/engine.ts');
    return openBrowserEngine({});
  }
  const { openDomEngine } = await import('../observe/page/dom/engine.ts');
  return ok(await openDomEngine({ https: choice.kind === 'remote' && choice.url.startsWith('https:') }));
}
