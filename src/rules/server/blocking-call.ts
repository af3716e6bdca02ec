import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';

/** The minimum time, in milliseconds, that a request or a ping waits while something blocks the process. */
export const STALL_MS = 700;

/** Calls that hold the whole process for a time: of Python and Perl, of Node. */
export const SLEEPS: readonly RegExp[] = [
  /\btime\.sleep\(|^\s*sleep\b[ (]/u,
  /\b(?:execSync|spawnSync|Atomics\.wait)\(/u,
];

/** The line of a blocking call, as learners write it; `otherwise` where none is found. */
export function blockingCall(locate: Pick<SourceLocator, 'find'>, otherwise: readonly Place[]): readonly Place[] {
  const found = locate.find(
    'server',
    /\btime\.sleep\(|^\s*sleep\b[ (]/u,
    /while\s*\(.*(?:Date\.now|performance\.now|Date\()/u,
    /execSync|Atomics\.wait/u,
  );
  return found.length > 0 ? found : otherwise;
}
