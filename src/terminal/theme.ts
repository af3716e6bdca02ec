import type { ChalkInstance } from 'chalk';
import type { Place } from '../model/timeline.ts';
import type { Marks } from './marks.ts';

/** Colours and signs that text for a person is written with. */
export interface Theme {
  readonly marks: Marks;
  readonly chalk: ChalkInstance;
  /** Makes the text of a place a link to it; without it the text stays as it is. */
  readonly link?: (text: string, place: Place) => string;
}
