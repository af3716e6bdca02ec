import path from 'node:path';
import { Chalk } from 'chalk';
import { describe } from '../messages/index.ts';
import type { CheckResult, StepResult } from '../model/check.ts';
import type { RunEvent } from '../model/event.ts';
import type { Description, Finding } from '../model/finding.ts';
import type { Place } from '../model/timeline.ts';
import { stepMarks } from '../terminal/marks.ts';
import { escapeControls } from '../terminal/text.ts';
import { failureLines } from '../terminal/finding/finding.ts';
import type { Sheet } from '../terminal/finding/sheet.ts';
import { timelineLines } from '../terminal/finding/timeline.ts';

// What the reporters for other programs share: text without colours, in ASCII as far as it is ours.

export type Started = Extract<RunEvent, { type: 'run-started' }>;

const SHEET: Sheet = { width: 100, marks: stepMarks(false), chalk: new Chalk({ level: 0 }) };
/** A line of a timeline is cut here: a frame may be long, and a report is kept. */
const TIMELINE_WIDTH = 200;

/** A finding with its words. */
export interface Told {
  readonly finding: Finding;
  readonly words: Description;
}

/** The findings of a check, errors first. */
export function toldOf(check: CheckResult): readonly Told[] {
  const told = check.findings.map((finding) => ({ finding, words: describe(finding) }));
  return told.toSorted((a, b) => Number(b.words.severity === 'error') - Number(a.words.severity === 'error'));
}

/** All that is known about a finding; nothing in it can steer a terminal. */
export function wholeText({ words }: Told): string {
  return clean(failureLines(words, SHEET, { pasteable: true }));
}

/** What went over the wire in a step; empty when nothing did. `whole`: not only what led to the fault. */
export function timelineText(
  step: StepResult,
  { whole, about }: { readonly whole: boolean; readonly about?: Finding | undefined },
): string {
  return clean(timelineLines(step, { ...SHEET, width: TIMELINE_WIDTH }, { whole, about: about?.evidence.did?.kind }));
}

/** The first fault of a run and the step that it stands in. */
export function firstError(
  steps: readonly StepResult[],
): (Told & { readonly step: StepResult; readonly check: CheckResult }) | undefined {
  for (const step of steps) {
    for (const check of step.checks) {
      const told = toldOf(check).find(({ words }) => words.severity === 'error');
      if (told !== undefined) return { ...told, step, check };
    }
  }
  return undefined;
}

/** A place as a program that starts at `root` finds it, with forward slashes; absolute when the folder is elsewhere. */
export function placeFrom(root: string | undefined, started: Started | undefined, place: Place): string {
  if (root === undefined || started === undefined) return place.file;
  const file = path.join(started.folder, place.file);
  const relative = path.relative(root, file);
  const outside = relative.startsWith('..') || path.isAbsolute(relative);
  return (outside ? file : relative).split(path.sep).join('/');
}

/** Seconds with milliseconds, as JUnit and others have them: `1.412`. */
export function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** Why a check was left out, in one line. */
export function skipReason(check: CheckResult): string {
  return escapeControls(check.skipped ?? 'no reason given');
}

function clean(lines: readonly string[]): string {
  return lines.map((line) => line.trimEnd()).join('\n');
}
