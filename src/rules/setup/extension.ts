import type { Transport } from '../../htmx/index.ts';
import { containsAll, partOfScript } from '../../htmx/cdn.ts';
import type { HtmxPart } from '../../htmx/cdn.ts';
import { attribute } from '../../htmx/elements.ts';
import { allowedExtensions, isAllowed } from '../../htmx/v4/allowed.ts';
import { literal } from '../../model/pattern.ts';
import { foreignSyntax, misnamedSwitch } from '../attributes.ts';
import { lastSegment } from '../observed-page.ts';
import type { ObservedPage, PageRule } from '../observed-page.ts';
import { ofType } from '../records.ts';
import { when } from '../rule.ts';
import { extensionLate } from './late.ts';
import { versionFacts } from './version.ts';

/** The script tag of a part of htmx, by the names under which it is published. */
export function scriptOf(page: ObservedPage, part: HtmxPart): string | undefined {
  return page.scriptSources.find((src) => partOfScript(src) === part);
}

function complaintsOf(page: ObservedPage): { readonly received: string } {
  return { received: page.complaints.slice(0, 3).join('\n') };
}

/** The script with the extension in its name that failed for want of htmx. */
function failedAs(page: ObservedPage, extension: Transport): string | undefined {
  const failed = ofType(page.records, 'script-error').filter(({ message }) => /\bhtmx\b/u.test(message));
  return page.scriptSources.find(
    (src) =>
      URL.canParse(src, page.baseUrl) &&
      lastSegment(src).toLowerCase().includes(extension) &&
      failed.some(({ file }) => file === new URL(src, page.baseUrl).href),
  );
}

/** The extension calls `htmx.defineExtension` when it loads, and htmx was not loaded yet. */
function beforeCore(extension: Transport): PageRule {
  return (page) => {
    const script = scriptOf(page, extension) ?? failedAs(page, extension);
    const failed = page.complaints.some((text) => /htmx is not defined|Can't find variable: htmx/u.test(text));
    if (script === undefined || !failed) return undefined;
    const isModule = page.markup.some(
      ({ tag, attributes: { type, src = '' } }) =>
        tag === 'script' && type?.trim().toLowerCase() === 'module' && partOfScript(src) === 'core',
    );
    const wrong = isModule ? (scriptOf(page, 'core') ?? script) : script;
    return {
      code: 'htmx/extension-before-core',
      severity: 'error',
      facts: isModule ? { script, core: 'module' } : { script },
      evidence: page.evidence(page.placeOfScript(wrong), complaintsOf(page)),
    };
  };
}

/** htmx is loaded once more after its extension: the new `htmx` knows no extension. */
function coreTwice(extension: Transport): PageRule {
  return (page) => {
    const parts = page.markup
      .filter(({ tag }) => tag === 'script')
      .map(({ line, attributes: { src = '' } }) => ({ line, src, part: partOfScript(src) }));
    const first = parts.findIndex(({ part }) => part === 'core');
    const script = parts.findIndex(({ part }) => part === extension);
    const again = parts.findLastIndex(({ part }) => part === 'core');
    if (first === -1 || first > script || again < script) return undefined;
    const where = page.locate.servedLine(page.html, parts[again]?.line ?? 1);
    return {
      code: 'htmx/extension-before-core',
      severity: 'error',
      facts: { script: parts[script]?.src ?? '', core: 'twice' },
      evidence: page.evidence(where, complaintsOf(page)),
    };
  };
}

/** Nothing registered the extension with htmx. */
function scriptMissing(extension: Transport): PageRule {
  return (page) => {
    const core = scriptOf(page, 'core');
    const where = core === undefined ? page.placeOfTag('script') : page.placeOfScript(core);
    return {
      code: 'htmx/extension-script-missing',
      severity: 'error',
      facts: { extension, ...versionFacts(page) },
      evidence: page.evidence(where, complaintsOf(page)),
    };
  };
}

/** htmx 4 tells nobody which extensions it knows: there a script tag for the extension is taken at its word. */
function mayBeLoaded(page: ObservedPage, extension: Transport): boolean {
  if (page.dialect.core.enable !== undefined) return false;
  return scriptOf(page, extension) !== undefined || page.scriptSources.some(containsAll);
}

/** The page's own configuration names other extensions than this one, so htmx 4 does not register it. */
function notAllowed(extension: Transport): PageRule {
  return (page) => {
    const allowed = page.dialect.major < 4 ? undefined : allowedExtensions(page.markup);
    if (allowed === undefined || isAllowed(allowed, extension) || !mayBeLoaded(page, extension)) return undefined;
    const where = page.place(({ tag, attributes }) => tag === 'meta' && attributes['name'] === 'htmx-config');
    const facts = { extension, value: undefined, elsewhere: undefined, allowed };
    return { code: 'htmx/extension-not-enabled', severity: 'error', facts, evidence: page.evidence(where) };
  };
}

/** Why htmx does not know the extension, although htmx itself is loaded. If the page is connected, something does the extension's work. */
export function extensionUnknown(extension: Transport): PageRule {
  return when(
    ({ snapshot }) => snapshot.htmx?.extensions.includes(extension) !== true,
    [
      beforeCore(extension),
      when(
        (page) => !page.connected(extension),
        [
          foreignSyntax(extension),
          coreTwice(extension),
          notAllowed(extension),
          extensionLate(extension),
          when((page) => !mayBeLoaded(page, extension), [scriptMissing(extension)]),
        ],
      ),
    ],
  );
}

/** The value of a second attribute of this name in one tag: the parser drops it (HTML standard, "duplicate-attribute"). */
function droppedValue(html: string, name: string): string | undefined {
  const twice = new RegExp(
    String.raw`<[a-z][^<>]*\s${literal(name)}\s*=[^<>]*\s${literal(name)}\s*=\s*["']?([^"'<>\s]+)`,
    'iu',
  );
  return twice.exec(html)?.[1];
}

/** The extension is registered, but not enabled for the connecting element. */
function notEnabled(extension: Transport): PageRule {
  return (page) => {
    const [connector] = page.withOwnRole(extension, 'connect');
    if (connector === undefined) return undefined;
    const enablement = page.dialect.enablement(page.elements, connector.element, extension);
    if (enablement.enabled) return undefined;
    const { own, elsewhere } = enablement;
    const { enable } = page.dialect.core;
    const ignored = enable === undefined ? undefined : droppedValue(page.html, enable);
    const where =
      own === undefined || enable === undefined
        ? page.placeOfRole(extension, 'connect')
        : page.place((element) => attribute(element, enable) === own);
    return {
      code: 'htmx/extension-not-enabled',
      severity: 'error',
      facts: { extension, value: own, elsewhere: elsewhere?.tag, ...(ignored === extension ? { ignored } : {}) },
      evidence: page.evidence(where),
    };
  };
}

/** Why the extension does not act on the connecting element. */
export function extensionDisabled(extension: Transport): PageRule {
  const rule = notEnabled(extension);
  return when((page) => rule(page) !== undefined, [misnamedSwitch, rule]);
}
