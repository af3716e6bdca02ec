import { ResourceLoader, type AbortablePromise, type FetchOptions } from 'jsdom';
import type { LoadFailure } from '../../../model/page.ts';
import { startDeadline } from '../../../model/waiting.ts';
import { TooMuch } from '../../http.ts';
import { isParserInserted, nonceOf } from './policy.ts';
import { complain, refused, userAgent, type TabContext } from './context.ts';
import { get, OtherHost, bodyOf } from './request.ts';
import { readSubstitute } from '../substitute.ts';
import { integrityMismatch, scriptRefusal } from '../web-rules/refusals.ts';

interface Loaded {
  readonly body: Buffer;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Ends a load with what the record says of it. */
class NotLoaded extends Error {
  readonly failure: LoadFailure;

  constructor(failure: LoadFailure) {
    super(failure.reason);
    this.failure = failure;
  }
}

function failureOf(error: unknown): LoadFailure {
  if (error instanceof NotLoaded) return error.failure;
  if (error instanceof OtherHost) return { reason: 'other-host' };
  if (error instanceof TooMuch) return { reason: 'endless', excess: error.excess };
  return { reason: 'error', error: error instanceof Error ? error.message : String(error) };
}

/** A script that takes longer than this is not waited for: a page waits for each, and must have loaded within its own deadline. Milliseconds. */
const MOST_MS = 8000;

/** Loads a page's scripts and styles as a browser would, but only from the page's own host and from the tutor's copies. */
export class PageLoader extends ResourceLoader {
  readonly #context: TabContext;

  constructor(context: TabContext) {
    super({ userAgent });
    this.#context = context;
  }

  override fetch(address: string, options: FetchOptions): AbortablePromise<Buffer> | null {
    const element = options.element;
    const tag = element?.localName ?? '';
    if (tag === 'iframe' || tag === 'frame') {
      this.#context.emit({ type: 'engine-gap', what: 'a frame inside the page was not loaded' });
      return null;
    }
    if (element === undefined || (tag !== 'script' && tag !== 'link')) return null;
    const url = new URL(address);
    const abort = new AbortController();
    const cancel = startDeadline(MOST_MS, () => abort.abort(new TooMuch({ of: 'time', most: MOST_MS })));
    const signal = AbortSignal.any([abort.signal, this.#context.signal]);
    const loading = this.#load(url, element, signal)
      .finally(cancel)
      .then(
        (loaded) => {
          this.#context.answers.set(address, {
            status: loaded.status,
            contentType: loaded.headers['content-type'] ?? '',
          });
          promise.response = { statusCode: loaded.status, headers: loaded.headers };
          return loaded.body;
        },
        (error: unknown) => {
          const known = this.#context.answers.get(address);
          this.#context.answers.set(address, {
            ...known,
            failure: failureOf(abort.signal.reason ?? error),
          });
          throw error;
        },
      );
    const promise: Promise<Buffer> & { abort(): void; response?: object } = Object.assign(loading, {
      abort: () => abort.abort(),
    });
    return promise;
  }

  async #load(url: URL, element: Element, signal: AbortSignal): Promise<Loaded> {
    const script = element.localName === 'script';
    const inert = { body: Buffer.alloc(0), status: 200, headers: { 'content-type': 'text/javascript' } };
    // A browser that supports modules skips these.
    if (script && element.hasAttribute('nomodule')) return inert;
    if (url.protocol === 'data:') return { ...inert, body: Buffer.from(await (await fetch(url)).arrayBuffer()) };
    if (script) {
      this.#requireAllowed(url, element);
      const substitute = this.#context.allows(url) ? undefined : this.#context.substitute(url);
      if (substitute !== undefined) {
        this.#context.emit({ type: 'substituted', url: url.href, by: substitute });
        return {
          ...inert,
          body: await readSubstitute(substitute, this.#context.packages),
          headers: { 'content-type': 'text/javascript; charset=utf-8' },
        };
      }
    }
    const answer = await get(url.href, {
      headers: { Accept: '*/*', 'User-Agent': userAgent, Referer: this.#context.url.href },
      jar: this.#context.jar,
      allows: this.#context.allows,
      connections: this.#context.connections,
      signal,
    });
    const contentType = answer.headers['content-type'] ?? '';
    this.#context.answers.set(url.href, { status: answer.status, contentType });
    const refusal = script
      ? scriptRefusal({
          status: answer.status,
          contentType,
          nosniff: answer.headers['x-content-type-options']?.toLowerCase() === 'nosniff',
        })
      : answer.status < 200 || answer.status > 299
        ? ({ reason: 'status', status: answer.status } as const)
        : undefined;
    if (refusal !== undefined) {
      answer.body.destroy();
      if (script && answer.status >= 200 && answer.status <= 299) {
        const type = (contentType.split(';')[0] ?? '').trim();
        complain(
          this.#context,
          `Refused to execute script from '${url.href}' because its MIME type ('${type}') is not executable, and strict MIME type checking is enabled.`,
        );
      }
      throw new NotLoaded(refusal);
    }
    const body = await bodyOf(answer);
    this.#requireIntegrity(url, body, element.getAttribute('integrity') ?? '');
    return { body, status: answer.status, headers: answer.headers };
  }

  /** Throws what a policy of the page says against the script. */
  #requireAllowed(url: URL, element: Element): void {
    const directive = this.#context.policy.refusal({
      kind: 'script',
      url,
      nonce: nonceOf(element),
      parserInserted: isParserInserted(element),
      integrity: element.getAttribute('integrity') ?? '',
    });
    if (directive !== undefined) {
      refused(this.#context, `Loading the script '${url.href}'`, directive);
      throw new NotLoaded({ reason: 'policy', directive });
    }
  }

  #requireIntegrity(url: URL, body: Buffer, integrity: string): void {
    const mismatch = integrityMismatch(body, integrity);
    if (mismatch === undefined) return;
    complain(
      this.#context,
      `Failed to find a valid digest in the 'integrity' attribute for resource '${url.href}' with computed ${mismatch.algorithm} integrity '${mismatch.digest}'. The resource has been blocked.`,
    );
    throw new NotLoaded({ reason: 'integrity' });
  }
}
