import { existsSync } from 'node:fs';
import type { PageEngine } from '../../src/model/page.ts';
import { ownFileFor } from '../../src/htmx/cdn.ts';
import { openBrowserEngine } from '../../src/observe/page/browser/engine.ts';
import { findBrowser } from '../../src/observe/page/browser/find-browser.ts';

export interface BrowserForTests {
  /** Why tests in a browser are skipped on this machine; undefined: they run. Where CI is set they always run. */
  readonly skipped: string | undefined;
  open(): Promise<PageEngine>;
}

/**
 * Chromium as Debian packs it for machines without a screen: the same engine, sockets and streams. It starts, and opens a tab, with a quarter of
 * the processor time of the whole browser, and the tests open more than a thousand.
 */
const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';

/** Where the workers of a run find the whole browser. */
const WHOLE = 'TUTOR_TEST_BROWSER';

/** Before the workers start: what the tests start uses the light browser; tests that want the whole one ask for it. */
export function preferLightBrowser(): void {
  process.env[WHOLE] = findBrowser() ?? '';
  if ((process.env['CHROME_PATH'] ?? '') === '' && existsSync(HEADLESS_SHELL))
    process.env['CHROME_PATH'] = HEADLESS_SHELL;
}

/** The browser that a person has, whole; undefined: this machine has none. */
export function wholeBrowser(): string | undefined {
  const found = process.env[WHOLE] ?? '';
  return found === '' ? undefined : found;
}

/** For tests that compare many pages: the headless shell where the machine has it, else as `browserOrReason`. */
export function lightBrowserOrReason(): BrowserForTests {
  const whole = browserOrReason();
  if (!existsSync(HEADLESS_SHELL)) return whole;
  return { skipped: undefined, open: () => openOrThrow({ executablePath: HEADLESS_SHELL }) };
}

async function openOrThrow(options: { readonly executablePath?: string }): Promise<PageEngine> {
  const engine = await openBrowserEngine({ ...options, substitute: ownFileFor });
  if (!engine.ok) throw new Error(engine.problem.message);
  return engine.value;
}

/** The machine's browser, whole. On a user's machine without one the tests are skipped visibly; in CI its absence is a failure. */
export function browserOrReason(): BrowserForTests {
  const found = wholeBrowser();
  const missing = found === undefined && (process.env['CI'] ?? '') === '';
  return {
    skipped: missing ? '(skipped: no Chrome, Chromium or Edge on this machine)' : undefined,
    open: () => openOrThrow(found === undefined ? {} : { executablePath: found }),
  };
}
