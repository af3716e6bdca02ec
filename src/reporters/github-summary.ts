import path from 'node:path';
import { passed } from '../model/check.ts';
import type { StepResult } from '../model/check.ts';
import { escapeControls } from '../terminal/text.ts';
import { measuredText } from '../terminal/units.ts';
import { outcomeOf, verdictOf } from './outcome.ts';
import { wholeText } from './plain.ts';
import type { Report } from './report.ts';

/** A run in GitHub's Markdown: the steps as a table, then the first error. Ends with a blank line, because each run is appended. */
export function summaryOf({ result, started, first }: Report): string {
  return [
    `### ${code(path.basename(started.folder))}: ${verdictOf(result)}`,
    '',
    '| step | result | checks | time |',
    '|---|---|---|---|',
    ...result.steps.map(row),
    ...(first === undefined ? [] : ['', fenced(wholeText(first.view))]),
    '',
    '',
  ].join('\n');
}

function row(step: StepResult): string {
  const seen = step.checks.filter(passed).length;
  const facts = [
    `${step.step} ${prose(step.title)}`,
    {
      pass: 'passed',
      fail: '**not passed**',
      skip: seen === 0 ? 'skipped' : 'skipped in part',
      unknown: '**undecided**',
    }[outcomeOf(step)],
    `${seen} of ${step.checks.length}`,
    measuredText(step.durationMs),
  ];
  return `| ${facts.join(' | ')} |`;
}

/** Text in a cell of a table. */
export function prose(text: string): string {
  return escapeControls(text).replaceAll(/[\\`*_[\]<>&|#]/g, (sign) => `\\${sign}`);
}

function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  return `${fence} ${escapeControls(text)} ${fence}`;
}

/** A block of code that no run of backticks in the text ends. */
export function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

/** Length of the longest run of backticks in it: a fence must be longer. */
function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
