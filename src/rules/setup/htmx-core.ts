import type { Finding } from '../../model/finding.ts';
import type { ObservedPage, PageRule } from '../observed-page.ts';
import { has } from '../records.ts';
import { firstOf, when } from '../rule.ts';
import { scriptOf } from './extension.ts';
import { namesNoVersion } from './version.ts';

/** There is no `window.htmx`. A module that does not export htmx globally fires its events anyway. */
const htmxMissing: PageRule = (page) => {
  if (page.snapshot.htmx !== undefined || has(page.records, 'htmx')) return undefined;
  const script = page.placeOfTag('script');
  const { src: frame = '' } = page.markup.find(({ tag }) => tag === 'iframe' || tag === 'frame')?.attributes ?? {};
  const inFrame = page.scriptSources.length === 0 && frame !== '';
  const where = inFrame ? page.placeOfTag('iframe', 'frame') : script.length > 0 ? script : page.placeOfTag('head');
  return {
    code: 'htmx/missing',
    severity: 'error',
    facts: { scripts: page.scriptSources, ...(inFrame ? { frame } : {}) },
    evidence: page.evidence(where),
  };
};

/** A major version of htmx that the extensions do not support. */
const wrongMajor: PageRule = (page) => {
  const version = page.snapshot.htmx?.version;
  if (version === undefined || isOf(page, version)) return undefined;
  const script = scriptOf(page, 'core') ?? '';
  return {
    code: 'htmx/wrong-version',
    severity: 'error',
    facts: { version, ...(namesNoVersion(script) ? { by: 'newest' } : {}) },
    evidence: page.evidence(page.placeOfScript(script), {
      received: page.complaints.slice(0, 3).join('\n'),
    }),
  };
};

function isOf({ dialect }: ObservedPage, version: string): boolean {
  return version.startsWith(`${dialect.major}.`);
}

/** htmx is loaded, in a version that the extensions work with. If the page is connected, it works, whatever the version. */
export const HTMX_RULES: readonly PageRule[] = [htmxMissing, when((page) => !page.connected('ws'), [wrongMajor])];

/** The copy of the extension in `dist/ext` of htmx.org 2 warns in the console that it is for htmx 1. */
const oldExtension: PageRule = (page) => {
  const warning = page.complaints.find((text) => /htmx 1 extension/u.test(text));
  if (warning === undefined) return undefined;
  const script = scriptOf(page, 'ws') ?? '';
  return {
    code: 'htmx/old-extension',
    severity: 'warning',
    facts: { script },
    evidence: page.evidence(page.placeOfScript(script), { received: warning }),
  };
};

/** The ws extension for htmx 2 happens to work with htmx 1; the sse extension does not. */
const worksByLuck: PageRule = (page) => {
  const version = page.snapshot.htmx?.version;
  if (version?.startsWith('1.') !== true || page.dialect.major === 1) return undefined;
  const evidence = page.evidence(page.placeOfTag('script'));
  return { code: 'htmx/wrong-version', severity: 'warning', facts: { version }, evidence };
};

/** Versions that do not belong together but happen to work (a warning). */
export function versionWarning(page: ObservedPage): Finding | undefined {
  if (page.snapshot.htmx?.extensions.includes('ws') !== true) return undefined;
  return firstOf([oldExtension, worksByLuck], page);
}
