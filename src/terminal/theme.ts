import type { ChalkInstance } from 'chalk';
import type { Place } from '../model/timeline.ts';
import type { Marks } from './marks.ts';

/** Colours and signs for text that people read. */
export interface Theme {
  readonly marks: Marks;
  readonly chalk: ChalkInstance;
  /** Turns the text of a place into a link; absent: the text stays as it is. */
  readonly link?: (text: string, place: Place) => string;
}
