import type { PageFailure } from '../../../model/page.ts';

// MIME Sniffing standard, "identifying a resource with an unknown MIME type": how HTML begins.
const looksLikeHtml =
  /^\s*(?:<!doctype html|<(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>]|<!--)/i;

/** Whether a browser shows the answer as a page. @param contentType the header's value, '' when there is none */
export function isHtml(contentType: string, body: string): boolean {
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  return type === 'text/html' || type === 'application/xhtml+xml' || (type === '' && looksLikeHtml.test(body));
}

/** The answer is not a page. @param contentType the header's value, '' when there is none */
export function notHtml(contentType: string): PageFailure {
  return { reason: 'not-html', contentType };
}
