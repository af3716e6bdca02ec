import path from 'node:path';
import { documentOf, scrolled } from '../../../reporters/html/document.ts';
import type { Section } from '../../../reporters/html/document.ts';
import { findingOf } from '../../../reporters/html/finding.ts';
import { markup, moment, prose } from '../../../reporters/html/markup.ts';
import type { Content, Html } from '../../../reporters/html/markup.ts';
import type { SourceReader } from '../../../reporters/html/source-lines.ts';
import type { FindingPart } from '../../../terminal/finding/view.ts';
import { durationText, plural } from '../../../terminal/units.ts';
import { sourceIn } from '../../common/output/html-report.ts';
import { mostPoints, pointsOf } from '../points.ts';
import { firstError } from '../record.ts';
import type { Grade, GradedFinding, GradedStep, Outcome } from '../record.ts';
import { wordsOf } from '../words.ts';
import type { ClassReport } from './class-report.ts';

/** Folders that are described one by one. */
const MOST_FOLDERS = 300;
/** Names beside a code that stops several folders. */
const MOST_NAMES = 12;

/** A class as a page. */
export interface ClassPage extends Pick<ClassReport, 'grades' | 'target' | 'points' | 'tutor' | 'took' | 'cwd'> {
  /** Whether the files are still those that were checked, so that their lines can be quoted. */
  readonly isCurrent: boolean;
}

/** The report of a class in HTML: a table, what stops most, and each folder that has not passed. What went over the wire is not kept for a class. */
export function classPage(page: ClassPage): string {
  const { grades, target, tutor } = page;
  const passed = grades.filter(({ outcome }) => outcome === 'passed').length;
  const heading = `${passed} of ${grades.length} passed`;
  const isFailed = grades.some(({ outcome }) => outcome === 'not-passed');
  return documentOf({
    title: `${heading} · ${target}`,
    outcome: isFailed ? 'fail' : passed === grades.length ? 'pass' : 'unknown',
    heading,
    lead: markup`<p class="lead">Checked as far as ${target}</p>`,
    facts: factsOf(page),
    sections: sectionsOf(page),
    tutor,
  });
}

function factsOf({ grades, took, points }: ClassPage): readonly (readonly [string, Content])[] {
  const last =
    grades
      .map(({ checkedAt }) => checkedAt)
      .toSorted()
      .at(-1) ?? '';
  const count = (outcome: Outcome, words: string): string => {
    const many = grades.filter((grade) => grade.outcome === outcome).length;
    return many === 0 ? '' : `${many} ${words}`;
  };
  const outcomes = [
    count('passed', 'passed'),
    count('not-passed', 'not passed'),
    count('undecided', 'undecided'),
    count('no-verdict', 'without a verdict'),
  ];
  const facts: readonly (readonly [string, Content])[] = [
    ['Folders', outcomes.filter(Boolean).join(', ')],
    ['Last check', last === '' ? '' : moment(last)],
    ['Time', took],
    ['Points', points === undefined ? '' : `${mostPoints(points)} in all`],
  ];
  return facts.filter(([, value]) => value !== '');
}

function sectionsOf(page: ClassPage): readonly Section[] {
  const { grades } = page;
  const open = grades.filter(({ outcome }) => outcome !== 'passed');
  const codes = codesOf(grades);
  return [
    { id: 'class', title: 'The class', content: classTable(page) },
    ...(codes.length === 0 ? [] : [{ id: 'codes', title: 'What stops most', content: codeTable(codes) }]),
    ...(open.length === 0
      ? []
      : [{ id: 'folders', title: 'Each folder that has not passed', content: foldersOf(open, page) }]),
  ];
}

const STATUS = { passed: 'pass', 'not-passed': 'fail', undecided: 'unknown', 'no-verdict': 'unknown' } as const;

function anchorOf(grade: Grade, grades: readonly Grade[]): string {
  return `folder-${grades.indexOf(grade) + 1}`;
}

function classTable({ grades, points }: ClassPage): Html {
  const steps = [...new Set(grades.flatMap((grade) => grade.steps.map(({ step }) => step)))];
  const hasChange = grades.some(({ before }) => before !== null);
  const column = (title: Content): Html => markup`<th scope="col">${title}</th>`;
  const rows = grades.map((grade) => {
    const { change, cause } = wordsOf(grade);
    const isPassed = grade.outcome === 'passed';
    const name = isPassed ? grade.name : markup`<a href="#${anchorOf(grade, grades)}">${grade.name}</a>`;
    return markup`<tr><th scope="row">${name}</th>
<td class="brief"><span class="is-${STATUS[grade.outcome]}">${wordsOf(grade).verdict}</span></td>
${steps.map((step) => markup`<td class="step">${signOf(grade.steps.find((each) => each.step === step))}</td>`)}
${points === undefined ? undefined : markup`<td class="number-cell">${pointsOf(grade, points)}</td>`}
${hasChange ? markup`<td class="brief">${change}</td>` : undefined}
<td>${grade.reason === '' && cause !== '' ? markup`<code>${cause}</code>` : cause}</td></tr>
`;
  });
  return scrolled(
    'The class',
    markup`<table class="grid"><thead><tr>${column('Name')}${column('Verdict')}${steps.map((step) => column(step))}${points === undefined ? undefined : column('Points')}${hasChange ? column('Change') : undefined}${column('Cause')}</tr></thead>
<tbody>
${rows}</tbody></table>`,
  );
}

/** A step of a folder in a word for those who hear it, and a sign for those who see it. */
function signOf(step: GradedStep | undefined): Content {
  if (step === undefined) return '';
  const style = step.passed ? 'pass' : 'fail';
  return markup`<span class="is-${style}" aria-hidden="true">${step.passed ? '✓' : '✗'}</span><span class="hidden">${step.passed ? 'passed' : 'not passed'}</span>`;
}

interface Stopping {
  readonly code: string;
  readonly title: string;
  readonly names: readonly string[];
}

/** The causes of the folders, the most frequent one first. */
function codesOf(grades: readonly Grade[]): readonly Stopping[] {
  const found = new Map<string, Stopping>();
  for (const grade of grades) {
    const error = firstError(grade);
    if (error === undefined) continue;
    const { code, title } = error;
    found.set(code, {
      code,
      title: found.get(code)?.title ?? title,
      names: [...(found.get(code)?.names ?? []), grade.name],
    });
  }
  return [...found.values()].toSorted((one, other) => other.names.length - one.names.length);
}

function codeTable(codes: readonly Stopping[]): Html {
  const rows = codes.map(({ code, title, names }) => {
    const more = names.length - MOST_NAMES;
    const shown = names.slice(0, MOST_NAMES).join(', ');
    return markup`<tr><td class="number-cell">${names.length}</td><th scope="row"><code>${code}</code></th><td>${prose(title)}</td><td>${more > 0 ? `${shown} and ${more} more` : shown}</td></tr>
`;
  });
  return scrolled(
    'What stops most',
    markup`<table><thead><tr><th scope="col" class="number-cell">Folders</th><th scope="col">Code</th><th scope="col">What it is</th><th scope="col">Names</th></tr></thead>
<tbody>
${rows}</tbody></table>`,
  );
}

function foldersOf(open: readonly Grade[], page: ClassPage): Html {
  const rest = open.length - MOST_FOLDERS;
  return markup`${open.slice(0, MOST_FOLDERS).map((grade) => folderOf(grade, page))}
${rest > 0 ? markup`<p>${plural(rest, 'more folder')} of this kind: the table above has them, and grade --json has all that is known of them.</p>` : undefined}`;
}

function folderOf(grade: Grade, { grades, cwd, isCurrent }: ClassPage): Html {
  const id = anchorOf(grade, grades);
  const { verdict, steps } = wordsOf(grade);
  const facts = [
    verdict,
    steps === '' ? '' : `${steps} steps`,
    grade.reason,
    grade.folder,
    durationText(grade.durationMs),
  ];
  const found = grade.steps.flatMap((step) =>
    step.checks.flatMap(({ title, findings }) =>
      findings.map((finding) => ({ finding, seenIn: `${step.step}, ${title}` })),
    ),
  );
  const first = firstError(grade);
  const source: SourceReader = isCurrent ? sourceIn(path.resolve(cwd, grade.folder)) : () => undefined;
  const cause = found.find(({ finding }) => finding === first);
  const others = found.filter(({ finding }) => finding !== first);
  return markup`<section class="folder" aria-labelledby="${id}">
<h3 id="${id}">${grade.name}</h3>
<p class="soft">${facts.filter(Boolean).join(' · ')}</p>
${cause === undefined ? undefined : findingBlock(cause.finding, { id: `${id}-cause`, seenIn: cause.seenIn, source })}
${
  others.length === 0
    ? undefined
    : markup`<h4>Also seen</h4>
<ul>${others.map(({ finding, seenIn }) => otherOf(finding, seenIn))}</ul>`
}
</section>
`;
}

function otherOf({ code, severity, title, where }: GradedFinding, seenIn: string): Html {
  const [place] = where;
  const at = place === undefined ? '' : `, ${place.file}${place.line === undefined ? '' : `:${place.line}`}`;
  return markup`<li>${severity === 'error' ? markup`<span class="is-fail">✗ error</span>` : markup`<span class="is-warn">! warning</span>`} ${prose(title)} <span class="soft">(<code>${code}</code>, ${seenIn}${at})</span></li>
`;
}

function findingBlock(
  finding: GradedFinding,
  { id, seenIn, source }: { readonly id: string; readonly seenIn: string; readonly source: SourceReader },
): Html {
  const { code, severity, title, did, expected, received, cause, fix, where } = finding;
  const sentence = (label: string, text: string): readonly FindingPart[] =>
    text === '' ? [] : [{ label, kind: 'sentence', text }];
  const parts: readonly FindingPart[] = [
    ...sentence('Fix', fix),
    ...(where.length === 0 ? [] : [{ label: 'Where', kind: 'places', places: where } as const]),
    ...sentence('Cause', cause),
    ...sentence('Did', did),
    ...sentence('Expected', expected),
    ...(received === '' ? [] : [{ label: 'Received', kind: 'command', text: received } as const]),
  ];
  return findingOf({ id, code, severity, title, seenIn, parts, source, level: 4 });
}
