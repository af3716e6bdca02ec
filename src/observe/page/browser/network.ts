import type { StreamFailure } from '../../../model/stream-failure.ts';
import type { Page, Route } from 'playwright-core';
import type { LoadFailure } from '../../../model/page.ts';
import type { RecordBody } from '../record-body.ts';
import { readSubstitute, type FindSubstitute } from '../substitute.ts';
import { mayReach, type Reach } from '../web-rules/hosts.ts';
import { corsRefusal, scriptRefusal, streamRefusal } from '../web-rules/refusals.ts';

interface Answer {
  readonly status?: number;
  readonly contentType?: string;
  readonly nosniff?: boolean;
  readonly failure?: LoadFailure;
  /** Why the page may not read the answer of another origin; empty: it may. */
  readonly cors?: string;
}

/** The answers to a tab's requests, and the rules for them; the same rules as in the DOM engine. */
export class BrowserNetwork {
  readonly answers = new Map<string, Answer>();
  readonly #streams = new Map<number, string>();
  readonly #page: URL;
  readonly #emit: (body: RecordBody) => void;
  readonly #substitute: FindSubstitute;
  readonly #instead: FindSubstitute;
  readonly #reach: Reach;
  #opened = false;

  constructor(
    pageUrl: string,
    options: {
      readonly emit: (body: RecordBody) => void;
      readonly substitute: FindSubstitute;
      /** What replaces a script of any host, whether it answers or not. */
      readonly instead: FindSubstitute;
      readonly reach: Reach;
    },
  ) {
    this.#page = new URL(pageUrl);
    this.#emit = options.emit;
    this.#substitute = options.substitute;
    this.#instead = options.instead;
    this.#reach = options.reach;
  }

  async watch(page: Page): Promise<void> {
    page.on('response', (response) => {
      const headers = response.headers();
      this.answers.set(response.url(), {
        status: response.status(),
        contentType: headers['content-type'] ?? '',
        nosniff: headers['x-content-type-options']?.toLowerCase() === 'nosniff',
        cors: corsRefusal({ url: response.url(), headers }, { page: this.#page.origin, credentials: 'same-origin' }),
      });
    });
    page.on('requestfailed', (request) => {
      const known = this.answers.get(request.url());
      if (known?.failure === undefined)
        this.answers.set(request.url(), { ...known, failure: failureOf(request.failure()?.errorText) });
    });
    await page.route('**/*', (route) => this.#decide(page, route));
  }

  /** Adds the answer's facts to a record that was made in the page. */
  complete(body: RecordBody): RecordBody {
    if (body.type === 'stream-new') this.#streams.set(body.stream, body.url);
    if (body.type === 'stream-error') {
      const refusal = streamFailure(this.answers.get(this.#streams.get(body.stream) ?? ''));
      return { ...body, failure: refusal ?? { reason: 'lost' } };
    }
    if (body.type !== 'load-failed') return body;
    const answer = this.answers.get(body.url);
    if (answer === undefined) return body;
    const refusal =
      answer.status === undefined
        ? undefined
        : scriptRefusal({
            status: answer.status,
            contentType: answer.contentType ?? '',
            nosniff: answer.nosniff === true,
          });
    return { ...body, failure: refusal ?? answer.failure ?? body.failure };
  }

  /**
   * Takes from what the browser says of a file why it did not load, and of an answer why the page may not read it.
   * @returns whether it complains of something that this engine has put right
   */
  isOwnDoing(consoleText: string): boolean {
    const [, asked = '', cors] =
      /^Access to \S+ at '([^']+)' .*has been blocked by CORS policy: (.+)$/su.exec(consoleText) ?? [];
    if (cors !== undefined) this.answers.set(asked, { ...this.answers.get(asked), cors });
    const url = /^Failed to find a valid digest in the 'integrity' attribute for resource '([^']+)'/.exec(
      consoleText,
    )?.[1];
    if (url === undefined) return false;
    this.answers.set(url, { ...this.answers.get(url), failure: { reason: 'integrity' } });
    return !mayReach(new URL(url).hostname, this.#page.hostname);
  }

  async #decide(page: Page, route: Route): Promise<void> {
    const request = route.request();
    const url = new URL(request.url());
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      if (!this.#opened) {
        this.#opened = true;
        return route.continue();
      }
      this.#emit({ type: 'navigated', url: url.href });
      // An answer without content keeps the browser on its page, so that it can still be observed.
      return route.fulfill({ status: 204 });
    }
    const instead = request.resourceType() === 'script' ? this.#instead(url) : undefined;
    if (instead !== undefined) return this.#fulfill(route, url, instead);
    if (!/^https?:$/.test(url.protocol) || mayReach(url.hostname, this.#page.hostname)) return route.continue();
    const substitute = request.resourceType() === 'script' ? this.#substitute(url) : undefined;
    if (this.#reach === 'anywhere') {
      if (substitute === undefined) return route.continue();
      if (await isAnswered(route)) return undefined;
    }
    if (substitute === undefined) {
      this.answers.set(url.href, { failure: { reason: 'other-host' } });
      return route.abort('blockedbyclient');
    }
    return this.#fulfill(route, url, substitute);
  }

  /** Gives the page a file of the tutor's own packages. */
  async #fulfill(route: Route, url: URL, substitute: string): Promise<void> {
    this.#emit({ type: 'substituted', url: url.href, by: substitute });
    return route.fulfill({
      status: 200,
      headers: { 'content-type': 'text/javascript; charset=utf-8', 'access-control-allow-origin': '*' },
      body: await readSubstitute(substitute),
    });
  }
}

/** How long a script of another host may take until the tutor's own copy of it is used. Milliseconds. */
const ELSEWHERE_MS = 6000;

/** Gives the page what another host answers. False: it does not answer. */
async function isAnswered(route: Route): Promise<boolean> {
  try {
    await route.fulfill({ response: await route.fetch({ timeout: ELSEWHERE_MS }) });
    return true;
  } catch {
    return false;
  }
}

/** @param error as Playwright names it: `net::ERR_FAILED`, `csp` */
function failureOf(error = ''): LoadFailure {
  return error === 'csp' ? { reason: 'policy', directive: '' } : { reason: 'error', error };
}

/** Why a stream did not open, as far as the browser tells. Undefined: it was open, or nothing is known. */
function streamFailure(answer: Answer | undefined): StreamFailure | undefined {
  const { status, contentType = '', cors = '', failure } = answer ?? {};
  // The check comes before status and type are looked at (Fetch standard, "HTTP fetch").
  if (cors !== '') return { reason: 'cors', said: cors };
  if (status !== undefined) return streamRefusal({ status, contentType });
  return failure?.reason === 'error' || failure?.reason === 'policy' || failure?.reason === 'other-host'
    ? failure
    : undefined;
}
