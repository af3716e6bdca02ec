import type { Wording } from '../messages/index.ts';
import type { RunResult } from '../model/check.ts';
import type { RunEvent } from '../model/event.ts';
import { EXIT } from '../model/result.ts';
import type { Problem } from '../model/result.ts';
import { reportFindings } from '../reporters/finding.ts';
import { outcomeOfRun } from '../reporters/outcome.ts';
import type { Outcome } from './outcome.ts';

export const ABORTED: Outcome = {
  ok: false,
  problem: { kind: 'aborted', message: 'It was aborted before there was a verdict.' },
};

export function failed({ exitCode, message, next }: Problem): Outcome {
  const kind = exitCode === EXIT.environment ? 'environment' : 'usage';
  return { ok: false, problem: { kind, message, ...(next === undefined ? {} : { next }) } };
}

export function concluded(
  result: RunResult,
  started: Extract<RunEvent, { type: 'run-started' }>,
  wording: Wording,
): Outcome {
  const verdict = ({ pass: 'passed', fail: 'not-passed', unknown: 'undecided' } as const)[outcomeOfRun(result)];
  const findings = reportFindings(result, started, wording);
  return { ok: true, verdict, findings, result };
}
