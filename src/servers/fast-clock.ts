import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Launch } from '../model/backend.ts';
import { packageRoot } from '../model/package-root.ts';

/** How much sooner the timers of a server with a fast clock fire: a second lasts ten milliseconds. */
export const FAST_CLOCK_FACTOR = 100;

/**
 * The same start with a fast clock, for Node and Python: what the server waits for, longer than a quarter of a second, comes sooner. Another
 * runtime ignores it, so whoever uses the server must see that it is fast.
 * @param options.date `fast`: the time of day goes on as fast as the timers
 */
export function withFastClock(
  launch: Launch,
  {
    env = process.env,
    date = 'usual',
  }: { readonly env?: Readonly<Record<string, string | undefined>>; readonly date?: 'usual' | 'fast' } = {},
): Launch {
  const folder = path.join(packageRoot(), 'dist', 'fast-clock');
  const options = [
    launch.env['NODE_OPTIONS'] ?? env['NODE_OPTIONS'],
    `--import=${pathToFileURL(path.join(folder, 'node.mjs')).href}`,
  ];
  const modules = [folder, launch.env['PYTHONPATH'] ?? env['PYTHONPATH']];
  const present = (texts: readonly (string | undefined)[]): readonly string[] =>
    texts.filter((text) => text !== undefined && text !== '').map(String);
  return {
    ...launch,
    env: {
      ...launch.env,
      FAST_CLOCK: String(FAST_CLOCK_FACTOR),
      ...(date === 'fast' ? { FAST_DATE: '1' } : {}),
      NODE_OPTIONS: present(options).join(' '),
      PYTHONPATH: present(modules).join(path.delimiter),
      PYTHONDONTWRITEBYTECODE: '1',
    },
  };
}
