import type { Browser } from 'playwright-core';
import type { OpenOptions, PageDriver, PageEngine, PageFailure } from '../../../model/page.ts';
import { environmentProblem, ok, type Result } from '../../../model/result.ts';
import { NO_SUBSTITUTES, type FindSubstitute } from '../substitute.ts';
import { LOOPBACK, type Reach } from '../web-rules/hosts.ts';
import { openBrowserTab } from './tab.ts';
import { findBrowser } from './find-browser.ts';

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-proxy-server',
  '--js-flags=--max-old-space-size=512',
];

/**
 * The page engine that uses a Chrome, Chromium or Edge of this machine, headless, with its own profile that is removed at
 * the end. A problem: there is no browser, or it does not start.
 * @param options.executablePath instead of the one that `findBrowser` finds
 * @param options.reach which hosts a page may ask: its own and this machine's when omitted
 * @param options.substitute which of the tutor's own files replace scripts of other hosts; none when omitted
 */
export async function openBrowserEngine(options: {
  readonly executablePath?: string;
  readonly substitute?: FindSubstitute;
  readonly reach?: Reach;
}): Promise<Result<PageEngine>> {
  const executablePath = options.executablePath ?? findBrowser();
  if (executablePath === undefined) {
    return environmentProblem(
      'No Chrome, Chromium or Edge was found on this machine.',
      'Install one, or set CHROME_PATH to its program file.',
    );
  }
  const { reach = 'page', substitute = NO_SUBSTITUTES } = options;
  const { chromium } = await import('playwright-core');
  /** @param hostname the only host, apart from this machine, that the browser may reach, or '' */
  const launch = (hostname: string): Promise<Browser> => {
    const excluded = ['localhost', '127.0.0.1', '[::1]', ...(hostname === '' ? [] : [hostname])].map(
      (name) => `EXCLUDE ${name}`,
    );
    return chromium.launch({
      executablePath,
      headless: true,
      // Its sandbox does not work for root.
      chromiumSandbox: process.getuid?.() !== 0,
      args: reach === 'anywhere' ? quiet : [...quiet, `--host-resolver-rules=MAP * ~NOTFOUND, ${excluded.join(', ')}`],
      // The tutor itself ends its browsers when it exits.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      timeout: 20_000,
    });
  };
  try {
    return ok(new BrowserEngine(launch, { local: await launch(''), substitute, reach }));
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
    return environmentProblem(
      `The browser ${executablePath} did not start: ${reason}`,
      'Set CHROME_PATH to another Chrome, Chromium or Edge, or run the check without --browser.',
    );
  }
}

class BrowserEngine implements PageEngine {
  readonly name = 'browser';
  readonly version: string;
  readonly #substitute: FindSubstitute;
  readonly #reach: Reach;
  readonly #launch: (hostname: string) => Promise<Browser>;
  readonly #browsers = new Map<string, Promise<Browser>>();

  constructor(
    launch: (hostname: string) => Promise<Browser>,
    {
      local,
      substitute,
      reach,
    }: { readonly local: Browser; readonly substitute: FindSubstitute; readonly reach: Reach },
  ) {
    this.#launch = launch;
    this.#substitute = substitute;
    this.#reach = reach;
    this.#browsers.set('', Promise.resolve(local));
    this.version = `Chromium ${local.version()}`;
  }

  async open(url: string, options: OpenOptions): Promise<Result<PageDriver, PageFailure>> {
    try {
      return await openBrowserTab(await this.#browserFor(new URL(url).hostname), url, {
        ...options,
        substitute: this.#substitute,
        reach: this.#reach,
      });
    } catch (error) {
      return {
        ok: false,
        problem: {
          reason: 'engine-died',
          error: (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '',
        },
      };
    }
  }

  async close(): Promise<void> {
    const browsers = [...this.#browsers.values()];
    this.#browsers.clear();
    await Promise.all(browsers.map(async (browser) => (await browser).close()));
  }

  /** The hosts that a browser reaches are fixed when it starts: where they are limited, a page from another host gets its own browser. */
  #browserFor(hostname: string): Promise<Browser> {
    const key = this.#reach === 'anywhere' || LOOPBACK.has(hostname) ? '' : hostname;
    const running = this.#browsers.get(key);
    if (running !== undefined) return running;
    const started = this.#launch(key);
    this.#browsers.set(key, started);
    return started;
  }
}
