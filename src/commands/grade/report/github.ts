import path from 'node:path';
import { addSummary, annotationLine, logLine } from '../../../reporters/github-lines.ts';
import { prose } from '../../../reporters/github-summary.ts';
import { firstError } from '../record.ts';
import type { Grade, GradedFinding } from '../record.ts';
import { wordsOf } from '../words.ts';
import type { ClassReport } from './class-report.ts';
import { findingText } from '../../../reporters/finding-text.ts';
import { rowsOf } from './rows.ts';

/**
 * Workflow commands of GitHub Actions: the first error of each folder as an annotation, at its line in the repository. A table of the class is added to
 * the job's summary (GITHUB_STEP_SUMMARY).
 */
export function githubOf(report: ClassReport): readonly string[] {
  const { grades, env } = report;
  const passed = grades.filter(({ outcome }) => outcome === 'passed').length;
  return [
    ...grades.flatMap((grade) => annotationsOf(grade, report)),
    ...addSummary(env['GITHUB_STEP_SUMMARY'], summaryOf(report)),
    logLine(`${passed} of ${grades.length} passed`),
  ];
}

function annotationsOf(grade: Grade, report: ClassReport): readonly string[] {
  if (grade.outcome === 'passed') return [];
  const error = firstError(grade);
  const severity = grade.outcome === 'not-passed' ? 'error' : 'warning';
  if (error === undefined)
    return [annotationLine(severity, { title: `${grade.name}: ${wordsOf(grade).verdict}` }, grade.reason)];
  const title = `${grade.name}: ${error.title} (${error.code})`;
  return [annotationLine(severity, { ...placeOf(grade, error, report), title }, findingText(error))];
}

/** In the repository, with forward slashes; nothing where it is elsewhere. */
function placeOf(
  { folder }: Grade,
  { where }: GradedFinding,
  { cwd, env }: ClassReport,
): Readonly<Record<string, string>> {
  const [place] = where;
  if (place === undefined) return {};
  const file = path.relative(env['GITHUB_WORKSPACE'] ?? cwd, path.resolve(cwd, folder, place.file));
  if (file.startsWith('..') || path.isAbsolute(file)) return {};
  return {
    file: file.split(path.sep).join('/'),
    ...(place.line === undefined ? {} : { line: String(place.line) }),
    ...(place.column === undefined ? {} : { col: String(place.column) }),
  };
}

/** In GitHub's Markdown. Ends with a blank line, because each job's is appended. */
function summaryOf(report: ClassReport): string {
  const [header = [], ...rows] = rowsOf(report, { change: true });
  const line = (cells: readonly string[]): string => `| ${cells.map(prose).join(' | ')} |`;
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line), '', ''].join('\n');
}
