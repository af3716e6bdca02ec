import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';

/** What a request or a ping waits at least, in milliseconds, beside something that keeps the process busy. */
export const STALL_MS = 700;

/** The line of a call that keeps the process busy, as learners write it; `otherwise` where none is seen. */
export function blockingCall(locate: Pick<SourceLocator, 'find'>, otherwise: readonly Place[]): readonly Place[] {
  const found = locate.find(
    'server',
    /\btime\.sleep\(|^\s*sleep\(/u,
    /while\s*\(.*(?:Date\.now|performance\.now|Date\()/u,
    /execSync|Atomics\.wait/u,
  );
  return found.length > 0 ? found : otherwise;
}
