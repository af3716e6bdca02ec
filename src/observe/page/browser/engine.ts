import type { Browser } from 'playwright-core';
import type { OpenOptions, PageDriver, PageEngine, PageFailure } from '../../../model/page.ts';
import { environmentProblem, ok, type Result } from '../../../model/result.ts';
import { withinDeadline } from '../../../model/waiting.ts';
import { NO_SUBSTITUTES, type FindSubstitute } from '../substitute.ts';
import { LOOPBACK, type Reach } from '../web-rules/hosts.ts';
import { openBrowserTab } from './tab.ts';
import { findBrowser } from './find-browser.ts';

/** A browser whose page floods it ends later, or not by itself. Milliseconds. */
const CLOSE_MS = 5000;

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

/** A browser has started by then, also where other programs keep the machine busy. Milliseconds. */
const LAUNCH_MS = 60_000;

/**
 * The page engine that uses a Chrome, Chromium or Edge of this machine, headless, with its own profile that is removed at
 * the end. A problem: there is no browser, or it does not start.
 * @param options.executablePath instead of the one that `findBrowser` finds
 * @param options.reach which hosts a page may ask: its own and this machine's when omitted
 * @param options.substitute which of the tutor's own files replace scripts of other hosts; none when omitted
 * @param options.instead which of them replace any script, whether its host answers or not; none when omitted
 * @param options.replayPort port of a server of this machine that answers for every host: the browser reaches nothing else, and trusts it
 */
export async function openBrowserEngine(options: {
  readonly executablePath?: string;
  readonly substitute?: FindSubstitute;
  readonly instead?: FindSubstitute;
  readonly reach?: Reach;
  readonly replayPort?: number;
}): Promise<Result<PageEngine>> {
  const executablePath = options.executablePath ?? findBrowser();
  if (executablePath === undefined) {
    return environmentProblem(
      'No Chrome, Chromium or Edge was found on this machine.',
      'Install one, or set CHROME_PATH to its program file.',
    );
  }
  const { reach = 'page', substitute = NO_SUBSTITUTES, instead = NO_SUBSTITUTES, replayPort } = options;
  const { chromium } = await import('playwright-core');
  /** @param hostname the only host, apart from this machine, that the browser may reach, or '' */
  const launch = (hostname: string): Promise<Browser> => {
    const args =
      replayPort === undefined ? limitsOf(reach, hostname) : [`--host-resolver-rules=MAP * 127.0.0.1:${replayPort}`];
    return chromium.launch({
      executablePath,
      headless: true,
      // Its sandbox does not work for root.
      chromiumSandbox: process.getuid?.() !== 0,
      args: [...quiet, ...args],
      // The tutor itself ends its browsers when it exits.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      timeout: LAUNCH_MS,
    });
  };
  try {
    return ok(
      new BrowserEngine(launch, {
        ...{ local: await launch(''), substitute, instead, reach },
        isReplay: replayPort !== undefined,
      }),
    );
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
    return environmentProblem(
      `The browser ${executablePath} did not start: ${reason}`,
      'Set CHROME_PATH to another Chrome, Chromium or Edge, or run the check without --browser.',
    );
  }
}

/** The hosts that a browser reaches. @param hostname the only one apart from this machine, or '' */
function limitsOf(reach: Reach, hostname: string): readonly string[] {
  if (reach === 'anywhere') return [];
  const names = ['localhost', '127.0.0.1', '[::1]', ...(hostname === '' ? [] : [hostname])];
  return [`--host-resolver-rules=MAP * ~NOTFOUND, ${names.map((name) => `EXCLUDE ${name}`).join(', ')}`];
}

class BrowserEngine implements PageEngine {
  readonly name = 'browser';
  readonly version: string;
  readonly #substitute: FindSubstitute;
  readonly #instead: FindSubstitute;
  readonly #reach: Reach;
  readonly #isReplay: boolean;
  readonly #launch: (hostname: string) => Promise<Browser>;
  readonly #browsers = new Map<string, Promise<Browser>>();

  constructor(
    launch: (hostname: string) => Promise<Browser>,
    {
      local,
      substitute,
      instead,
      reach,
      isReplay,
    }: {
      readonly local: Browser;
      readonly substitute: FindSubstitute;
      readonly instead: FindSubstitute;
      readonly reach: Reach;
      readonly isReplay: boolean;
    },
  ) {
    this.#isReplay = isReplay;
    this.#launch = launch;
    this.#substitute = substitute;
    this.#instead = instead;
    this.#reach = reach;
    this.#browsers.set('', Promise.resolve(local));
    this.version = `Chromium ${local.version()}`;
  }

  async open(url: string, options: OpenOptions): Promise<Result<PageDriver, PageFailure>> {
    try {
      return await openBrowserTab(await this.#browserFor(new URL(url).hostname), url, {
        ...options,
        substitute: this.#substitute,
        instead: this.#instead,
        reach: this.#reach,
        isReplay: this.#isReplay,
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

  /** A browser that does not end by then is ended with this process. */
  async close(): Promise<void> {
    const browsers = [...this.#browsers.values()];
    this.#browsers.clear();
    await Promise.all(browsers.map(async (browser) => withinDeadline((await browser).close(), CLOSE_MS)));
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
