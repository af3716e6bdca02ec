import { attributes, text } from '../../../reporters/xml.ts';
import { seconds } from '../../../reporters/plain.ts';
import type { Grade, GradedCheck, GradedStep } from '../record.ts';
import { wordsOf } from '../words.ts';
import type { ClassReport } from './class-report.ts';
import { findingText } from '../../../reporters/finding-text.ts';

/** JUnit's XML as `check` writes it: a suite for each step of each folder, all named after the folder, so that a CI server tells them apart. */
export function junitOf({ grades, target }: ClassReport): readonly string[] {
  const suites = grades.flatMap(suitesOf);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: `htmx-realtime-tutor ${target}` })}>`,
    ...suites,
    '</testsuites>',
  ];
}

function suitesOf(grade: Grade): readonly string[] {
  if (grade.steps.length === 0) return withoutSteps(grade);
  return grade.steps.flatMap((step) => {
    const count = (status: string): string => String(step.checks.filter((check) => check.status === status).length);
    const head = attributes({
      name: `${grade.name}: ${step.step} ${step.title}`,
      tests: String(step.checks.length),
      failures: count('fail'),
      errors: count('unknown'),
      skipped: count('skip'),
      time: seconds(step.durationMs),
      timestamp: grade.checkedAt.slice(0, 'yyyy-mm-ddThh:mm:ss'.length),
    });
    return [`  <testsuite${head}>`, ...step.checks.flatMap((check) => caseOf(grade, step, check)), '  </testsuite>'];
  });
}

/** It could not be checked, or not to the end. */
function withoutSteps(grade: Grade): readonly string[] {
  const isError = grade.outcome !== 'not-passed';
  const counts = { tests: '1', failures: isError ? '0' : '1', errors: isError ? '1' : '0', skipped: '0' };
  const head = attributes({ name: grade.name, ...counts, time: seconds(grade.durationMs) });
  const inner = attributes({ message: grade.reason, type: wordsOf(grade).verdict });
  return [
    `  <testsuite${head}>`,
    `    <testcase${attributes({ classname: grade.name, name: 'the check comes to its end', time: seconds(grade.durationMs) })}>`,
    `      <${isError ? 'error' : 'failure'}${inner}/>`,
    '    </testcase>',
    '  </testsuite>',
  ];
}

function caseOf(grade: Grade, { step }: GradedStep, check: GradedCheck): readonly string[] {
  const head = attributes({
    // Readers take what comes before the last dot as the package, and group by it.
    classname: `${grade.name}.${step}`,
    name: check.title,
    time: seconds(check.durationMs),
  });
  const inside = insideOf(check);
  if (inside === undefined) return [`    <testcase${head}/>`];
  return [`    <testcase${head}>`, `      ${inside}`, '    </testcase>'];
}

function insideOf({ status, title, skipped, findings }: GradedCheck): string | undefined {
  const [first] = findings;
  const whole = text(findings.map(findingText).join('\n\n'));
  if (status === 'unknown') return `<error${attributes({ message: 'undecided', type: 'undecided' })}/>`;
  if (status === 'skip') return `<skipped${attributes({ message: skipped ?? '' })}/>`;
  if (status === 'fail')
    return `<failure${attributes({ message: first?.title ?? title, type: first?.code ?? 'unknown' })}>${whole}</failure>`;
  return first === undefined ? undefined : `<system-out>${whole}</system-out>`;
}
