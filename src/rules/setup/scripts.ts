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
  const failure = ofType(page.records, 'load-failed').find((record) => record.url === url);
  const { status = 0, contentType = '' } = page.snapshot.scripts.find((script) => script.src === url) ?? {};
  const isScript = !/\b(?:text\/html|application\/json)\b/u.test(contentType);
  if (failure === undefined && status < 400 && isScript) return undefined;
  return {
    code: 'page/script-missing',
    severity: namesHtmx(src) ? 'error' : 'warning',
    facts: { src, status, contentType },
    evidence: {
      did: { kind: 'http', path: src },
      received: failure?.reason ?? `status ${status}`,
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
