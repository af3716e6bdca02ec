/** htmx itself, or one of its two extensions. */
export type HtmxPart = 'core' | 'ws' | 'sse';

export type HtmxMajor = 1 | 2 | 4;

/** Where npm has the parts of each major: a package with its version, and the file in it. */
export const PUBLISHED: Readonly<
  Record<HtmxMajor, Readonly<Record<HtmxPart, readonly [name: string, version: string, file: string]>>>
> = {
  1: {
    core: ['htmx.org', '1.9.12', 'dist/htmx.min.js'],
    ws: ['htmx.org', '1.9.12', 'dist/ext/ws.js'],
    sse: ['htmx.org', '1.9.12', 'dist/ext/sse.js'],
  },
  2: {
    core: ['htmx.org', '2.0.11', 'dist/htmx.min.js'],
    ws: ['htmx-ext-ws', '2.0.4', 'ws.js'],
    sse: ['htmx-ext-sse', '2.2.4', 'sse.js'],
  },
  4: {
    core: ['htmx.org', '4.0.1', 'dist/htmx.min.js'],
    ws: ['htmx.org', '4.0.1', 'dist/ext/hx-ws.min.js'],
    sse: ['htmx.org', '4.0.1', 'dist/ext/hx-sse.min.js'],
  },
};

/** The file of a part for a major, as an address of npm names it with its version: `htmx-ext-ws@2.0.4/ws.js`. */
export function publishedFile(part: HtmxPart, major: HtmxMajor): string {
  const [name, version, file] = PUBLISHED[major][part];
  return `${name}@${version}/${file}`;
}

/** A file in the folder of extensions of htmx.org, as an address of npm names it with its version. @param name without its ending */
export function publishedExtension(name: string, major: 1 | 4): string {
  return `${publishedCore(major)}/dist/ext/${name}.js`;
}

/** The package of htmx itself in a major, with its version: `htmx.org@2.0.11`. */
export function publishedCore(major: HtmxMajor): string {
  const [name, version] = PUBLISHED[major].core;
  return `${name}@${version}`;
}
