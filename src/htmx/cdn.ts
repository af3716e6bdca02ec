import type { Transport } from './dialect.ts';

/** What a script's address names. */
export interface HtmxFile {
  readonly part: 'core' | Transport;
  /** undefined: the address has no version. */
  readonly major: number | undefined;
  /** Not minified: `htmx.js`. */
  readonly form: 'plain' | 'minified';
  /** `package`: a package of the extension's own (htmx 2). `bundled`: `dist/ext` of htmx.org (htmx 1, htmx 4; for htmx 2 that of htmx 1). */
  readonly from: 'package' | 'bundled' | 'bare';
}

const VERSION = '(?:[@/]v?(\\d+)[^/]*)?';
/** Layouts of unpkg, jsdelivr (npm/ and gh/), cdnjs and esm.sh: a package's name, perhaps `@version` or `/version`, then a path. */
const CORE = new RegExp(`/(?:htmx\\.org|htmx)${VERSION}(?:/|$)`, 'iu');
const BUNDLED = new RegExp(`/(?:htmx\\.org|htmx)${VERSION}/(?:dist/)?ext/(?:hx-)?(ws|sse)(?:\\.min)?\\.js$`, 'iu');
const PACKAGE = new RegExp(`/htmx-ext-(ws|sse)${VERSION}(?:/|$)`, 'iu');
const BARE_CORE = /\/htmx(?:\.min)?\.js$/iu;
const BARE_EXTENSION = /\/(?:hx-)?(ws|sse)(?:\.min)?\.js$/iu;
const ANY_BUNDLED = /\/(?:htmx\.org|htmx)(?:@|\/)?v?\d*[^/]*\/dist\/ext\//iu;

function majorOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

/** The file of htmx that an address names; undefined: another's, or an extension other than ws and sse. @param pathname of the address */
export function htmxFile(pathname: string): HtmxFile | undefined {
  const form = /\/(?:htmx|(?:hx-)?(?:ws|sse))\.js$/u.test(pathname) ? 'plain' : 'minified';
  const bundled = BUNDLED.exec(pathname);
  if (bundled !== null) return { part: partOf(bundled[2]), major: majorOf(bundled[1]), form, from: 'bundled' };
  if (ANY_BUNDLED.test(pathname)) return undefined;
  const own = PACKAGE.exec(pathname);
  if (own !== null) return { part: partOf(own[1]), major: majorOf(own[2]), form, from: 'package' };
  const core = CORE.exec(pathname);
  if (core !== null) return { part: 'core', major: majorOf(core[1]), form, from: 'package' };
  if (BARE_CORE.test(pathname)) return { part: 'core', major: undefined, form, from: 'bare' };
  const extension = BARE_EXTENSION.exec(pathname);
  return extension === null ? undefined : { part: partOf(extension[1]), major: undefined, form, from: 'bare' };
}

function partOf(word: string | undefined): Transport {
  return word?.toLowerCase() === 'sse' ? 'sse' : 'ws';
}

/**
 * The file of an npm package that does the same, where one of htmx 2 does: `htmx-ext-ws/ws.js`. An address without a version counts as
 * htmx 2. undefined: another major, or an extension that was bundled with htmx 1.
 */
export function packageFile(file: HtmxFile): string | undefined {
  if ((file.major ?? 2) !== 2 || file.from === 'bundled') return undefined;
  if (file.part === 'core') return `htmx.org/dist/${file.form === 'plain' ? 'htmx.js' : 'htmx.min.js'}`;
  return `htmx-ext-${file.part}/${file.part}.js`;
}

/** What stands in for the file that an address names, from packages of htmx 2: `packageFile` of `htmxFile`. */
export function ownFileFor(address: URL): string | undefined {
  const file = htmxFile(address.pathname);
  return file === undefined ? undefined : packageFile(file);
}
