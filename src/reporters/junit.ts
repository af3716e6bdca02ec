import type { CheckResult, RunResult, StepResult } from '../model/check.ts';
import { escapeControls } from '../terminal/text.ts';
import { firstError, placeFrom, seconds, skipReason, timelineText, toldOf, wholeText } from './plain.ts';
import type { Started, Told } from './plain.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';

/**
 * JUnit's XML in the form that CI servers read (the Jenkins schema): a suite for each step, a case for each check. Quiet changes
 * nothing; verbose adds the timeline of steps that passed.
 */
export function createJunitReporter({ out, root, verbose }: ReporterOptions): Reporter {
  let started: Started | undefined;
  return (event) => {
    if (event.type === 'run-started') started = event;
    if (event.type === 'run-finished') out.write(`${reportOf(event.result, { started, root, verbose })}\n`);
  };
}

interface Run {
  readonly started: Started | undefined;
  readonly root: string | undefined;
  readonly verbose: boolean;
}

function reportOf(result: RunResult, run: Run): string {
  const checks = result.steps.flatMap((step) => step.checks);
  const named = { name: `htmx-realtime-tutor ${result.target}`, ...counts(checks), time: seconds(result.durationMs) };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes(named)}>`,
    ...result.steps.flatMap((step) => suiteOf(step, { ...run, first: firstError(result.steps) })),
    '</testsuites>',
  ].join('\n');
}

function suiteOf(step: StepResult, run: Run & { readonly first: ReturnType<typeof firstError> }): readonly string[] {
  const { started, first, verbose } = run;
  const named = { name: `${step.step} ${step.title}`, ...counts(step.checks), time: seconds(step.durationMs) };
  // The timeline of a run stands at one step; it belongs to the fault where there is one.
  const inCase = first?.step === step ? first.check : undefined;
  const ofSuite = inCase === undefined && (verbose || !step.passed) ? timelineText(step, { whole: verbose }) : '';
  return [
    `  <testsuite${attributes(named)}>`,
    ...(started === undefined ? [] : propertiesOf(started)),
    ...step.checks.flatMap((check) => {
      const timeline = check === inCase ? timelineText(step, { whole: verbose, about: first?.finding }) : '';
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
  const told = toldOf(check);
  const place = told.flatMap(({ words }) => words.where)[0];
  const head = attributes({
    classname: step.step,
    name: check.title,
    time: seconds(check.durationMs),
    ...(place === undefined ? {} : { file: placeFrom(run.root, run.started, place) }),
    ...(place?.line === undefined ? {} : { line: String(place.line) }),
  });
  const inside = insideOf(check, told, run.timeline);
  return inside.length === 0
    ? [`    <testcase${head}/>`]
    : [`    <testcase${head}>`, ...inside.map((line) => `      ${line}`), '    </testcase>'];
}

function insideOf(check: CheckResult, told: readonly Told[], timeline: string): readonly string[] {
  if (check.status === 'skip') return [`<skipped${attributes({ message: skipReason(check) })}/>`];
  const [first] = told;
  const whole = told.map(wholeText).join('\n\n');
  if (check.status === 'fail') {
    // A reader shows the first failure of a case alone: the others are in its text.
    const head = attributes({ message: first?.words.title ?? check.title, type: first?.words.code ?? 'unknown' });
    const output = timeline === '' ? [] : [`<system-out>${text(timeline)}</system-out>`];
    return [`<failure${head}>${text(whole)}</failure>`, ...output];
  }
  return first === undefined ? [] : [`<system-out>${text(whole)}</system-out>`];
}

function counts(checks: readonly CheckResult[]): Readonly<Record<string, string>> {
  const count = (status: CheckResult['status']): string =>
    String(checks.filter((check) => check.status === status).length);
  return { tests: String(checks.length), failures: count('fail'), errors: '0', skipped: count('skip') };
}

function attributes(values: Readonly<Record<string, string>>): string {
  const written = Object.entries(values).map(
    ([name, value]) => ` ${name}="${text(escapeControls(value)).replaceAll('"', '&quot;')}"`,
  );
  return written.join('');
}

/** XML 1.0 (section 2.2) has no place for these, not even as a reference; the other controls are made visible before. */
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text for between tags. `>` is escaped too, so that `]]>` cannot stand in it. */
function text(value: string): string {
  return value
    .replaceAll(NOT_IN_XML, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
