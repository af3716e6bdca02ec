import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe } from '../messages/index.ts';
import type { CheckResult, RunResult, StepResult } from '../model/check.ts';
import type { Finding } from '../model/finding.ts';
import { packageRoot } from '../model/package-root.ts';
import type { TimelineEntry } from '../model/timeline.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';

/** Grows when a field goes or changes its meaning; a new field does not count. `docs/json.md` describes it. */
const SCHEMA = 1;

/** One JSON object and a line break on `out`, nothing else. Quiet and verbose change nothing. */
export function createJsonReporter({ out }: ReporterOptions): Reporter {
  let backend = '';
  let seed = '';
  return (event) => {
    if (event.type === 'run-started') {
      backend = event.backendKind;
      seed = event.seed;
    }
    if (event.type === 'run-finished') out.write(`${encode(toReport(event.result, { backend, seed }))}\n`);
  };
}

function toReport(result: RunResult, run: { readonly backend: string; readonly seed: string }): object {
  return {
    schema: SCHEMA,
    tutor: tutorVersion(),
    backend: run.backend,
    seed: run.seed,
    passed: result.passed,
    durationMs: result.durationMs,
    phases: result.phases,
    steps: result.steps.map(toStep),
  };
}

function toStep({ step, title, passed, durationMs, checks, timeline }: StepResult): object {
  return { step, title, passed, durationMs, checks: checks.map(toCheck), timeline: timeline.map(toEntry) };
}

function toEntry(entry: TimelineEntry): object {
  return { ...entry, client: entry.client.label };
}

function toCheck({ id, title, status, durationMs, findings, skipped }: CheckResult): object {
  return {
    id,
    title,
    status,
    durationMs,
    ...(skipped === undefined ? {} : { skipped }),
    findings: findings.map(toFinding),
  };
}

function toFinding(finding: Finding): object {
  const words = describe(finding);
  return {
    code: words.code,
    severity: words.severity,
    title: words.title,
    did: words.did,
    expected: words.expected,
    received: words.received,
    waitedMs: words.waitedMs ?? null,
    output: words.output,
    cause: words.cause,
    fix: words.fix,
    where: words.where,
  };
}

function tutorVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) throw new Error('no version');
  return String(manifest.version);
}

// JSON escapes the C0 controls; the others can steer a terminal as well, and people do look at JSON in one.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

function encode(report: object): string {
  return JSON.stringify(report, null, 2).replaceAll(UNSAFE, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
