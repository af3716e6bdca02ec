import type { StreamFailure } from '../../../model/stream-failure.ts';
import type { Page, Route } from 'playwright-core';
import type { LoadFailure } from '../../../model/page.ts';
import type { RecordBody } from '../record-body.ts';
import { readSubstitute, type FindSubstitute } from '../substitute.ts';
import { mayReach } from '../web-rules/hosts.ts';
import { scriptRefusal, streamRefusal } from '../web-rules/refusals.ts';

interface Answer {
  readonly status?: number;
  readonly contentType?: string;
  readonly nosniff?: boolean;
  readonly failure?: LoadFailure;
}

/** The answers to a tab's requests, and the rules for them; the same rules as in the DOM engine. */
export class BrowserNetwork {
  readonly answers = new Map<string, Answer>();
  readonly #streams = new Map<number, string>();
  readonly #pageHostname: string;
  readonly #emit: (body: RecordBody) => void;
  readonly #substitute: FindSubstitute;
  #opened = false;

  constructor(
    pageUrl: string,
    options: { readonly emit: (body: RecordBody) => void; readonly substitute: FindSubstitute },
  ) {
    this.#pageHostname = new URL(pageUrl).hostname;
    this.#emit = options.emit;
    this.#substitute = options.substitute;
  }

  async watch(page: Page): Promise<void> {
    page.on('response', (response) => {
      const headers = response.headers();
      this.answers.set(response.url(), {
        status: response.status(),
        contentType: headers['content-type'] ?? '',
        nosniff: headers['x-content-type-options']?.toLowerCase() === 'nosniff',
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
      const answer = this.answers.get(this.#streams.get(body.stream) ?? '');
      const refusal =
        answer?.status === undefined
          ? streamFailure(answer?.failure)
          : streamRefusal({ status: answer.status, contentType: answer.contentType ?? '' });
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
   * Takes from what the browser says of a file why it did not load.
   * @returns whether it complains of something that this engine has put right
   */
  isOwnDoing(consoleText: string): boolean {
    const url = /^Failed to find a valid digest in the 'integrity' attribute for resource '([^']+)'/.exec(
      consoleText,
    )?.[1];
    if (url === undefined) return false;
    this.answers.set(url, { ...this.answers.get(url), failure: { reason: 'integrity' } });
    return !mayReach(new URL(url).hostname, this.#pageHostname);
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
    if (!/^https?:$/.test(url.protocol) || mayReach(url.hostname, this.#pageHostname)) return route.continue();
    const substitute = request.resourceType() === 'script' ? this.#substitute(url) : undefined;
    if (substitute === undefined) {
      this.answers.set(url.href, { failure: { reason: 'other-host' } });
      return route.abort('blockedbyclient');
    }
    this.#emit({ type: 'substituted', url: url.href, by: substitute });
    return route.fulfill({
      status: 200,
      headers: { 'content-type': 'text/javascript; charset=utf-8', 'access-control-allow-origin': '*' },
      body: await readSubstitute(substitute),
    });
  }
}

/** @param error as Playwright names it: `net::ERR_FAILED`, `csp` */
function failureOf(error = ''): LoadFailure {
  return error === 'csp' ? { reason: 'policy', directive: '' } : { reason: 'error', error };
}

/** What the browser says of a stream that got no answer. */
function streamFailure(failure: LoadFailure | undefined): StreamFailure | undefined {
  return failure?.reason === 'error' || failure?.reason === 'policy' || failure?.reason === 'other-host'
    ? failure
    : undefined;
}
