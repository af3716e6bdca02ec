import type { Dialect } from '../dialect.ts';
import { EVENTS_1 } from '../events.ts';
import { wireOf } from '../v2/wire.ts';
import { attributes } from './attributes.ts';
import { report } from './report.ts';
import { swaps } from './swaps.ts';

/** htmx 1, supported only to be recognized: `hx-ws` and `hx-sse` in the core, and the first extensions. */
export const v1: Dialect = {
  major: 1,
  source: 'htmx.org 1.9.12',
  events: EVENTS_1,
  ...attributes,
  ...report,
  ...swaps,
  // `ensureWebSocket` of the core, and its extension.
  ...wireOf([1006, 1012, 1013]),
};
