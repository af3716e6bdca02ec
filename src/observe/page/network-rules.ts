import path from 'node:path';
import { dependencyPath } from '../../model/package-root.ts';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** The page's own host on any port, and this machine: nothing else is ever asked. `hostname` as in a URL. */
export function mayReach(hostname: string, pageHostname: string): boolean {
  return loopback.has(hostname) || hostname === pageHostname;
}

/** A file of the tutor's own that stands in for a CDN's. */
export interface Substitute {
  /** Absolute path. */
  readonly file: string;
  /** `htmx.org/dist/htmx.min.js`: what the record says. */
  readonly by: string;
}

// The layouts of unpkg, jsdelivr (npm/ and gh/), cdnjs and esm.sh: a package's name, perhaps @version or /version, then a path.
const layouts: readonly {
  readonly path: RegExp;
  readonly major: string;
  readonly file: string;
  readonly plain?: string;
}[] = [
  { path: /\/(?:htmx\.org|htmx)(?:@|\/)?v?(\d+)?[^/]*\/dist\/ext\//i, major: 'none', file: '' },
  { path: /\/htmx-ext-ws(?:@v?(\d+)[^/]*)?(?:\/|$)/i, major: '2', file: 'htmx-ext-ws/ws.js' },
  { path: /\/htmx-ext-sse(?:@v?(\d+)[^/]*)?(?:\/|$)/i, major: '2', file: 'htmx-ext-sse/sse.js' },
  {
    path: /\/(?:htmx\.org|htmx)(?:(?:@|\/)v?(\d+)[^/]*)?(?:\/|$)/i,
    major: '2',
    file: 'htmx.org/dist/htmx.min.js',
    plain: 'htmx.org/dist/htmx.js',
  },
  { path: /\/htmx(?:\.min)?\.js$/i, major: '2', file: 'htmx.org/dist/htmx.min.js', plain: 'htmx.org/dist/htmx.js' },
  { path: /\/ws(?:\.min)?\.js$/i, major: '2', file: 'htmx-ext-ws/ws.js' },
  { path: /\/sse(?:\.min)?\.js$/i, major: '2', file: 'htmx-ext-sse/sse.js' },
];

/**
 * The tutor's own copy of what a CDN's URL names, when it is htmx 2 or its ws or sse extension. An unversioned URL counts as
 * version 2, which is what the chapter uses. Other majors, htmx 1's bundled extensions and everything else: undefined.
 */
export function substituteFor(url: URL): Substitute | undefined {
  const layout = layouts.find((candidate) => candidate.path.test(url.pathname));
  if (layout === undefined || layout.major === 'none') return undefined;
  const major = layout.path.exec(url.pathname)?.[1] ?? '2';
  if (major !== layout.major) return undefined;
  const by = layout.plain !== undefined && url.pathname.endsWith('/htmx.js') ? layout.plain : layout.file;
  return { file: path.normalize(dependencyPath(by)), by };
}
