import path from 'node:path';
import type { RunResult, StepResult } from '../model/check.ts';
import { escapeControls } from '../terminal/text.ts';
import { outcomeOf } from './outcome.ts';
import { firstError, wholeText } from './plain.ts';
import type { Started } from './plain.ts';
import { durationText } from '../terminal/finding/sheet.ts';

/** A run in GitHub's Markdown: the steps as a table, then the first fault. Ends with a blank line, because runs are added to each other. */
export function summaryOf(result: RunResult, started: Started | undefined): string {
  const where = started === undefined ? '' : ` in ${code(path.basename(started.folder))}`;
  const first = firstError(result.steps);
  return [
    `### ${result.target} ${result.passed ? 'passed' : 'not passed'}${where}`,
    '',
    '| step | result | checks | time |',
    '|---|---|---|---|',
    ...result.steps.map(row),
    ...(first === undefined ? [] : ['', fenced(wholeText(first))]),
    '',
    '',
  ].join('\n');
}

function row(step: StepResult): string {
  const passed = step.checks.filter((check) => check.status === 'pass' || check.status === 'warn').length;
  const facts = [
    `${step.step} ${prose(step.title)}`,
    { pass: 'passed', fail: '**not passed**', skip: 'left out in part' }[outcomeOf(step)],
    `${passed} of ${step.checks.length}`,
    durationText(step.durationMs),
  ];
  return `| ${facts.join(' | ')} |`;
}

function prose(text: string): string {
  return escapeControls(text).replaceAll(/[\\`*_[\]<>&|#]/g, (sign) => `\\${sign}`);
}

function code(text: string): string {
  const fence = '`'.repeat(longestRun(text) + 1);
  return `${fence} ${escapeControls(text)} ${fence}`;
}

function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

/** How many backticks stand side by side in it at most: a fence must be longer. */
function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
