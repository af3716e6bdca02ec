import type { Theme } from '../theme.ts';

/** A line of the ledger with the arrow of these marks. */
export function inMarks(line: string, marks: Theme['marks']): string {
  return line.replaceAll('→', marks.sent);
}
