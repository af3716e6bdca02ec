import { hostedFile, partOfScript } from '../../htmx/cdn.ts';
import type { ObservedPage } from '../observed-page.ts';

/** Which htmx a page runs, for sentences: they speak of htmx 2 where nothing else is said. */
export interface VersionFacts {
  readonly major?: 1 | 4;
  readonly newest?: 'yes';
}

/** An address of a package on another host, which answers with the newest version. */
export function namesNoVersion(script: string): boolean {
  const file = hostedFile(script);
  return file !== undefined && file.major === undefined;
}

/** The major of the page's htmx, and whether that is the newest because its address has no version. */
export function versionFacts({ dialect, scriptSources }: ObservedPage): VersionFacts {
  const { major } = dialect;
  if (major === 2) return {};
  const core = scriptSources.find((src) => partOfScript(src) === 'core');
  return { major, ...(major === 4 && core !== undefined && namesNoVersion(core) ? { newest: 'yes' } : {}) };
}
