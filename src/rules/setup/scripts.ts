import { htmxFile, namesHtmx, publishedName } from '../../htmx/cdn.ts';
import type { Finding } from '../../model/finding.ts';
import type { ObservedPage } from '../observed-page.ts';
import { ofType } from '../records.ts';

/** Scripts that the page asks for and that are not there, or are no JavaScript. One that is not of htmx is worth a warning only. */
export function brokenScripts(page: ObservedPage): readonly Finding[] {
  return page.scriptSources.map((src) => brokenScript(page, src)).filter((finding) => finding !== undefined);
}

function brokenScript(page: ObservedPage, src: string): Finding | undefined {
  const url = new URL(src, page.snapshot.url).href;
  const failure = ofType(page.records, 'load-failed').find((record) => record.url === url)?.failure;
  const { status = 0, contentType = '' } = page.snapshot.scripts.find((script) => script.src === url) ?? {};
  const isScript = !/\b(?:text\/html|application\/json)\b/u.test(contentType);
  if (failure === undefined && status < 400 && isScript) return undefined;
  const answer = { status, headers: { 'Content-Type': contentType === '' ? null : contentType } };
  return {
    code: 'page/script-missing',
    severity: namesHtmx(src) ? 'error' : 'warning',
    facts: { src, status, contentType, ...(failure === undefined || failure.reason === 'status' ? {} : { failure }) },
    evidence: {
      did: { kind: 'http', path: src },
      ...(status === 0 ? {} : { answer }),
      ...(failure?.reason === 'error' && failure.error !== '' ? { received: failure.error } : {}),
      where: page.placeOfScript(src),
    },
  };
}

/** CDN scripts that were replaced by copies of the same major version (warnings). */
export function scriptsFromElsewhere(page: ObservedPage): readonly Finding[] {
  return ofType(page.records, 'substituted').map(({ url }) => ({
    code: 'page/cdn-script',
    severity: 'warning',
    facts: { url, file: publishedName(htmxFile(new URL(url).pathname)?.part ?? 'core') },
    evidence: { where: page.placeOfScript(url) },
  }));
}
