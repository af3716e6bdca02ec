import type { Dialect } from '../dialect.ts';
import { EVENTS_2 } from '../events.ts';
import { attributes } from './attributes.ts';
import { report } from './report.ts';
import { swaps } from './swaps.ts';
import { wire } from './wire.ts';

export const v2: Dialect = {
  major: 2,
  source: 'htmx.org 2.0.11, htmx-ext-ws 2.0.4, htmx-ext-sse 2.2.4',
  events: EVENTS_2,
  ...attributes,
  ...report,
  ...swaps,
  ...wire,
};
