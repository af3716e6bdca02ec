import { expect, test } from 'vitest';
import type { CheckResult, RunResult } from '../../src/model/check.ts';
import type { PageEngine } from '../../src/model/page.ts';
import type { BackendChoice } from '../../src/model/progress.ts';
import type { Course } from '../../src/model/step.ts';
import { languageOf } from '../../src/run/language.ts';
import { Sources } from '../../src/run/sources.ts';
import type { App } from './apps.ts';
import { appState, STATES } from './apps.ts';
import { checkFolder, findingsOf, story } from './check-folder.ts';
import { writeState } from './course-folder.ts';
import { wordsOf } from './describe.ts';

export interface Chapter {
  readonly app: App;
  readonly course: Course;
  readonly engine: () => PageEngine;
  /** Gives the choice for a folder that holds a state, for as long as the body runs. */
  readonly serve: <T>(folder: string, body: (choice: BackendChoice) => Promise<T>) => Promise<T>;
  /** Checks that this way of checking must skip, with a reason. */
  readonly leavesOut: readonly string[];
}

/** What a busy machine may take, the waiting for the chapters beside it included. */
const PATIENCE = { timeout: 180_000 };

/** Checks that say little of a backend which is not the tutor's own. */
const ENVIRONMENT = /^env-/u;

/**
 * The whole chapter in one app. A state is the solution of one step and the start of the next that changes files, so one check
 * proves both: all steps up to it pass, and the next one does not, in its own part.
 */
export function chapterTests({ app, course, engine, serve, leavesOut }: Chapter): void {
  const titled = STATES.map((each) => {
    const end = each.next === undefined ? '' : `, and ${each.next} does not yet`;
    return [`${each.proves.join(' and ')} ${each.proves.length === 1 ? 'passes' : 'pass'}${end}`, each] as const;
  });
  test.each(titled)('%s', PATIENCE, async (_, { state, next }) => {
    const { folder, remove } = writeState(appState(course, app, state), { modules: app.modules });
    try {
      const result = await serve(folder, (choice) =>
        checkFolder({ course, folder, step: next ?? state, engine: engine(), choice }),
      );
      expectAllPassed(next === undefined ? result : before(result, next), leavesOut);
      if (next === undefined) expect(result.passed, story(result)).toBe(true);
      else expectOwnFailure(result, next);
      expectOwnLanguage(result, app, folder);
    } finally {
      remove();
    }
  });
}

/** The folder that the step begins with does not pass it, the steps before hold, and the failure says why. */
export function expectOwnFailure(result: RunResult, step: string): void {
  expect(result.passed, story(result)).toBe(false);
  const last = result.steps.at(-1);
  expect({ step: last?.step, passed: last?.passed }, story(result)).toEqual({ step, passed: false });
  expect(findingsOf(result, 'error').length, story(result)).toBeGreaterThan(0);
}

/** Code of the tutor's own backends: no fix for a learner who writes in another language. */
const FOREIGN =
  /socket\.|response\.\w+\(|JSON\.|setInterval|process\.|WebSocketServer|await |asyncio|html\.escape|receive_text/u;

function expectOwnLanguage(result: RunResult, app: App, folder: string): void {
  const errors = findingsOf(result, 'error');
  const language = languageOf({ language: 'other' }, new Sources(folder));
  expect(language).toBe(app.name === 'express' ? 'node' : 'other');
  if (language === 'other')
    expect(errors.map((error) => wordsOf(error, { language }).fix).filter((fix) => FOREIGN.test(fix))).toEqual([]);
}

function before(result: RunResult, step: string): RunResult {
  return { ...result, steps: result.steps.filter((each) => each.step !== step) };
}

/** It waits for a check of the next step, which this state does not pass. */
function yields({ status, skipped, blocked }: CheckResult): boolean {
  return status === 'skip' && blocked === false && skipped?.startsWith('until ') === true;
}

function expectAllPassed(result: RunResult, leavesOut: readonly string[]): void {
  const checks = result.steps
    .flatMap((each) => each.checks)
    .filter((each) => !ENVIRONMENT.test(each.id) && !yields(each));
  const skipped = checks.filter(({ status }) => status === 'skip');
  expect(
    skipped.map(({ id }) => id),
    story(result),
  ).toEqual(leavesOut.filter((id) => checks.some((check) => check.id === id)));
  for (const { skipped: reason } of skipped) expect(reason).toMatch(/cannot (?:restart|start one again)/u);
  const others = checks.filter(({ status }) => status !== 'pass' && status !== 'skip');
  expect(others, story(result)).toEqual([]);
  expect(
    result.steps.map(({ passed }) => passed),
    story(result),
  ).not.toContain(false);
}
