import type { PageEngine } from '../../src/model/page.ts';
import { openBrowserEngine } from '../../src/probes/page/browser-engine.ts';
import { findBrowser } from '../../src/probes/page/find-browser.ts';

export interface BrowserForTests {
  /** Why tests in a browser are left out on this machine; undefined: they run. Where CI is set they always run. */
  readonly skipped: string | undefined;
  open(): Promise<PageEngine>;
}

/** The machine's browser. On a user's machine without one the tests are left out visibly; in CI its absence is a failure. */
export function browserOrReason(): BrowserForTests {
  const found = findBrowser();
  const missing = found === undefined && (process.env['CI'] ?? '') === '';
  return {
    skipped: missing ? '(left out: no Chrome, Chromium or Edge on this machine)' : undefined,
    async open() {
      const engine = await openBrowserEngine({});
      if (!engine.ok) throw new Error(engine.problem.message);
      return engine.value;
    },
  };
}
