import { withoutComments } from './comments.ts';
import { containsAll, htmxFile, isExtensionOf4, majorOfFile, partOfScript } from '../../htmx/cdn.ts';
import type { HtmxFile } from '../../htmx/cdn.ts';
import { DIALECTS, dialectOf } from '../../htmx/index.ts';
import type { Transport } from '../../htmx/index.ts';
import { readMarkup } from '../../htmx/markup.ts';
import type { MarkupElement } from '../../htmx/markup.ts';
import type { PageElement, PageScript, PageSnapshot } from '../../model/page.ts';
import { NOWHERE } from '../../rules/locate.ts';
import { isOpaque } from '../../rules/markup/scripts.ts';
import { ObservedPage } from '../../rules/observed-page.ts';
import { TRANSPORTS } from '../../rules/page-fails.ts';
import { dialectFor } from '../dialect.ts';

/** The markup of a page that nobody has opened. */
export interface StaticPage {
  readonly page: ObservedPage;
  /** It is a whole page as it is, and no template: what it lacks is nowhere else. */
  readonly isWhole: boolean;
  /** Addresses of scripts that may contain htmx, and an empty one for those of the page itself. */
  readonly opaque: readonly string[];
}

/** Where the page is taken to be: only what is relative to it matters. */
const BASE = 'http://localhost/';
/** Jinja, Django, Handlebars, Go, ERB, EJS, Blade, Razor, PHP. */
const TEMPLATE = /\{%|\{\{|<%|<\?php|<\?=|^[ \t]*@(?:extends|section|yield|include|model|page)\b/mu;

/** Reads markup as the rules see a page. Pure. @param file as it is named in findings */
export function staticPage(source: string, file: string): StaticPage {
  const html = withoutComments(source);
  const markup = readMarkup(html);
  const elements = elementsOf(markup);
  const scripts = markup.filter(({ tag }) => tag === 'script');
  const opaque = scripts.filter(isOpaque).map(({ attributes }) => attributes['src'] ?? '');
  const isWhole = /<(?:html|head)\b/iu.test(html) && !TEMPLATE.test(html);
  const sources = scripts.flatMap(({ attributes: { src } }) => (src === undefined ? [] : [writtenIn(src)]));
  const listed = sources.map((src): PageScript => ({ src: new URL(src, BASE).href, kind: 'classic' }));
  const isOpen = opaque.length > 0 || !isWhole;
  const snapshot: PageSnapshot = {
    url: BASE,
    htmx: htmxOf(sources, elements, isOpen),
    scripts: listed,
    elements,
    watched: {},
  };
  const page = new ObservedPage({
    ...{ snapshot, records: [], html, contract: {}, dialect: dialectFor(snapshot) },
    locate: { ...NOWHERE, servedLine: (_, line) => (line < 1 ? [] : [{ file, line }]) },
  });
  return { page, isWhole, opaque };
}

/** The path in what a template makes an address of: `{% static 'js/htmx.min.js' %}`, `{{ url_for('static', path='js/ws.js') }}`. */
function writtenIn(src: string): string {
  const at = src.search(/\{[%{]/u);
  return at === -1 ? src : (/['"]([^'"]+\.m?js)['"]/u.exec(src.slice(at))?.[1] ?? src);
}

/** The elements of the document; what is inside a `<template>` is not part of it. They share their attributes with the markup. */
function elementsOf(markup: readonly MarkupElement[]): readonly PageElement[] {
  const inside = (at: number | null): boolean =>
    at !== null && (markup[at]?.tag === 'template' || inside(markup[at]?.parent ?? null));
  const kept = markup.map((element, at) => ({ ...element, at })).filter(({ parent }) => !inside(parent));
  const indexes = new Map(kept.map(({ at }, index) => [at, index]));
  return kept.map(({ parent, tag, attributes }, index) => {
    const around = parent === null ? null : (indexes.get(parent) ?? null);
    return { index, parent: around, tag, id: attributes['id'] ?? '', attributes };
  });
}

/**
 * The htmx that the scripts load, by their addresses. An address without a major (`/js/htmx.min.js`) is of the one that its extensions are for, else
 * its attributes.
 * @param isOpen what no script tag names may come from elsewhere
 */
function htmxOf(
  sources: readonly string[],
  elements: readonly PageElement[],
  isOpen: boolean,
): PageSnapshot['htmx'] | undefined {
  const files = sources.flatMap((src) => {
    const file = fileAt(src);
    return file === undefined ? [] : [{ src, file }];
  });
  const cores = files.filter(({ file }) => file.part === 'core');
  const [core] = cores;
  if (core === undefined && !isOpen) return undefined;
  // One that htmx is loaded once more after is unknown to the new htmx.
  const last = cores.length > 1 ? files.findLastIndex(({ file }) => file.part === 'core') : -1;
  const isLoaded = (transport: Transport): boolean =>
    isOpen || sources.some(containsAll) || files.findLastIndex(({ file }) => file.part === transport) > last;
  const extensions = TRANSPORTS.filter(isLoaded);
  if (core !== undefined && core.file.from !== 'bare')
    return { version: versionIn(core.src, majorOfFile(core.file)), extensions };
  const [extension] = files.filter(({ file }) => file.part !== 'core');
  const major = extension === undefined ? majorByAttributes(elements) : majorOfExtension(extension);
  return { version: `${major}.0`, extensions };
}

/** A folder of the page's own server that is called `htmx` is not a package: its files are of any version. */
function fileAt(src: string): HtmxFile | undefined {
  const file = htmxFile(new URL(src, BASE).pathname);
  const isHosted = /^(?:https?:)?\/\//iu.test(src);
  if (file === undefined || isHosted || file.major !== undefined) return file;
  return { ...file, part: partOfScript(src) ?? file.part, from: 'bare' };
}

/** The files of the extensions are called `hx-ws.js` in htmx 4 alone. */
function majorOfExtension({ src, file }: { readonly src: string; readonly file: HtmxFile }): number {
  return file.from === 'bare' && isExtensionOf4(src) ? newest().major : majorOfFile(file);
}

function majorByAttributes(elements: readonly PageElement[]): number {
  const isOf = (dialect: (typeof DIALECTS)[number] | undefined): boolean =>
    elements.some((element) =>
      TRANSPORTS.some((transport) => dialect?.roleOf(element, transport, 'connect')?.form === 'own'),
    );
  const usual = dialectOf('2');
  if (isOf(newest())) return newest().major;
  const [oldest] = DIALECTS;
  return isOf(oldest) && !isOf(usual) ? (oldest?.major ?? usual.major) : usual.major;
}

function newest(): (typeof DIALECTS)[number] {
  return DIALECTS.at(-1) ?? dialectOf(undefined);
}

/** The version in an address of a package: `htmx.org@2.0.4`; where it has none, the major that the host sends. */
function versionIn(src: string, major: number): string {
  const [, version] = /[@/][\^~]?v?(\d+\.[\d.]*\d)/u.exec(src) ?? [];
  return version ?? `${major}.0`;
}
