/** Bundles `src/` into `outdir` (absolute path, emptied first; `dist/` of the package when left out). */
export function buildAll(outdir?: string): Promise<void>;
