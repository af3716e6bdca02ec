import path from 'node:path';
import type { CheckResult, StepResult } from '../model/check.ts';
import { placeFrom, seconds, skipReason, timelineText, wholeText } from './plain.ts';
import { atTheEnd, seenBy } from './report.ts';
import type { Report, Seen, Started } from './report.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { attributes, text } from './xml.ts';

/**
 * JUnit's XML in the form that CI servers read (the Jenkins schema): a suite for each step, a case for each check. Quiet changes
 * nothing; verbose adds the timeline of steps that passed.
 */
export function createJunitReporter({ out, root, verbose, wording }: ReporterOptions): Reporter {
  return atTheEnd(wording, (report) => {
    out.write(`${xmlOf({ ...report, root, verbose })}\n`);
  });
}

interface Run extends Report {
  readonly root: string | undefined;
  readonly verbose: boolean;
}

function xmlOf(run: Run): string {
  const { result } = run;
  const checks = result.steps.flatMap((step) => step.checks);
  const name = `htmx-realtime-tutor ${result.target}: ${folderName(run)}`;
  const named = { name, ...counts(checks), time: seconds(result.durationMs) };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes(named)}>`,
    ...result.steps.flatMap((step) => suiteOf(step, run)),
    '</testsuites>',
  ].join('\n');
}

/** A CI server merges what has equal names, so the reports of a class are told apart by this one. */
function folderName({ started }: Pick<Run, 'started'>): string {
  return path.basename(started.folder) || started.folder;
}

function suiteOf(step: StepResult, run: Run): readonly string[] {
  const { started, startedAt, first, verbose } = run;
  const named = {
    name: `${folderName(run)}: ${step.step} ${step.title}`,
    ...counts(step.checks),
    time: seconds(step.durationMs),
    timestamp: startedAt.toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length),
  };
  // The timeline of a run is reported with one step; it belongs to the failure where there is one.
  const inCase = first?.step === step ? first.check : undefined;
  const ofSuite = inCase === undefined && (verbose || !step.passed) ? timelineText(step, { whole: verbose }) : '';
  return [
    `  <testsuite${attributes(named)}>`,
    ...propertiesOf(started),
    ...step.checks.flatMap((check) => {
      const timeline = check === inCase ? timelineText(step, { whole: verbose, about: first }) : '';
      return caseOf(step, check, { ...run, timeline });
    }),
    ...(ofSuite === '' ? [] : [`    <system-out>${text(ofSuite)}</system-out>`]),
    '  </testsuite>',
  ];
}

function propertiesOf({ backend, seed, folder }: Started): readonly string[] {
  const properties = Object.entries({ backend, seed, folder }).map(
    ([name, value]) => `      <property${attributes({ name, value })}/>`,
  );
  return ['    <properties>', ...properties, '    </properties>'];
}

function caseOf(step: StepResult, check: CheckResult, run: Run & { readonly timeline: string }): readonly string[] {
  const seen = seenBy(check, run);
  const place = seen.flatMap(({ view }) => view.words.where)[0];
  const head = attributes({
    // Readers take what comes before the last dot as the package, and group by it.
    classname: `${folderName(run)}.${step.step}`,
    name: check.title,
    time: seconds(check.durationMs),
    ...(place === undefined ? {} : { file: placeFrom(run.root, run.started, place) }),
    ...(place?.line === undefined ? {} : { line: String(place.line) }),
  });
  const inside = insideOf(check, seen, run.timeline);
  return inside.length === 0
    ? [`    <testcase${head}/>`]
    : [`    <testcase${head}>`, ...inside.map((line) => `      ${line}`), '    </testcase>'];
}

function insideOf(check: CheckResult, seen: readonly Seen[], timeline: string): readonly string[] {
  // `error`, unlike `failure`, means that there is no verdict on what was tested.
  if (check.status === 'unknown') return [`<error${attributes({ message: skipReason(check), type: 'undecided' })}/>`];
  if (check.status === 'skip') return [`<skipped${attributes({ message: skipReason(check) })}/>`];
  const words = seen[0]?.view.words;
  const whole = seen.map(({ view }) => wholeText(view)).join('\n\n');
  if (check.status === 'fail') {
    // Readers show only the first failure of a case: the others are in its text.
    const head = attributes({ message: words?.title ?? check.title, type: words?.code ?? 'unknown' });
    const output = timeline === '' ? [] : [`<system-out>${text(timeline)}</system-out>`];
    return [`<failure${head}>${text(whole)}</failure>`, ...output];
  }
  return words === undefined ? [] : [`<system-out>${text(whole)}</system-out>`];
}

function counts(checks: readonly CheckResult[]): Readonly<Record<string, string>> {
  const count = (status: CheckResult['status']): string =>
    String(checks.filter((check) => check.status === status).length);
  return { tests: String(checks.length), failures: count('fail'), errors: count('unknown'), skipped: count('skip') };
}
