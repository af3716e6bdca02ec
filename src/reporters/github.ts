import { appendFileSync } from 'node:fs';
import type { CheckResult, StepResult } from '../model/check.ts';
import { noResultText } from '../terminal/checks.ts';
import { stepMarks } from '../terminal/marks.ts';
import type { Marks } from '../terminal/marks.ts';
import { escapeControls } from '../terminal/text.ts';
import { durationText, plural } from '../terminal/units.ts';
import { summaryOf } from './github-summary.ts';
import { outcomeOf, outcomeOfRun, verdictOf } from './outcome.ts';
import { placeFrom, skipReason, timelineText, wholeText } from './plain.ts';
import { atTheEnd, seenBy } from './report.ts';
import type { Report, Seen, Started } from './report.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';

/**
 * Workflow commands of GitHub Actions: a group for each step, an annotation for each finding, at its line in the repository.
 * With `summaryFile` (GITHUB_STEP_SUMMARY) a summary of the run is added to it. Quiet omits the groups.
 */
export function createGithubReporter(options: ReporterOptions): Reporter {
  return atTheEnd(options.wording, (report) => {
    const lines = linesOf(report, options);
    const problem = addSummary(options.summaryFile, summaryOf(report));
    options.out.write(`${[...lines, ...problem].join('\n')}\n`);
  });
}

function linesOf(report: Report, options: ReporterOptions): readonly string[] {
  const { result } = report;
  const marks = stepMarks(options.unicode);
  const groups = options.quiet
    ? []
    : result.steps.flatMap((step) => groupOf(step, report, { marks, verbose: options.verbose }));
  const checks = result.steps.flatMap((step) => step.checks);
  const annotations = checks.flatMap((check) => [
    ...(check.status === 'unknown' ? [`::warning title=${property(check.title)}::${data(skipReason(check))}`] : []),
    ...seenBy(check, report).map((seen) => annotation(seen, report.started, options.root)),
  ]);
  const failed = checks.filter((check) => check.status === 'fail').length;
  const facts = result.passed
    ? [`${result.target} passed`, plural(checks.length, 'check')]
    : [verdictOf(result), `${failed} of ${plural(checks.length, 'check')} failed`];
  const verdict = [...facts, durationText(result.durationMs)].join(` ${marks.dot} `);
  return [...groups, ...annotations, logLine(`${marks[outcomeOfRun(result)]} ${verdict}`)];
}

function groupOf(
  step: StepResult,
  { first }: Report,
  { marks, verbose }: { readonly marks: Marks; readonly verbose: boolean },
): readonly string[] {
  const isFirst = first?.step === step;
  const timeline = isFirst || verbose ? timelineText(step, { whole: verbose, about: isFirst ? first : undefined }) : '';
  const head = `${marks[outcomeOf(step)]} ${step.step} ${step.title} (${durationText(step.durationMs)})`;
  return [
    `::group::${data(head)}`,
    ...step.checks.map((check) => logLine(checkLine(check, marks))),
    // Each line begins with a bar, so that no output of a learner's server is where a command could be.
    ...(timeline === '' ? [] : timeline.split('\n').map((line) => logLine(`${marks.bar} ${line}`))),
    '::endgroup::',
  ];
}

function checkLine(check: CheckResult, marks: Marks): string {
  const end = noResultText(check) ?? durationText(check.durationMs);
  return `${marks[check.status]} ${check.title} (${end})`;
}

function annotation({ step, view }: Seen, started: Started, root: string | undefined): string {
  const { words } = view;
  const place = words.where[0];
  const properties = {
    ...(place === undefined ? {} : { file: placeFrom(root, started, place) }),
    ...(place?.line === undefined ? {} : { line: String(place.line) }),
    ...(place?.column === undefined ? {} : { col: String(place.column) }),
    title: `${step.step}: ${words.title} (${words.code})`,
  };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
  return `::${words.severity} ${written.join(',')}::${data(wholeText(view))}`;
}

/** The runner reads `%`, line breaks and, in properties, `:` and `,` as its own syntax (actions/toolkit, command.ts). */
function data(text: string): string {
  return harmless(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(escapeControls(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function logLine(text: string): string {
  return harmless(escapeControls(text));
}

/** The runner recognises commands of the older form, `##[name]`, anywhere in a line. */
function harmless(text: string): string {
  return text.replaceAll('##[', '## [');
}

/** @returns the warning to print when the file cannot be written; the verdict is reported anyway. */
function addSummary(file: string | undefined, summary: string): readonly string[] {
  if (file === undefined || file === '') return [];
  try {
    appendFileSync(file, summary);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [`::warning title=No summary::${data(escapeControls(`The summary was not written: ${reason}`))}`];
  }
}
