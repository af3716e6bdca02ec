import type { Finding } from '../../model/finding.ts';
import type { Theme } from '../theme.ts';

/** What the screen is drawn with. Findings come in the words and the form that all reports give them. */
export interface ScreenTheme extends Theme {
  /** The sign that turns while a check runs. */
  readonly turning: readonly string[];
  /** The whole anatomy of a finding. */
  finding(finding: Finding, width: number): readonly string[];
  /** A finding in one line; a warning with its fix. */
  summary(finding: Finding, width: number): readonly string[];
}

/** Columns and rows of the terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Texts wider than this are hard to read; the rest of a very wide terminal stays empty. */
const WIDEST = 110;
const NARROWEST = 20;

/** Columns for text: one is free on the left; and one on the right, because a full row makes some terminals wrap. */
export function textWidth({ columns }: Size): number {
  return Math.min(WIDEST, Math.max(NARROWEST, columns - 2));
}
