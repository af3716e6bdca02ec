import type { Code } from '../../../model/finding.ts';
import type { Names } from '../../names.ts';

/** An error in the words of a framework, a library or a runtime, whose fix is known. */
export interface FrameworkError {
  /** Matches `Name: message`, as the server prints it, and the line in which people see it. */
  readonly error: RegExp;
  /** A line of the server's output that must be there too, where the words of the error alone fit several causes. */
  readonly printed?: RegExp;
  /** The findings to which the fix belongs, where the words alone fit other causes too; absent: every one that quotes them. */
  readonly only?: readonly Code[];
  /** The code that `explain` names for a line with these words. */
  readonly code: Code;
  /** Why it happens: one or two sentences, added to the cause. */
  readonly cause: string;
  /** What to write instead. @param at `line 3 of main.py` @param printed the lines in which the server printed the error, with those of its source */
  fix(at: string, names: Names, printed: readonly string[]): string;
}
