import { bundledExtension, hostedFile, partOfScript } from '../../htmx/cdn.ts';
import { DIALECTS, dialectOf } from '../../htmx/index.ts';
import type { Transport } from '../../htmx/index.ts';
import type { FindingOf } from '../../model/finding.ts';
import { publishedExtension, publishedFile } from '../../model/htmx-packages.ts';
import type { ObservedPage } from '../observed-page.ts';

type NoVersion = FindingOf<'htmx/no-version'>;

/**
 * Scripts of htmx.org on another host whose address has no version, or the tag of one (`@latest`): the host sends the newest, which is of
 * another major from one day to the next. The extensions of htmx 1 and 2 in `dist/ext` have been gone since htmx 4; those of htmx 4 (`hx-….js`)
 * fit the core of their own version alone. The packages htmx-ext-ws and htmx-ext-sse have one major, and a page loses nothing with their newest.
 */
export function withoutVersion(page: ObservedPage): readonly NoVersion[] {
  const own = URL.canParse(page.snapshot.url) ? new URL(page.snapshot.url).host : '';
  const sources = page.scriptSources.map((src) => ({ src, whole: src.startsWith('//') ? `https:${src}` : src }));
  const isCoreNewest = sources.some(({ whole }) => isUnpinnedCore(whole));
  return sources.flatMap(({ src, whole }) => {
    if (!URL.canParse(whole) || new URL(whole).host === own) return [];
    const facts = isUnpinnedCore(whole)
      ? { src, use: publishedFile('core', writtenFor(page)) }
      : extensionFacts(page, { src, whole, isCoreNewest });
    if (facts === undefined) return [];
    return [
      {
        code: 'htmx/no-version',
        severity: 'warning',
        facts,
        evidence: page.evidence(page.placeOfScript(src)),
      } as const,
    ];
  });
}

/**
 * The page needs an extension, and its only script is one that the newest htmx.org no longer has: the answer is status 404. For markup, of
 * which no host is asked.
 */
export function goneFromHost(page: ObservedPage, transport: Transport): NoVersion | undefined {
  const scripts = page.scriptSources.filter((src) => partOfScript(src) === transport);
  const gone = withoutVersion(page).find(({ facts }) => facts.file === 'gone' && scripts.includes(facts.src));
  return gone !== undefined && scripts.length === 1 ? { ...gone, severity: 'error' } : undefined;
}

function isUnpinnedCore(whole: string): boolean {
  const file = hostedFile(whole);
  return file?.part === 'core' && file.major === undefined;
}

function extensionFacts(
  page: ObservedPage,
  { src, whole, isCoreNewest }: { readonly src: string; readonly whole: string; readonly isCoreNewest: boolean },
): NoVersion['facts'] | undefined {
  const extension = bundledExtension(whole);
  if (extension === undefined || extension.major !== undefined) return undefined;
  const { name } = extension;
  if (/^(?:hx-|htmx-2-compat$)/u.test(name)) {
    // Both are of the newest version then.
    if (isCoreNewest) return undefined;
    return { src, file: 'extension-4', use: publishedExtension(name, 4) };
  }
  const major = isCoreNewest ? writtenFor(page) : page.dialect.major;
  if (name === 'ws' || name === 'sse') return { src, file: 'gone', use: publishedFile(name, major) };
  const use = { 1: publishedExtension(name, 1), 2: `htmx-ext-${name}`, 4: '' }[major];
  return { src, file: 'gone', use };
}

/** The major whose attributes the page has: with an address without a version it is not the one that comes today. */
function writtenFor({ dialect, elements }: ObservedPage): 1 | 2 | 4 {
  const newest = DIALECTS.at(-1) ?? dialect;
  const has = (transport: Transport, form: 'own' | 'legacy'): boolean =>
    elements.some((element) => newest.roleOf(element, transport, 'connect')?.form === form);
  if (has('ws', 'own') || has('sse', 'own')) return newest.major;
  const one = dialectOf('1');
  const isOne = (['ws', 'sse'] as const).some((each) => one.connectors(elements, each, { extensions: [] }).length > 0);
  if (isOne) return one.major;
  return has('ws', 'legacy') || has('sse', 'legacy') ? dialectOf('2').major : dialect.major;
}
