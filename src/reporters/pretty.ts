import { Chalk } from 'chalk';
import { describe } from '../messages/index.ts';
import type { RunResult, StepResult } from '../model/check.ts';
import type { RunEvent } from '../model/event.ts';
import type { Action, Description } from '../model/finding.ts';
import { stepMarks } from '../terminal/marks.ts';
import { escapeControls, wrap } from '../terminal/text.ts';
import type { Sheet } from '../terminal/finding/sheet.ts';
import { durationText, plural } from '../terminal/finding/sheet.ts';
import { failureLines, summaryLines } from '../terminal/finding/finding.ts';
import { stepLines } from './pretty-steps.ts';
import { timelineLines } from '../terminal/finding/timeline.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';

type Started = Extract<RunEvent, { type: 'run-started' }>;

interface Seen {
  readonly step: StepResult;
  readonly words: Description;
  /** What was done when it was seen. */
  readonly kind: Action['kind'] | undefined;
}

/** For people: the steps, the first error with all that is known about it, the others in a line each, the verdict. */
export function createPrettyReporter(options: ReporterOptions): Reporter {
  const sheet: Sheet = {
    width: options.width,
    marks: stepMarks(options.unicode),
    chalk: new Chalk({ level: options.colour ? 1 : 0 }),
  };
  let started: Started | undefined;
  return (event) => {
    if (event.type === 'run-started') started = event;
    if (event.type !== 'run-finished') return;
    const lines = options.quiet
      ? verdictLines(event.result, sheet, { named: true })
      : reportLines(event.result, started, sheet, { verbose: options.verbose });
    options.out.write(`${lines.map((line) => line.trimEnd()).join('\n')}\n`);
  };
}

function reportLines(
  result: RunResult,
  started: Started | undefined,
  sheet: Sheet,
  { verbose }: { readonly verbose: boolean },
): readonly string[] {
  const { chalk } = sheet;
  const seen = findingsOf(result);
  const errors = seen.filter(({ words }) => words.severity === 'error');
  const warnings = seen.filter(({ words }) => words.severity === 'warning');
  const [first, ...others] = errors;
  const failing = first?.step ?? result.steps.find((step) => !step.passed);

  const parts: (readonly string[])[] = [
    result.steps.flatMap((step) =>
      stepLines(step, sheet, { whole: verbose || step === failing || step === result.steps.at(-1) }),
    ),
  ];
  if (first !== undefined) parts.push(failureLines(first.words, sheet, { pasteable: isPasteable(first.kind) }));
  for (const step of result.steps) {
    if (verbose || step === failing) parts.push(timelineLines(step, sheet, { whole: verbose, about: first?.kind }));
  }
  if (others.length > 0) {
    parts.push([chalk.bold('Also seen'), ...others.flatMap(({ words }) => summaryLines(words, sheet, { fix: false }))]);
  }
  if (warnings.length > 0) {
    parts.push([
      chalk.bold('Worth a look'),
      ...warnings.flatMap(({ words }) => summaryLines(words, sheet, { fix: true })),
    ]);
  }
  if (verbose && started !== undefined) parts.push(runLines(result, started, sheet));
  parts.push(verdictLines(result, sheet, { named: false }));
  return parts.filter((lines) => lines.length > 0).flatMap((lines, index) => (index > 0 ? ['', ...lines] : lines));
}

function findingsOf(result: RunResult): readonly Seen[] {
  return result.steps.flatMap((step) =>
    step.checks.flatMap((check) =>
      check.findings.map((finding) => ({ step, words: describe(finding), kind: finding.evidence.did?.kind })),
    ),
  );
}

/** What `did` says can be pasted into a shell. */
export function isPasteable(kind: Action['kind'] | undefined): boolean {
  return kind === 'http' || kind === 'ws' || kind === 'sse' || kind === 'run';
}

function runLines(result: RunResult, started: Started, sheet: Sheet): readonly string[] {
  const phases = Object.entries(result.phases).map(([name, ms]) => `${name} ${durationText(ms)}`);
  const facts = [`seed ${escapeControls(started.seed)}`, `backend ${escapeControls(started.backend)}`, ...phases];
  return facts.map((fact) => sheet.chalk.dim(fact));
}

function verdictLines(result: RunResult, sheet: Sheet, { named }: { readonly named: boolean }): readonly string[] {
  const { chalk, marks } = sheet;
  const checks = result.steps.flatMap((step) => step.checks);
  const failed = checks.filter((check) => check.status === 'fail').length;
  const skipped = checks.filter((check) => check.status === 'skip').length;
  const warned = checks.filter((check) => check.status === 'warn').length;
  const facts = result.passed
    ? [`${result.target} passed`, plural(checks.length - skipped, 'check'), warned > 0 ? plural(warned, 'warning') : '']
    : [`${result.target} not passed`, `${failed} of ${plural(checks.length, 'check')} failed`];
  facts.push(skipped > 0 ? `${skipped} left out` : '', durationText(result.durationMs));
  const verdict = facts.filter((fact) => fact !== '').join(` ${marks.dot} `);
  const first = findingsOf(result).find(({ words }) => words.severity === 'error');
  const code = named && first !== undefined ? ` ${marks.dot} ${first.words.code}` : '';
  const mark = result.passed ? marks.pass : marks.fail;
  const style = result.passed ? chalk.green : chalk.red;
  return wrap(`${mark} ${verdict}${code}`, sheet.width).map((line) => style(line));
}
