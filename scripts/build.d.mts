/** Bundles `src/` into `outdir` (absolute path, emptied first; `dist/` of the package when omitted). */
export function buildAll(outdir?: string): Promise<void>;
