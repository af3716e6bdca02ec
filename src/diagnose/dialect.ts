import { htmxFile, majorOfFile } from '../htmx/cdn.ts';
import { DIALECTS, dialectOf } from '../htmx/index.ts';
import type { Dialect, Major } from '../htmx/index.ts';
import type { PageSnapshot } from '../model/page.ts';
import { TRANSPORTS } from '../rules/page-fails.ts';

/**
 * The htmx for which a page is written. That is the one that it loads, unless its extensions are of htmx 2 and nothing else of it is of another
 * major: then the core is what does not belong there.
 */
export function dialectFor({ htmx, elements, scripts }: Pick<PageSnapshot, 'htmx' | 'elements' | 'scripts'>): Dialect {
  const loaded = dialectOf(htmx?.version);
  const newest = DIALECTS.at(-1) ?? loaded;
  // In the form that only the newest major has.
  const isNew = elements.some((element) =>
    TRANSPORTS.some((transport) => newest.roleOf(element, transport, 'connect')?.form === 'own'),
  );
  const extensions = scripts.flatMap(({ src }) => extensionMajor(src) ?? []);
  if (loaded.major === 2 || isNew || extensions.length === 0) return loaded;
  return extensions.every((major) => major === 2) ? dialectOf('2') : loaded;
}

/** The major that an extension belongs to by its address; undefined: another script, or the address does not say. */
function extensionMajor(src: string): Major | undefined {
  const file = URL.canParse(src) ? htmxFile(new URL(src).pathname) : undefined;
  if (file === undefined || file.part === 'core' || file.from === 'bare') return undefined;
  return dialectOf(String(majorOfFile(file))).major;
}
