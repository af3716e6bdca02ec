import type { CheckResult, StepResult } from '../model/check.ts';
import { noResultText } from '../terminal/checks.ts';
import { stepMarks } from '../terminal/marks.ts';
import type { Marks } from '../terminal/marks.ts';
import { measuredText, plural } from '../terminal/units.ts';
import { addSummary, annotationLine, data, logLine, property } from './github-lines.ts';
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
  const verdict = [...facts, measuredText(result.durationMs)].filter(Boolean).join(` ${marks.dot} `);
  return [...groups, ...annotations, logLine(`${marks[outcomeOfRun(result)]} ${verdict}`)];
}

function groupOf(
  step: StepResult,
  { first }: Report,
  { marks, verbose }: { readonly marks: Marks; readonly verbose: boolean },
): readonly string[] {
  const isFirst = first?.step === step;
  const timeline = isFirst || verbose ? timelineText(step, { whole: verbose, about: isFirst ? first : undefined }) : '';
  const time = measuredText(step.durationMs);
  const head = `${marks[outcomeOf(step)]} ${step.step} ${step.title}${time === '' ? '' : ` (${time})`}`;
  return [
    `::group::${data(head)}`,
    ...step.checks.map((check) => logLine(checkLine(check, marks))),
    // Each line begins with a bar, so that no output of a learner's server is where a command could be.
    ...(timeline === '' ? [] : timeline.split('\n').map((line) => logLine(`${marks.bar} ${line}`))),
    '::endgroup::',
  ];
}

function checkLine(check: CheckResult, marks: Marks): string {
  const end = noResultText(check) ?? measuredText(check.durationMs);
  return `${marks[check.status]} ${check.title}${end === '' ? '' : ` (${end})`}`;
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
  return annotationLine(words.severity, properties, wholeText(view));
}
