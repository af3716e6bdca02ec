import type { Description } from '../../messages/index.ts';
import type { Finding } from '../../model/finding.ts';
import type { Theme } from '../theme.ts';

/** Colours, signs and findings for the screen. Findings have the wording and form of all reports. */
export interface ScreenTheme extends Theme {
  /** Frames of the spinner that turns while a check runs. */
  readonly spinnerFrames: readonly string[];
  /** The words of a finding. */
  describe(finding: Finding): Description;
  /** Every part of a finding. */
  finding(finding: Finding, width: number): readonly string[];
  /** A finding in one line; a warning also with its fix. */
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

/** Columns for text: one is free on the left, and one on the right because a full row makes some terminals wrap. */
export function textWidth({ columns }: Size): number {
  return Math.min(WIDEST, Math.max(NARROWEST, columns - 2));
}
