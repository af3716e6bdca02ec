import { PLACE_NAMES } from '../../../reporters/names.ts';

/** How `grade` prints its result: one report of all, or the files of each folder for a place that grades. */
export const FORMATS = ['table', 'json', 'junit', 'tap', 'github', 'csv', ...PLACE_NAMES] as const;

export type Format = (typeof FORMATS)[number];
