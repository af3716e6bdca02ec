import type { Course } from '../../../model/step.ts';
import type { Output } from './output.ts';

/** What to read when the last step has passed, where the chapter has a page for it. */
export function sayClosing({ closing }: Course, output: Output): void {
  if (closing !== undefined) output.next(`lesson ${closing}`, 'what you have built, and where to go from here');
}
