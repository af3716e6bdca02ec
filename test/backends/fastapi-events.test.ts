import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stepsBefore } from '../../src/course/index.ts';
import type { CheckResult } from '../../src/model/check.ts';
import type { PageEngine } from '../../src/model/page.ts';
import type { BackendChoice } from '../../src/model/progress.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { atMost } from '../support/at-most.ts';
import { checkFolder, findingsOf, story } from '../support/check-folder.ts';
import { realCourse, stepState, writeState } from '../support/course-folder.ts';
import { wordsOf } from '../support/describe.ts';
import { pythonWithEvents } from '../support/python-events.ts';
import { EVENTS_SERVERS } from './fastapi-events.ts';
import type { EventsServer } from './fastapi-events.ts';

// Where the machine has no FastAPI with events of its own, and pip finds no wheels, what it sent is played back beside the same source.

const course = realCourse();
const STEP = 'step-6';
const { python, about } = pythonWithEvents();
const enter = atMost(3);
let engine: PageEngine;
beforeAll(async () => {
  engine = await openDomEngine();
});
afterAll(() => engine.close());
const HEADERS = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' };

/** main.py of the step's solution, with another stream. */
function serverOf({ source }: EventsServer): string {
  const main = stepState(course, STEP, 'solution', 'fastapi').get('main.py')?.toString() ?? '';
  const [head = ''] = main.split('# --- Server-sent events');
  return head + source;
}

function folderOf(server: EventsServer): { readonly state: Map<string, Buffer>; readonly choice: BackendChoice } {
  const state = new Map(
    [...stepState(course, STEP, 'solution', 'fastapi')].map(([file, bytes]) => [file, Buffer.from(bytes)] as const),
  );
  state.set('main.py', Buffer.from(serverOf(server)));
  if (python !== undefined) return { state, choice: { kind: 'fastapi', python } };
  state.set('recorded.json', Buffer.from(JSON.stringify({ headers: HEADERS, pieces: server.event })));
  const player = path.join(import.meta.dirname, '..', 'support', 'recorded-stream.mjs');
  state.set('play.mjs', readFileSync(player));
  // Not named as a file of the command: the server to be explained is main.py.
  return { state, choice: { kind: 'command', run: 'node --import=./play.mjs -e 0' } };
}

/** The earlier steps are the subject of other tests. */
const known = new Map(
  stepsBefore(course, STEP)
    .flatMap(({ checks }) => checks)
    .map((id): [string, CheckResult] => [id, { id, title: id, status: 'pass', durationMs: 0, findings: [] }]),
);

describe.concurrent(`events of a library (${about}${python === undefined ? ': played back' : ''})`, () => {
  test.each(EVENTS_SERVERS.map((server) => [server.title, server] as const))('%s', async (_, server) => {
    const { state, choice } = folderOf(server);
    const { folder, remove } = writeState(state, { modules: python === undefined ? 'linked' : 'none' });
    try {
      const result = await enter(() => checkFolder({ course, folder, step: STEP, choice, known, engine }));
      const [first] = findingsOf(result, 'error');
      expect({ code: first?.code, facts: first?.facts }, story(result)).toEqual({
        code: server.code,
        facts: server.facts,
      });
      expect(result.passed, story(result)).toBe(server.code === undefined);
      if (first === undefined) return;
      const { fix } = wordsOf(first, { language: 'python' });
      expect(fix).toMatch(server.fix ?? /never/u);
      expect(first.evidence.where?.[0]?.file).toBe('main.py');
    } finally {
      remove();
    }
  });
});
