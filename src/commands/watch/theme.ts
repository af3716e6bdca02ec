import { Chalk } from 'chalk';
import type { DescribeContext } from '../../messages/index.ts';
import type { Finding } from '../../model/finding.ts';
import { renderFinding, renderSummary } from '../../terminal/finding/render.ts';
import { findingView } from '../../terminal/finding/view.ts';
import type { FindingView } from '../../terminal/finding/view.ts';
import { stepMarks } from '../../terminal/marks.ts';
import type { TerminalOptions } from '../../terminal/terminal.ts';
import { placeLinks } from '../../terminal/watch/index.ts';
import type { ScreenTheme } from '../../terminal/watch/index.ts';

export interface ThemeOptions {
  /** Absolute path of the learner's folder. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whose server it is when a finding is first shown. */
  readonly context: () => DescribeContext;
  /** Keys do what commands do elsewhere. */
  readonly readsKeys: boolean;
}

/** The screen's colours and signs; findings look as in every report, and their places are links. */
export function createTheme(
  { colour, unicode }: TerminalOptions,
  { folder, env, context, readsKeys }: ThemeOptions,
): ScreenTheme {
  const base = {
    chalk: new Chalk({ level: colour ? 1 : 0 }),
    marks: stepMarks(unicode),
    link: placeLinks(folder, env),
  };
  const views = new WeakMap<Finding, FindingView>();
  const viewOf = (finding: Finding): FindingView => {
    const view = views.get(finding) ?? findingView(finding, context(), readsKeys ? 'm explains it' : undefined);
    views.set(finding, view);
    return view;
  };
  return {
    ...base,
    spinnerFrames: unicode ? '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'.split('') : ['-', '\\', '|', '/'],
    describe: (finding) => viewOf(finding).words,
    finding: memoized((finding, width) => renderFinding(viewOf(finding), base, width)),
    summary: memoized((finding, width) => renderSummary(viewOf(finding), base, width)),
  };
}

/** A screen is redrawn ten times a second while a check runs; the lines of a finding are kept as long as the width stays. */
function memoized(draw: ScreenTheme['finding']): ScreenTheme['finding'] {
  const drawn = new WeakMap<Finding, { readonly width: number; readonly lines: readonly string[] }>();
  return (finding, width) => {
    const known = drawn.get(finding);
    if (known?.width === width) return known.lines;
    const lines = draw(finding, width);
    drawn.set(finding, { width, lines });
    return lines;
  };
}
