import path from 'node:path';
import { Chalk } from 'chalk';
import type { CheckResult, StepResult } from '../model/check.ts';
import type { Place } from '../model/timeline.ts';
import { renderFinding } from '../terminal/finding/render.ts';
import { timelineLines } from '../terminal/finding/timeline.ts';
import type { FindingView } from '../terminal/finding/view.ts';
import { stepMarks } from '../terminal/marks.ts';
import { undecidedText } from '../terminal/checks.ts';
import { escapeControls } from '../terminal/text.ts';
import type { Theme } from '../terminal/theme.ts';
import type { Seen, Started } from './report.ts';

// What the reporters for other programs share: text without colours, our own part of it in ASCII.

const PLAIN: Theme = { marks: stepMarks(false), chalk: new Chalk({ level: 0 }) };
const WIDTH = 100;
/** Lines of a timeline are cut at this length: a frame may be long, and reports are stored. */
const TIMELINE_WIDTH = 200;

/** Everything that is known about a finding, with its control characters escaped. */
export function wholeText(view: FindingView): string {
  return clean(renderFinding(view, PLAIN, WIDTH));
}

/** What went over the wire in a step; empty when nothing did. `whole`: not only what led to the error. */
export function timelineText(
  step: StepResult,
  { whole, about }: { readonly whole: boolean; readonly about?: Seen | undefined },
): string {
  return clean(
    timelineLines(step, PLAIN, { width: TIMELINE_WIDTH, lines: whole ? 'all' : 'excerpt', about: about?.finding }),
  );
}

/** A place as a program that starts at `root` finds it, with forward slashes; absolute when the folder is elsewhere. */
export function placeFrom(root: string | undefined, started: Started, place: Place): string {
  if (root === undefined) return place.file;
  const file = path.join(started.folder, place.file);
  const relative = path.relative(root, file);
  const outside = relative.startsWith('..') || path.isAbsolute(relative);
  return (outside ? file : relative).split(path.sep).join('/');
}

/** Seconds with three decimals, as JUnit and others expect: `1.412`. */
export function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** Why a check was skipped or came to no result, in one line. */
export function skipReason(check: CheckResult): string {
  const { undecided, skipped } = check;
  return escapeControls(undecided === undefined ? (skipped ?? 'no reason given') : undecidedText(undecided));
}

function clean(lines: readonly string[]): string {
  return lines.map((line) => line.trimEnd()).join('\n');
}
