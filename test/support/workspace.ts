import path from 'node:path';
import type { Progress } from '../../src/model/progress.ts';
import type { Result } from '../../src/model/result.ts';
import { createWorkspace } from '../../src/workspace/index.ts';
import type { Workspace } from '../../src/workspace/index.ts';
import { temporaryFolder } from './temporary.ts';

/** At step 2, with nothing passed. */
export const PROGRESS: Progress = {
  schema: 1,
  backend: { kind: 'node' },
  current: 'step-2',
  startedAt: '2026-01-02T03:04:05.000Z',
  passed: {},
  hints: {},
  failing: {},
};

/** The value of a result that cannot be a Problem here. */
export function must<T, P>(result: Result<T, P>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

/** A learner's folder without files, gone after the test. */
export function freshWorkspace(): Workspace {
  return must(createWorkspace(path.join(temporaryFolder(), 'demo'), PROGRESS));
}
