import path from 'node:path';
import type { CheckResult } from '../model/check.ts';
import { escapeControls } from '../terminal/text.ts';
import { measuredText, plural } from '../terminal/units.ts';
import { verdictOf } from './outcome.ts';
import { skipReason } from './plain.ts';
import { atTheEnd, seenBy } from './report.ts';
import type { Report, Seen } from './report.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';

/**
 * A line for each finding, as ESLint's compact formatter writes them and VS Code's problem matcher `$eslint-compact` reads them (VS Code, Tasks,
 * "Defining a problem matcher"): `/home/ada/demo/main.js: line 12, col 5, Error - message (code)`, then the verdict. File names are absolute: the
 * matcher expects that. A finding without a place is a finding of the folder, at line 1. Quiet omits the verdict.
 */
export function createCompactReporter({ out, quiet, wording }: ReporterOptions): Reporter {
  return atTheEnd(wording, (report) => {
    const checks = report.result.steps.flatMap((step) => step.checks);
    const lines = checks.flatMap((check) => linesOf(check, report));
    const facts = [verdictOf(report.result), plural(lines.length, 'problem'), measuredText(report.result.durationMs)];
    const verdict = escapeControls(facts.filter(Boolean).join(', '));
    out.write([...lines, ...(quiet ? [] : [verdict])].map((line) => `${line}\n`).join(''));
  });
}

function linesOf(check: CheckResult, report: Report): readonly string[] {
  const undecided =
    check.status === 'unknown'
      ? [problem(report.started.folder, `Warning - ${check.title}: ${skipReason(check)} (undecided)`)]
      : [];
  return [...undecided, ...seenBy(check, report).map((seen) => lineOf(seen, report))];
}

function lineOf({ step, view: { words } }: Seen, { started }: Report): string {
  const [place] = words.where;
  const file = place === undefined ? started.folder : path.join(started.folder, place.file);
  const kind = words.severity === 'error' ? 'Error' : 'Warning';
  const said = [`${step.step}: ${words.title}`, words.fix].filter(Boolean).join('. ');
  return problem(file, `${kind} - ${said} (${words.code})`, place);
}

/** One line whatever the text: the matcher reads line by line. */
function problem(file: string, text: string, place: { readonly line?: number; readonly column?: number } = {}): string {
  const { line = 1, column = 1 } = place;
  return escapeControls(`${file}: line ${line}, col ${column}, ${text.replaceAll(/\s+/gu, ' ')}`);
}
