import type { Place } from '../../model/timeline.ts';

/** `line 31 of main.py`, in a sentence. */
export function placeWords(place: Place | undefined): string {
  if (place === undefined) return 'the place that the output names';
  return place.line === undefined ? place.file : `line ${place.line} of ${place.file}`;
}
