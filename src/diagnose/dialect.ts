import { htmxFile, majorOfFile } from '../htmx/cdn.ts';
import { DIALECTS, dialectOf } from '../htmx/index.ts';
import type { Dialect, Major } from '../htmx/index.ts';
import type { PageSnapshot } from '../model/page.ts';
import { TRANSPORTS } from '../rules/page-fails.ts';

/**
 * The htmx for which a page is written. That is the one that it loads, unless its extensions are of htmx 2 and nothing else of it is of another
 * major: then the core is what does not belong there.
 * @param complaints what the scripts of the page threw
 */
export function dialectFor(
  { htmx, elements, scripts }: Pick<PageSnapshot, 'htmx' | 'elements' | 'scripts'>,
  complaints: readonly string[] = [],
): Dialect {
  const loaded = dialectOf(htmx?.version);
  const newest = DIALECTS.at(-1) ?? loaded;
  // In the form that only the newest major has.
  const isNew = elements.some((element) =>
    TRANSPORTS.some((transport) => newest.roleOf(element, transport, 'connect')?.form === 'own'),
  );
  // htmx 4 has another function for it: such an extension says so as it loads, whatever its address is.
  if (loaded.major > 2 && !isNew && complaints.some((text) => /defineExtension is not a function/u.test(text)))
    return dialectOf('2');
  const extensions = scripts.flatMap(({ src }) => extensionMajor(src) ?? []);
  if (loaded.major === 2 || isNew || connectsByItself(loaded, elements) || extensions.length === 0) return loaded;
  return extensions.every((major) => major === 2) ? dialectOf('2') : loaded;
}

/** The core connects without any extension (htmx 1), so that is what the page is written for. */
function connectsByItself(loaded: Dialect, elements: PageSnapshot['elements']): boolean {
  return TRANSPORTS.some((transport) => loaded.connectors(elements, transport, { extensions: [] }).length > 0);
}

/** The major that an extension belongs to by its address; undefined: another script, or the address does not say. */
function extensionMajor(src: string): Major | undefined {
  const file = URL.canParse(src) ? htmxFile(new URL(src).pathname) : undefined;
  if (file === undefined || file.part === 'core' || file.from === 'bare') return undefined;
  return dialectOf(String(majorOfFile(file))).major;
}
