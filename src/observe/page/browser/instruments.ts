import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../../../model/package-root.ts';
import type { BrowserOptions } from '../injected/browser-entry.ts';

/** The name that the bundle gives to the exports of `injected/browser-entry.ts`; scripts/build.mjs sets it. */
const GLOBAL = 'pageInstruments';

/** The script that puts the instruments into each document of a browser. The bundle's own name is local to it. */
export async function initScript(options: BrowserOptions): Promise<string> {
  const bundle = await readFile(path.join(packageRoot(), 'dist', 'page-instruments.js'), 'utf8');
  return `(() => {\n${bundle}\n${GLOBAL}.start(window, ${JSON.stringify(options)});\n})()`;
}
