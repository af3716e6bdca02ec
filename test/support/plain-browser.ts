import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { findBrowser } from '../../src/observe/page/browser/find-browser.ts';

const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';

/** The program of a browser as a person has it; undefined: this machine has none. */
export function browserProgram(): string | undefined {
  return existsSync(HEADLESS_SHELL) ? HEADLESS_SHELL : findBrowser();
}

/** A browser with no instruments of the tutor in it: for what a person sees. */
export function openPlainBrowser(): Promise<Browser> {
  const executablePath = browserProgram();
  if (executablePath === undefined) throw new Error('no browser on this machine');
  const sandbox = process.getuid?.() !== 0;
  return chromium.launch({ executablePath, chromiumSandbox: sandbox, args: ['--disable-gpu', '--no-proxy-server'] });
}
