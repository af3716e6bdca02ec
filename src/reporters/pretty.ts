import { Chalk } from 'chalk';
import { provedLines } from '../terminal/checks.ts';
import { distinct } from '../terminal/finding/distinct.ts';
import { joinParts, otherFindings, renderFinding, renderSummary } from '../terminal/finding/render.ts';
import { timelineLines } from '../terminal/finding/timeline.ts';
import { stepMarks } from '../terminal/marks.ts';
import { escapeControls, wrap } from '../terminal/text.ts';
import { durationText, measuredText, plural } from '../terminal/units.ts';
import { outcomeOfRun, verdictOf } from './outcome.ts';
import { stepLines } from './pretty-steps.ts';
import type { ReportTheme } from './pretty-steps.ts';
import { atTheEnd } from './report.ts';
import type { Report } from './report.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';

/** For people: the steps, the first error in full, the others in a line each, the verdict. */
export function createPrettyReporter(options: ReporterOptions): Reporter {
  const theme: ReportTheme = {
    width: options.width,
    marks: stepMarks(options.unicode),
    chalk: new Chalk({ level: options.colour ? 1 : 0 }),
  };
  return atTheEnd(options.wording, (report) => {
    const lines = options.quiet
      ? verdictLines(report, theme, { named: true })
      : reportLines(report, theme, { verbose: options.verbose });
    options.out.write(`${lines.map((line) => line.trimEnd()).join('\n')}\n`);
  });
}

function reportLines(
  report: Report,
  theme: ReportTheme,
  { verbose }: { readonly verbose: boolean },
): readonly string[] {
  const { result, seen, first } = report;
  const { width } = theme;
  const each = distinct(seen, ({ finding }) => finding);
  const errors = each.filter((one) => one.finding.severity === 'error' && one !== first);
  const warnings = each.filter((one) => one.finding.severity === 'warning');
  const failing = first?.step ?? result.steps.find((step) => !step.passed);
  const parts: readonly (readonly string[])[] = [
    result.steps.flatMap((step) =>
      stepLines(step, theme, {
        whole: verbose || step === failing || step === result.steps.at(-1),
        skipped: verbose || failing === undefined || step === failing,
        reasons: verbose,
      }),
    ),
    first === undefined ? [] : renderFinding(first.view, theme, width),
    ...result.steps
      .filter((step) => verbose || step === failing)
      .map((step) => timelineLines(step, theme, { width, lines: verbose ? 'all' : 'excerpt', about: first?.finding })),
    ...otherFindings({ errors, warnings }, ({ view }) => renderSummary(view, theme, width), theme),
    verbose ? runLines(report, theme) : [],
    verdictLines(report, theme, { named: false }),
    provedPart(report, theme),
  ];
  return joinParts(parts);
}

/** What the requested step has proved, when it has passed. */
function provedPart({ result, started }: Report, theme: ReportTheme): readonly string[] {
  const checks = result.steps.find(({ step }) => step === result.target)?.checks;
  const proves = started.steps.find(({ id }) => id === result.target)?.proves;
  if (!result.passed || checks === undefined || proves === undefined) return [];
  return provedLines({ checks, proves }, theme, theme.width);
}

function runLines({ result, started }: Report, theme: ReportTheme): readonly string[] {
  const phases = Object.entries(result.phases).map(([name, ms]) => `${name} ${durationText(ms)}`);
  const facts = [`seed ${escapeControls(started.seed)}`, `backend ${escapeControls(started.backend)}`, ...phases];
  return facts.map((fact) => theme.chalk.dim(fact));
}

function verdictLines(
  { result, first }: Report,
  theme: ReportTheme,
  { named }: { readonly named: boolean },
): readonly string[] {
  const { chalk, marks } = theme;
  const checks = result.steps.flatMap((step) => step.checks);
  const failed = checks.filter((check) => check.status === 'fail').length;
  const skipped = checks.filter((check) => check.status === 'skip').length;
  const warned = checks.filter((check) => check.status === 'warn').length;
  const unknown = checks.filter((check) => check.status === 'unknown').length;
  const facts = result.passed
    ? [`${result.target} passed`, plural(checks.length - skipped, 'check'), warned > 0 ? plural(warned, 'warning') : '']
    : [verdictOf(result), failed === 0 && unknown > 0 ? '' : `${failed} of ${plural(checks.length, 'check')} failed`];
  facts.push(unknown > 0 ? `${unknown} of ${plural(checks.length, 'check')} undecided` : '');
  facts.push(skipped > 0 ? `${skipped} skipped` : '', measuredText(result.durationMs));
  const verdict = facts.filter((fact) => fact !== '').join(` ${marks.dot} `);
  const code = named && first !== undefined ? ` ${marks.dot} ${first.finding.code}` : '';
  const outcome = outcomeOfRun(result);
  const style = { pass: chalk.green, fail: chalk.red, unknown: chalk.yellow }[outcome];
  return wrap(`${marks[outcome]} ${verdict}${code}`, theme.width).map((line) => style(line));
}
