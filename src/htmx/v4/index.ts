import type { Dialect } from '../dialect.ts';
import { EVENTS_4 } from '../events.ts';
import { attributes } from './attributes.ts';
import { report } from './report.ts';
import { swaps } from './swaps.ts';
import { wire } from './wire.ts';

export const v4: Dialect = {
  major: 4,
  source: 'htmx.org 4.0.1',
  events: EVENTS_4,
  ...attributes,
  ...report,
  ...swaps,
  ...wire,
};
