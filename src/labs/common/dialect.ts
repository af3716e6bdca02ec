import { dialectOf } from '../../htmx/index.ts';

/** The htmx of the pages of all labs. */
export const DIALECT = dialectOf('2');
