import { requestFailure } from '../../../model/observed.ts';
import type { PageFailure } from '../../../model/page.ts';
import { deadlineSignal } from '../../../model/waiting.ts';
import { failureOf, requireReadable } from '../../http.ts';
import { MOST_PAGE_BYTES } from '../../../model/limits.ts';
import { userAgent } from './context.ts';
import { isHtml, notHtml } from '../web-rules/html-type.ts';
import { get, bodyOf, type Answer, type Jar } from './request.ts';

/** The main document as received, and as jsdom is to parse it. */
export interface LoadedDocument {
  readonly url: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** As served, decoded. */
  readonly html: string;
  readonly body: Buffer | string;
  readonly contentType: string;
}

/** Requests a page. An error status is not a failure, whatever its body; a type other than HTML is. */
export async function loadDocument(
  url: string,
  options: { readonly jar: Jar; readonly deadlineMs: number; readonly allow: (hostname: string) => void },
): Promise<LoadedDocument | PageFailure> {
  const started = performance.now();
  const deadline = deadlineSignal(options.deadlineMs);
  let answer: Answer | undefined;
  let bytes: Buffer;
  try {
    const own = new URL(url).hostname;
    options.allow(own);
    answer = await get(url, {
      headers: {
        Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
        'Accept-Language': 'en',
        'User-Agent': userAgent,
      },
      jar: options.jar,
      allows: () => true,
      signal: deadline.signal,
    });
    bytes = await bodyOf(answer, MOST_PAGE_BYTES);
    requireReadable(bytes.toString('latin1'));
  } catch (error) {
    const waitedMs = Math.round(performance.now() - started);
    const hasBegun = (): boolean => answer !== undefined;
    const late = { deadlineMs: options.deadlineMs, hasBegun };
    const failure = failureOf(deadline.signal.aborted ? deadline.signal.reason : error, waitedMs, late);
    return { reason: 'unreachable', failure: requestFailure(failure) };
  } finally {
    deadline.cancel();
  }
  const given = answer.headers['content-type'] ?? '';
  const charset = /charset=["']?([\w-]+)/i.exec(given)?.[1] ?? 'utf-8';
  const html = decode(bytes, charset);
  const page = { url: answer.url, status: answer.status, headers: answer.headers, html };
  if (isHtml(given, html)) return { ...page, body: bytes, contentType: given === '' ? 'text/html' : given };
  if (answer.status < 400) return notHtml(given);
  const shown = html.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return { ...page, body: `<pre>${shown}</pre>`, contentType: 'text/html' };
}

function decode(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}
