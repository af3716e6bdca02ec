import {
  hostedFile,
  htmxFile,
  majorOfFile,
  namesHtmx,
  packageFile,
  partOfScript,
  publishedName,
} from '../../htmx/cdn.ts';
import type { Finding } from '../../model/finding.ts';
import { errorText } from '../../model/server-error.ts';
import type { ServerLog } from '../server/log.ts';
import type { ObservedPage } from '../observed-page.ts';
import { ofType } from '../records.ts';

/** Scripts that the page asks for and that are not there, or are no JavaScript. One that is not of htmx is worth a warning only. */
export function brokenScripts(page: ObservedPage): readonly Finding[] {
  return page.scriptSources.map((src) => brokenScript(page, src)).filter((finding) => finding !== undefined);
}

function brokenScript(page: ObservedPage, src: string): Finding | undefined {
  const url = new URL(src, page.baseUrl).href;
  const failure = ofType(page.records, 'load-failed').find((record) => record.url === url)?.failure;
  const { status = 0, contentType = '' } = page.snapshot.scripts.find((script) => script.src === url) ?? {};
  const isScript = !/\b(?:text\/html|application\/json)\b/u.test(contentType);
  if (failure === undefined && status < 400 && isScript) return undefined;
  const severity = namesHtmx(src) ? 'error' : 'warning';
  const did = { kind: 'http', path: src } as const;
  const answer = { status, headers: { 'Content-Type': contentType === '' ? null : contentType } };
  const where = page.placeOfScript(src);
  if (failure?.reason === 'integrity') {
    const { received, digest } = digestOf(page, url);
    const facts = { src, by: 'integrity', digest } as const;
    return { code: 'page/script-blocked', severity, facts, evidence: { did, received, where } };
  }
  if (failure?.reason === 'type' && isScript && status < 400) {
    // The type is the server's to send.
    const sent = page.locate.find('server', /\.js['"]\s*:/u, /nosniff/iu);
    const facts = { src, by: 'type', contentType } as const;
    const evidence = { did, answer, where: sent.length > 0 ? sent : where };
    return { code: 'page/script-blocked', severity, facts, evidence };
  }
  return {
    code: 'page/script-missing',
    severity,
    facts: {
      src,
      status,
      contentType,
      ...(failure === undefined || failure.reason === 'status' ? {} : { failure }),
      ...(status === 404 ? (unservedFile(page, src) ?? otherFolder(page, src)) : {}),
      ...usualName(page, src),
      ...(failure?.reason === 'other-host' ? onOtherHost(src) : {}),
    },
    evidence: {
      did,
      ...(status === 0 ? {} : { answer }),
      ...(failure?.reason === 'error' && failure.error !== '' ? { received: failure.error } : {}),
      where,
    },
  };
}

/** The learner's server answered with an error or hung up: its output may say why. */
export function mayHaveFailed({ code, facts }: Finding): boolean {
  return code === 'page/script-missing' && (facts.status >= 500 || facts.failure?.reason === 'error');
}

/** The same with the error that the server printed, where that is why no file came. */
export function failedInServer(finding: Finding, { error }: ServerLog): Finding {
  if (finding.code !== 'page/script-missing' || error === undefined) return finding;
  if (!mayHaveFailed(finding)) return finding;
  const { facts, evidence } = finding;
  const { where } = error.report;
  return {
    ...finding,
    facts: { ...facts, error: errorText(error.report) },
    evidence: { ...evidence, output: error.lines, ...(where === undefined ? {} : { where: [where] }) },
  };
}

/** The file of the folder that the address of a script on the page's own server names. */
function unservedFile(page: ObservedPage, src: string): { readonly unserved: string } | undefined {
  const file = ownFile(page, src);
  return file?.includes('/') === true && page.locate.exists(file) ? { unserved: file } : undefined;
}

/** Where scripts are in a folder of the tutor. */
const SCRIPTS = 'static';

/** A file of that name, where the address names another folder. */
function otherFolder(page: ObservedPage, src: string): { readonly elsewhere?: string } {
  const name = ownFile(page, src)?.split('/').at(-1) ?? '';
  const file = `${SCRIPTS}/${name}`;
  return name !== '' && page.locate.exists(file) ? { elsewhere: file } : {};
}

/** The file that the address of a script names in the folder; undefined: it is on another server. */
function ownFile({ snapshot, baseUrl }: ObservedPage, src: string): string | undefined {
  const url = new URL(src, baseUrl);
  return url.host === new URL(snapshot.url).host ? url.pathname.slice(1) : undefined;
}

/** The name that this file of htmx has in its package, where the page asks for another name on its own server. */
function usualName({ snapshot, baseUrl }: ObservedPage, src: string): { readonly usual?: string } {
  const url = new URL(src, baseUrl);
  const part = partOfScript(src);
  if (part === undefined || url.host !== new URL(snapshot.url).host) return {};
  const usual = publishedName(part);
  return url.pathname.endsWith(`/${usual}`) ? {} : { usual };
}

/** Chromium's sentence about a file that has none of the digests in `integrity` (Subresource Integrity, 3.3.5). */
const DIGEST =
  /Failed to find a valid digest in the 'integrity' attribute for resource '([^']*)'(?: with computed (\S+) integrity '([^']*)')?/u;

/** What the console says of the file, and the digest that it has, as the attribute would have it; undefined: that is not said. */
function digestOf(page: ObservedPage, url: string): { readonly received: string; readonly digest: string | undefined } {
  const received = page.complaints.find((text) => DIGEST.exec(text)?.[1] === url) ?? '';
  const [, , algorithm, digest] = DIGEST.exec(received) ?? [];
  const isSaid = algorithm !== undefined && digest !== undefined;
  return { received, digest: isSaid ? `${algorithm.toLowerCase().replace('-', '')}-${digest}` : undefined };
}

/**
 * CDN scripts that were replaced by copies of the same major version (warnings). Versions that do not belong together are a finding of
 * their own, and copies of another major than the page's attributes are written for would help nobody then.
 */
export function scriptsFromElsewhere(page: ObservedPage): readonly Finding[] {
  const majors = new Set(
    page.scriptSources.map((src) => majorOfScript(page, src)).filter((major) => major !== undefined),
  );
  return ofType(page.records, 'substituted').flatMap(({ url }) => {
    const part = htmxFile(new URL(url).pathname)?.part ?? 'core';
    const major = majorOfScript(page, url) ?? page.dialect.major;
    const isUsual = major === page.dialect.major;
    if (!isUsual && majors.size > 1) return [];
    const facts = { url, file: publishedName(part), ...(isUsual ? {} : { major }) };
    return [{ code: 'page/cdn-script', severity: 'warning', facts, evidence: { where: page.placeOfScript(url) } }];
  });
}

/** The major of htmx that a script belongs to by its address; undefined: it is not of htmx. */
function majorOfScript({ baseUrl }: ObservedPage, src: string): number | undefined {
  const file = htmxFile(new URL(src, baseUrl).pathname);
  return file === undefined ? undefined : majorOfFile(file);
}

/** The part of htmx that a script on another host is, and the major whose package has no such file. */
function onOtherHost(src: string): { readonly copy?: string; readonly lackedBy?: number } {
  const file = hostedFile(src);
  if (file === undefined) return {};
  const copy = publishedName(file.part);
  return file.from === 'bundled' && packageFile(file) === undefined ? { copy, lackedBy: majorOfFile(file) } : { copy };
}
