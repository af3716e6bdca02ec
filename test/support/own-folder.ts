import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import type { Course } from '../../src/model/step.ts';
import { createWorkspace } from '../../src/workspace/index.ts';
import { stepState } from './course-folder.ts';
import type { WhenFinished } from './pty.ts';

/** A folder that the tutor has led up to this step: its files as at the step's start or end, all steps before passed. */
export function ownFolder(
  course: Course,
  {
    step,
    moment,
    whenFinished,
  }: { readonly step: string; readonly moment: 'start' | 'solution'; readonly whenFinished: WhenFinished },
): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'tutor-own-')));
  whenFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  for (const [file, bytes] of stepState(course, step, moment)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), bytes);
  }
  const at = course.steps.findIndex(({ id }) => id === step);
  const startedAt = new Date(Date.now() - 25 * 60_000).toISOString();
  const passed = Object.fromEntries(course.steps.slice(0, at).map(({ id }) => [id, { at: startedAt }]));
  const made = createWorkspace(folder, {
    schema: 1,
    backend: { kind: 'node' },
    current: step,
    startedAt,
    passed,
    hints: {},
    failing: {},
  });
  expect(made).toMatchObject({ ok: true });
  return folder;
}
