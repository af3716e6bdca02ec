import type { ChalkInstance } from 'chalk';
import type { Place } from '../../model/timeline.ts';
import type { Marks } from '../marks.ts';

/** What the parts of the pretty report are written with. */
export interface Sheet {
  readonly width: number;
  readonly marks: Marks;
  readonly chalk: ChalkInstance;
  /** Makes the text of a place a link to it; without it the text stays as it is. */
  readonly link?: (text: string, place: Place) => string;
}

/** `97 ms`, `1.4 s`. */
export function durationText(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** `1 check`, `2 checks`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
