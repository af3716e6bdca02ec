import type { Code, Evidence, FactsByCode, Severity } from '../../../src/model/finding.ts';

/** One finding that a code's words are recorded for. */
export interface Sample<C extends Code> {
  readonly facts: FactsByCode[C];
  readonly evidence?: Evidence;
  readonly severity?: Severity;
}

/** At least one finding for each of these codes; a code without one does not compile. */
export type Samples<C extends Code> = { readonly [K in C]: readonly [Sample<K>, ...(readonly Sample<K>[])] };

export const AT_PAGE = { did: { kind: 'page' }, where: [{ file: 'templates/index.html', line: 12 }] } as const;
/** Without a place, so that the language alone decides whose words are used. */
export const AT_SOCKET = { did: { kind: 'ws', path: '/ws', sent: ['hello'] }, waitedMs: 2000 } as const;
export const AT_STREAM = { did: { kind: 'sse', path: '/sse/counter' } } as const;
export const IN_SERVER = { where: [{ file: 'server.txt', line: 31 }] } as const;
