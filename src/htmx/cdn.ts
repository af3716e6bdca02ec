import type { Transport } from './dialect.ts';
import { PUBLISHED, publishedFile } from '../model/htmx-packages.ts';
import type { HtmxPart } from '../model/htmx-packages.ts';

export type { HtmxPart } from '../model/htmx-packages.ts';

/** What the address of a script refers to. */
export interface HtmxFile {
  readonly part: HtmxPart;
  /** undefined: the address has no version. */
  readonly major: number | undefined;
  /** Not minified: `htmx.js`. */
  readonly form: 'plain' | 'minified';
  /** `package`: a package of the extension's own (htmx 2). `bundled`: `dist/ext` of htmx.org (htmx 1, htmx 4; for htmx 2 that of htmx 1). */
  readonly from: 'package' | 'bundled' | 'bare';
  /** Of a bundled extension: its file is called `hx-ws.js`, as in htmx 4, and not `ws.js`. */
  readonly prefixed?: boolean;
}

/** The package of the tutor's own in which each major of htmx is. */
const COPIES: Readonly<Record<number, string>> = { 1: 'htmx-1', 2: 'htmx.org', 4: 'htmx-4' };

/** The major that an address without a version, or with a tag for one (`@latest`), gets: what the registry of npm calls `latest`. */
const NEWEST: Readonly<Record<HtmxPart, number>> = { core: 4, ws: 2, sse: 2 };

const VERSION = '(?:[@/][\\^~]?v?(\\d+)[^/]*|@[a-z][^/]*)?';
/** Layouts of unpkg, jsdelivr (npm/ and gh/), cdnjs and esm.sh: a package name, an optional `@version` or `/version`, then a path. */
const CORE = new RegExp(`/(?:htmx\\.org|htmx)${VERSION}(?:/|$)`, 'iu');
const BUNDLED = new RegExp(`/(?:htmx\\.org|htmx)${VERSION}/(?:dist/)?ext/(hx-)?(ws|sse)(?:\\.min)?\\.js$`, 'iu');
const PACKAGE = new RegExp(`/htmx-ext-(ws|sse)${VERSION}(?:/|$)`, 'iu');
const BARE_CORE = /\/htmx(?:\.min)?\.js$/iu;
const BARE_EXTENSION = /\/(?:hx-)?(ws|sse)(?:\.min)?\.js$/iu;
const ANY_EXTENSION = new RegExp(`/(?:htmx\\.org|htmx)${VERSION}/(?:dist/)?ext/([\\w-]+)(?:\\.min)?\\.js$`, 'iu');
const ANY_BUNDLED = /\/(?:htmx\.org|htmx)\/?[^/]*\/dist\/ext\//iu;

/** A longer address is no path: it is the script itself, in a `data:` address. */
const LONGEST = 2000;

function majorOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

/** The htmx file that an address refers to; undefined: another file, or an extension other than ws and sse. @param pathname of the address */
export function htmxFile(pathname: string): HtmxFile | undefined {
  if (pathname.length > LONGEST) return undefined;
  const form = /\/(?:htmx|(?:hx-)?(?:ws|sse))\.js$/u.test(pathname) ? 'plain' : 'minified';
  const bundled = BUNDLED.exec(pathname);
  if (bundled !== null) {
    const [, digits, prefix, part] = bundled;
    return { part: partOf(part), major: majorOf(digits), form, from: 'bundled', prefixed: prefix !== undefined };
  }
  if (ANY_BUNDLED.test(pathname)) return undefined;
  const own = PACKAGE.exec(pathname);
  if (own !== null) return { part: partOf(own[1]), major: majorOf(own[2]), form, from: 'package' };
  const core = CORE.exec(pathname);
  if (core !== null) return { part: 'core', major: majorOf(core[1]), form, from: 'package' };
  if (BARE_CORE.test(pathname)) return { part: 'core', major: undefined, form, from: 'bare' };
  const extension = BARE_EXTENSION.exec(pathname);
  return extension === null ? undefined : { part: partOf(extension[1]), major: undefined, form, from: 'bare' };
}

/** The file of an npm package of htmx that a whole address refers to; undefined: a path of the page's own server, or another file. @param src as it stands in the page */
export function hostedFile(src: string): HtmxFile | undefined {
  const file = URL.canParse(src) ? htmxFile(new URL(src).pathname) : undefined;
  return file?.from === 'bare' ? undefined : file;
}

const EXTENSION_NAME = /htmx-ext-(ws|sse)|(?:^|[-_./])(ws|sse)(?:\.(?:min|esm))*\.js$/iu;
/** `htmx.min.js`, `htmx-2.0.11.esm.js`, `htmx.org@2.0.11`; in the package of htmx, all but its folder of extensions. */
const CORE_NAME =
  /(?:^|[-_./])htmx(?:\.org)?(?:[-_.@]v?\d[\w.]*?|@[^/]*)?(?:\.(?:min|esm|amd|cjs))*(?:\.js)?$|\/htmx\.org(?:@[^/]*)?\/(?!dist\/ext\/)/iu;

/**
 * The part of htmx that a script is by its name, from wherever it is served: `ws` for `/static/ws.js`. undefined: another script, or another
 * extension. @param src as it stands in the page
 */
export function partOfScript(src: string): HtmxPart | undefined {
  const path = withoutQuery(src);
  if (path.length > LONGEST) return undefined;
  const extension = EXTENSION_NAME.exec(path);
  if (extension !== null) return partOf(extension[1] ?? extension[2]);
  return CORE_NAME.test(path) ? 'core' : undefined;
}

/** Whether a script is an extension of htmx 4 by its name: `hx-ws.js`, `hx-sse.min.js`. Those of htmx 1 and 2 are called `ws.js`. */
export function isExtensionOf4(src: string): boolean {
  return /(?:^|\/)hx-(?:ws|sse)(?:\.min)?\.js$/iu.test(withoutQuery(src));
}

/** A file in the folder of extensions of htmx.org: its name, and whether the address has a version. undefined: another file. */
export function bundledExtension(
  src: string,
): { readonly name: string; readonly major: number | undefined } | undefined {
  const [, digits, name] = URL.canParse(src) ? (ANY_EXTENSION.exec(new URL(src).pathname) ?? []) : [];
  return name === undefined ? undefined : { name, major: majorOf(digits) };
}

/** Whether a script contains htmx with all of its extensions: `dist/htmax.js` of htmx.org 4. */
export function containsAll(src: string): boolean {
  return /(?:^|\/)htmax(?:\.min)?\.js$/iu.test(withoutQuery(src));
}

/** Whether a script's address was meant for htmx or an extension of it, also where it is misspelt: `htmx.mn.js`, `ws-ext.js`. */
export function namesHtmx(src: string): boolean {
  return /htmx/iu.test(src) || /(?:^|[-_./])(?:ws|sse)(?:[-_.][^/]*)?$/iu.test(withoutQuery(src));
}

function withoutQuery(src: string): string {
  return src.split(/[?#]/u)[0] ?? '';
}

/** What the file of a part is called in its package: `ws.js`. */
export function publishedName(part: HtmxPart, form: HtmxFile['form'] = 'minified'): string {
  if (part !== 'core') return `${part}.js`;
  return form === 'plain' ? 'htmx.js' : 'htmx.min.js';
}

function partOf(word: string | undefined): Transport {
  return word?.toLowerCase() === 'sse' ? 'sse' : 'ws';
}

/**
 * The major of htmx that a file belongs to. An address of a package without a version gets the newest; a file on any other path counts
 * as htmx 2.
 */
export function majorOfFile({ part, major, from }: HtmxFile): number {
  if (major !== undefined) return major;
  if (from === 'bare') return 2;
  return NEWEST[from === 'bundled' ? 'core' : part];
}

/**
 * The equivalent file of an npm package that the tutor has: `htmx-ext-ws/ws.js`, `htmx-4/dist/htmx.min.js`. undefined: another major, or
 * a file that the package of this major does not contain.
 */
export function packageFile(file: HtmxFile): string | undefined {
  const major = majorOfFile(file);
  const name = publishedName(file.part, file.form);
  if (file.from !== 'bundled' && file.part !== 'core') return major === 2 ? `htmx-ext-${file.part}/${name}` : undefined;
  const copy = COPIES[major];
  if (copy === undefined) return undefined;
  if (file.from !== 'bundled') return `${copy}/dist/${name}`;
  if ((major === 4) !== file.prefixed) return undefined;
  return major === 4
    ? `${copy}/dist/ext/hx-${file.part}${file.form === 'plain' ? '' : '.min'}.js`
    : `${copy}/dist/ext/${name}`;
}

/** The replacement for the file at an address, from the tutor's own packages: `packageFile` of `htmxFile`. */
export function ownFileFor(address: URL): string | undefined {
  const file = htmxFile(address.pathname);
  return file === undefined ? undefined : packageFile(file);
}

/** The tutor's own copy of a part in another major, and its address in npm. @param src of the script that it replaces */
export function otherMajorFor(
  src: string,
  major: 2 | 4,
): { readonly file: string; readonly published: string } | undefined {
  const part = partOfScript(src);
  if (part === undefined) return undefined;
  const [name, , file] = PUBLISHED[major][part];
  const own = name === 'htmx.org' ? (COPIES[major] ?? name) : name;
  return { file: `${own}/${file}`, published: publishedFile(part, major) };
}
