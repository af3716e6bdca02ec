import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { CHECKS } from '../../src/chapter/checks/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { ServerLanguage } from '../../src/model/backend.ts';
import { stepMarks } from '../../src/terminal/marks.ts';
import { renderFinding, renderSummary } from '../../src/terminal/finding/render.ts';
import { findingView } from '../../src/terminal/finding/view.ts';
import { draw, initialState, update } from '../../src/terminal/watch/index.ts';
import type { ScreenTheme, WatchEvent } from '../../src/terminal/watch/index.ts';
import { realCourse } from '../support/course-folder.ts';
import { CODES, contextOf } from '../support/describe.ts';
import { findingsOf } from './samples/findings.ts';

// A terminal of 80 by 24: what to do about a finding must be seen without scrolling, whatever the finding is.

const COURSE = realCourse();
const STEP = COURSE.steps.findIndex(({ id }) => id === 'step-6');
const SIZE = { columns: 80, rows: 24 };
const WHERE = [{ file: 'templates/index.html', line: 24 }];

function themeFor(language: ServerLanguage): ScreenTheme {
  const base = { chalk: new Chalk({ level: 0 }), marks: stepMarks(true) };
  return {
    ...base,
    spinnerFrames: ['/'],
    describe: () => ({}) as never,
    finding: (finding, width) => renderFinding(findingView(finding, contextOf({ language })), base, width),
    summary: (finding, width) => renderSummary(findingView(finding, contextOf({ language })), base, width),
  };
}

/** The screen after a checkpoint of step 6 whose first failed check has this finding; the server has said something. */
function screenWith(finding: Finding, theme: ScreenTheme): readonly string[] {
  const steps = COURSE.steps.map(({ id, title, proves }, index) => ({ id, title, proves, passed: index < STEP }));
  const checks = COURSE.steps.slice(0, STEP + 1).map(({ id, title, proves, checks: ids }) => ({
    id,
    title,
    proves,
    checks: ids.map((each) => ({ id: each, title: CHECKS.find((check) => check.id === each)?.title ?? each })),
  }));
  const target = COURSE.steps[STEP]?.id ?? '';
  const ids = checks.flatMap((step) => step.checks.map((check) => ({ ...check, step: step.id })));
  const failing = ids.find(({ step }) => step === target)?.id;
  const events: readonly WatchEvent[] = [
    {
      type: 'run',
      event: {
        type: 'run-started',
        folder: '/f',
        backend: 'Node',
        backendKind: 'node',
        language: 'node',
        target,
        seed: 's',
        steps: checks,
      },
    },
    ...ids.map(({ id, title, step }): WatchEvent => ({
      type: 'run',
      event: {
        type: 'check-finished',
        step,
        result: {
          id,
          title,
          status: id === failing ? 'fail' : step === target ? 'skip' : 'pass',
          durationMs: 5,
          findings: id === failing ? [finding] : [],
        },
      },
    })),
    {
      type: 'run',
      event: { type: 'run-finished', result: { target, passed: false, durationMs: 900, steps: [], phases: {} } },
    },
    { type: 'server-status', status: 'http://localhost:8000/' },
    ...Array.from({ length: 9 }, (_, line): WatchEvent => ({
      type: 'server-line',
      line: `line ${line} of the server`,
    })),
  ];
  const state = events.reduce((now, event) => update(now, event).state, initialState(steps, STEP, 'demo'));
  return draw(state, SIZE, theme).lines;
}

test.each(CODES)('%s: the fix and the place are on the first screen', (code) => {
  for (const language of ['node', 'python', 'other'] as const) {
    const theme = themeFor(language);
    for (const sample of findingsOf(code)) {
      const finding: Finding = { ...sample, severity: 'error', evidence: { ...sample.evidence, where: WHERE } };
      const shown = screenWith(finding, theme).map((line) => line.trim());
      const wanted = theme.finding(finding, SIZE.columns - 2).map((line) => line.trim());
      const place = wanted.findIndex((line) => line.startsWith('Where'));
      const missing = wanted.slice(0, place + 1).filter((line) => !shown.includes(line));
      expect(missing, `${language}\n${shown.join('\n')}`).toEqual([]);
    }
  }
});
