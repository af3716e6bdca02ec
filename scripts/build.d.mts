/** Bundles `src/` into `outdir` (absolute path, emptied first; `dist/` of the package when left out). */
export function buildAll(outdir?: string): Promise<void>;

/** Bundles the page host, `dom-host.cjs`, into `outdir` and leaves everything else there (`dist/` when left out). */
export function buildDomHost(outdir?: string): Promise<void>;
