import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import type { CheckResult, RunResult, StepResult } from '../../src/model/check.ts';
import type { RunEvent } from '../../src/model/event.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { TimelineEntry } from '../../src/model/timeline.ts';
import type { ReporterName, ReporterOptions } from '../../src/reporters/index.ts';
import { createReporter } from '../../src/reporters/index.ts';

export function finding(evidence: Finding['evidence'] = {}): Finding {
  return { code: 'oob/no-id', severity: 'error', facts: { tag: 'div' }, evidence };
}

export function warning(): Finding {
  return { code: 'sse/empty-heartbeat', severity: 'warning', facts: {}, evidence: {} };
}

export function check(id: string, status: CheckResult['status'], findings: readonly Finding[] = []): CheckResult {
  const skipped = status === 'skip' ? { skipped: 'it needs page-connects' } : {};
  return { id, title: `Check ${id}`, status, durationMs: 97.4, findings, ...skipped };
}

export function step(id: string, checks: readonly CheckResult[], timeline: readonly TimelineEntry[] = []): StepResult {
  const passed = checks.every(({ status }) => status === 'pass' || status === 'warn');
  return { step: id, title: `Title of ${id}`, passed, durationMs: 1412, checks, timeline };
}

type Options = Partial<Omit<ReporterOptions, 'out'>>;

/** What a reporter writes for a run of these steps, write by write. */
export function report(name: ReporterName, steps: readonly StepResult[], options: Options = {}): readonly string[] {
  return reportEvents(name, events(steps), options);
}

/** The same of a run in which nothing was timed. */
export function reportUntimed(
  name: ReporterName,
  steps: readonly StepResult[],
  options: Options = {},
): readonly string[] {
  const untimed = steps.map((each) => ({
    ...each,
    durationMs: 0,
    checks: each.checks.map((one) => ({ ...one, durationMs: 0 })),
  }));
  const happened = events(untimed).map((event): RunEvent =>
    event.type === 'run-finished' ? { ...event, result: { ...event.result, durationMs: 0, phases: {} } } : event,
  );
  return reportEvents(name, happened, options);
}

/** What a reporter writes for these events, write by write. */
export function reportEvents(
  name: ReporterName,
  happened: readonly RunEvent[],
  options: Options = {},
): readonly string[] {
  const writes: string[] = [];
  const out = { write: (text: string) => writes.push(text) > 0 } as unknown as NodeJS.WritableStream;
  const reporter = createReporter(name, {
    out,
    wording: WORDING,
    width: 80,
    colour: false,
    unicode: true,
    quiet: false,
    verbose: false,
    ...options,
  });
  for (const event of happened) reporter(event);
  return writes;
}

/** The events of a run of these steps. */
export function events(steps: readonly StepResult[]): readonly RunEvent[] {
  const result: RunResult = {
    target: steps.at(-1)?.step ?? '',
    passed: steps.every(({ passed }) => passed),
    durationMs: 2824,
    steps,
    phases: { server: 120.5 },
  };
  return [
    {
      type: 'run-started',
      folder: '/tmp/demo',
      backend: 'Node',
      backendKind: 'node',
      language: 'node',
      target: result.target,
      seed: 'seed-1',
      steps: steps.map(({ step: id, title, checks }) => ({ id, title, proves: `\`${id}\` works.`, checks })),
    },
    { type: 'run-finished', result },
  ];
}
