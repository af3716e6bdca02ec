import { createHash } from 'node:crypto';
import type { LoadFailure } from '../../../model/page.ts';
import type { StreamFailure } from '../../../model/stream-failure.ts';

/**
 * Why a browser does not run this answer as a classic script; undefined: it runs it. (Fetch standard, "should response be
 * blocked due to its MIME type" and "due to nosniff"; HTML, "fetch a classic script".)
 */
export function scriptRefusal(answer: {
  readonly status: number;
  readonly contentType: string;
  readonly nosniff: boolean;
}): LoadFailure | undefined {
  const { status, contentType, nosniff } = answer;
  if (status < 200 || status > 299) return { reason: 'status', status };
  const type = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const refused = { reason: 'type', contentType: type, nosniff: nosniff ? 'yes' : 'no' } as const;
  if (/^(?:image|audio|video)\//.test(type) || type === 'text/csv') return refused;
  const isJavaScript =
    /^(?:text|application)\/(?:x-)?(?:java|ecma)script$/.test(type) ||
    /^text\/(?:jscript|livescript|javascript1\.[0-5])$/.test(type);
  return nosniff && !isJavaScript ? refused : undefined;
}

/** Why a browser closes an event stream for good; undefined when the answer itself is right. (HTML, "server-sent events".) */
export function streamRefusal(answer: {
  readonly status: number;
  readonly contentType: string;
}): StreamFailure | undefined {
  if (answer.status !== 200) return { reason: 'status', status: answer.status };
  const type = (answer.contentType.split(';')[0] ?? '').trim().toLowerCase();
  return type === 'text/event-stream' ? undefined : { reason: 'type', contentType: type };
}

/**
 * Fetch standard, "CORS check": why a page may not read an answer, in the words of Chromium; '' when it may.
 * @param answer.url the address that answered, after all redirects. @param answer.headers names in small letters
 */
export function corsRefusal(
  answer: { readonly url: string; readonly headers: Readonly<Record<string, string | undefined>> },
  asked: { readonly page: string; readonly credentials: 'include' | 'same-origin' },
): string {
  if (new URL(answer.url).origin === asked.page) return '';
  const allowed = answer.headers['access-control-allow-origin'];
  const credentials = asked.credentials === 'include';
  if (allowed === undefined) return "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
  if (allowed === '*' && credentials)
    return "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.";
  if (allowed !== '*' && allowed !== asked.page)
    return `The 'Access-Control-Allow-Origin' header has a value '${allowed}' that is not equal to the supplied origin.`;
  if (credentials && answer.headers['access-control-allow-credentials'] !== 'true')
    return "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.";
  return '';
}

/**
 * Subresource Integrity: the digest that `body` has, where it is none of the strongest digests in `integrity`; undefined: it is one of them.
 * Unknown algorithms do not count.
 */
export function integrityMismatch(
  body: Buffer,
  integrity: string,
): { readonly algorithm: string; readonly digest: string } | undefined {
  const digests = integrity.split(/\s+/).flatMap((token) => {
    const [, bits, digest] = /^sha(256|384|512)-([A-Za-z0-9+/=_-]+)/.exec(token) ?? [];
    return bits === undefined || digest === undefined
      ? []
      : [{ bits: Number(bits), digest: digest.replaceAll('-', '+').replaceAll('_', '/') }];
  });
  const strongest = Math.max(0, ...digests.map((digest) => digest.bits));
  const relevant = digests.filter((digest) => digest.bits === strongest);
  if (relevant.length === 0) return undefined;
  const digest = createHash(`sha${strongest}`).update(body).digest('base64');
  return relevant.some((wanted) => wanted.digest === digest) ? undefined : { algorithm: `SHA-${strongest}`, digest };
}
