import type { Course } from '../../../model/step.ts';
import type { Output } from './output.ts';

/** What to do when the last step has passed: the page that the chapter has for it, else what the list offers, as after a lab. */
export function sayClosing({ closing }: Course, output: Output): void {
  if (closing === undefined) output.next('list', 'what there is besides');
  else output.next(`lesson ${closing}`, 'what you have built, and where to go from here');
}
