import type { HttpFailure } from '../observe/http.ts';

/** What a client gets whose server did not start: the check of the start says why. */
export const NOT_STARTED: { readonly ok: false; readonly problem: HttpFailure } = {
  ok: false,
  problem: { reason: 'refused', message: 'the server did not start', waitedMs: 0 },
};
