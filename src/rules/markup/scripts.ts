import { hostedFile, htmxFile, isExtensionOf4, partOfScript } from '../../htmx/cdn.ts';
import type { Transport } from '../../htmx/index.ts';
import type { MarkupElement } from '../../htmx/markup.ts';
import type { Finding } from '../../model/finding.ts';
import type { ObservedPage } from '../observed-page.ts';

// What the script tags of a page say that no browser has opened.

/** When a browser runs a script of the markup (HTML standard, "the script element"): `parsing`, where it is; `after`, when the document is there; `any`: when it has come. */
type Moment = 'parsing' | 'after' | 'any';

/** The moment of a script tag. */
export function momentOf({ attributes: { type = '', src, async, defer } }: MarkupElement): Moment {
  const isModule = type.trim().toLowerCase() === 'module';
  if (async !== undefined && (src !== undefined || isModule)) return 'any';
  return isModule || (defer !== undefined && src !== undefined) ? 'after' : 'parsing';
}

/** The script of an extension runs before the first one of htmx itself: it finds no `htmx` to register with. */
export function extensionRunsFirst(page: ObservedPage, transport: Transport): Finding | undefined {
  const scripts = page.markup.filter(({ tag }) => tag === 'script');
  const of = (part: 'core' | Transport): MarkupElement | undefined =>
    scripts.find(({ attributes: { src = '' } }) => partOfScript(src) === part);
  const [core, extension] = [of('core'), of(transport)];
  if (core === undefined || extension === undefined) return undefined;
  const [first, second] = [momentOf(extension), momentOf(core)];
  if (first === 'any' || second === 'any') return undefined;
  const isBefore =
    first === second ? scripts.indexOf(extension) < scripts.indexOf(core) : first === 'parsing' && second === 'after';
  if (!isBefore) return undefined;
  const script = extension.attributes['src'] ?? '';
  const isModule = core.attributes['type']?.trim().toLowerCase() === 'module';
  const facts = isModule ? { script, core: 'module' as const } : { script };
  const where = page.locate.servedLine(page.html, (isModule ? core : extension).line);
  return { code: 'htmx/extension-before-core', severity: 'error', facts, evidence: page.evidence(where) };
}

/**
 * The extension is of another major than htmx, by their addresses: it calls a function that this htmx does not have. One of htmx 2 beside
 * another htmx is found by the version of htmx.
 */
export function extensionOfOtherMajor(page: ObservedPage, transport: Transport): Finding | undefined {
  const version = page.snapshot.htmx?.version ?? '';
  const script = page.scriptSources.find((src) => partOfScript(src) === transport);
  if (script === undefined || version === '' || !page.scriptSources.some((src) => partOfScript(src) === 'core'))
    return undefined;
  const isOf4 = isExtensionOf4(script);
  const isOf1 = hostedFile(script)?.from === 'bundled' && hostedFile(script)?.major === 1;
  const by =
    isOf4 && !version.startsWith('4.') ? 'extension-4' : isOf1 && version.startsWith('4.') ? 'older' : undefined;
  if (by === undefined) return undefined;
  return {
    code: 'htmx/wrong-version',
    severity: 'error',
    facts: { version, ...(by === 'older' ? {} : { by }) },
    evidence: page.evidence(page.placeOfScript(script)),
  };
}

/** Whether only its content tells what a script of the markup defines: a bundle may contain htmx. */
export function isOpaque({ tag, attributes: { src, type = '' } }: MarkupElement): boolean {
  if (tag !== 'script') return false;
  if (src === undefined) return type.trim().toLowerCase() === 'module';
  const { pathname } = new URL(src, 'http://localhost/');
  return htmxFile(pathname) === undefined && !/^(?:https?:)?\/\//iu.test(src);
}
