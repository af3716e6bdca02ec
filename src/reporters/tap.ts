import { receivedText } from '../messages/index.ts';
import type { CheckResult, StepResult } from '../model/check.ts';
import { verdictOf } from './outcome.ts';
import { placeFrom, skipReason, timelineText } from './plain.ts';
import { atTheEnd, seenBy } from './report.ts';
import type { Report, Seen } from './report.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { block, comment, description } from './tap-lines.ts';

/** TAP version 14 (testanything.org): a test point for each check, all steps in one plan. Quiet omits the timeline. */
export function createTapReporter({ out, root, quiet, verbose, wording }: ReporterOptions): Reporter {
  return atTheEnd(wording, (report) => {
    out.write(`${linesOf({ ...report, root, quiet, verbose }).join('\n')}\n`);
  });
}

interface Run extends Report {
  readonly root: string | undefined;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

function linesOf(run: Run): readonly string[] {
  const { result, started, first } = run;
  const points = result.steps.flatMap((step) => step.checks.map((check) => ({ step, check })));
  return [
    'TAP version 14',
    points.length === 0 ? '1..0 # SKIP nothing to check' : `1..${points.length}`,
    comment(`${result.target}, backend ${started.backend}, seed ${started.seed}`),
    ...points.flatMap(({ step, check }, index) => {
      const timeline =
        first?.check === check && !run.quiet ? timelineText(step, { whole: run.verbose, about: first }) : '';
      return pointOf(step, check, { ...run, number: index + 1, timeline });
    }),
    comment(verdictOf(result)),
  ];
}

function pointOf(
  step: StepResult,
  check: CheckResult,
  run: Run & { readonly number: number; readonly timeline: string },
): readonly string[] {
  const verdict = check.status === 'fail' || check.status === 'unknown' ? 'not ok' : 'ok';
  const skip = check.status === 'skip' ? ` # SKIP ${skipReason(check)}` : '';
  const line = `${verdict} ${run.number} - ${description(`${step.step}: ${check.title}`)}${skip}`;
  if (check.status === 'skip') return [line];
  if (check.status === 'unknown') return [line, ...block({ message: skipReason(check), severity: 'undecided' })];
  const [first, ...others] = seenBy(check, run);
  if (first === undefined) return [line, ...block({ duration_ms: check.durationMs })];
  return [
    line,
    ...block({
      ...fields(first, run),
      ...(others.length === 0 ? {} : { also: others.map((seen) => fields(seen, run)) }),
      duration_ms: check.durationMs,
      ...(run.timeline === '' ? {} : { timeline: run.timeline.split('\n') }),
    }),
  ];
}

function fields({ view: { words } }: Seen, { root, started }: Run): Readonly<Record<string, unknown>> {
  const place = words.where[0];
  const at = place === undefined ? {} : { at: { ...place, file: placeFrom(root, started, place) } };
  const { title, severity, code, did, command, expected, output, cause, fix, waitedMs } = words;
  const received = receivedText(words.received);
  const known = { did, try: command, expected, received, waited_ms: waitedMs, output, cause, fix };
  const said = Object.entries(known).filter(
    ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return {
    message: title,
    severity: severity === 'error' ? 'fail' : 'comment',
    code,
    ...Object.fromEntries(said),
    ...at,
  };
}
