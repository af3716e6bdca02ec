import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandBackend } from '../../src/servers/backends/command.ts';
import type { PageEngine } from '../../src/model/page.ts';
import type { BackendChoice } from '../../src/model/progress.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { freePort } from '../../src/servers/listening.ts';
import { startServer } from '../../src/servers/server.ts';
import { aiohttp, appState } from '../support/apps.ts';
import { chapterTests } from '../support/apps-suite.ts';
import { atMost } from '../support/at-most.ts';
import { checkFolder, findingsOf, story } from '../support/check-folder.ts';
import { flaky } from '../support/flaky.ts';
import { realCourse, writeState } from '../support/course-folder.ts';

const course = realCourse();
const enter = atMost(3);
let engine: PageEngine;
beforeAll(async () => {
  engine = await openDomEngine();
});
afterAll(() => engine.close());

/** Runs the app as somebody else would, and has it looked at by its address alone. It must have outlived the check. */
async function serve<T>(folder: string, body: (choice: BackendChoice) => Promise<T>): Promise<T> {
  const port = await freePort();
  const launch = await commandBackend(aiohttp.run).launch(folder, port);
  if (!launch.ok) throw new Error(launch.problem.code);
  const server = await startServer(launch.value, { port, deadlineMs: 30_000 });
  if (!server.ok) throw new Error(JSON.stringify(server.problem));
  try {
    const result = await body({ kind: 'remote', url: `http://localhost:${port}` });
    expect(server.value.exit()).toBeUndefined();
    expect(await server.value.accepts()).toBe(true);
    return result;
  } finally {
    await server.value.kill();
  }
}

/** Nobody may start a second server to compare with; only what the stream's client does to the others shows it. */
test.skipIf(aiohttp.skipped !== undefined)(
  'a stream that blocks a server somewhere else is the first finding',
  flaky('where the machine answers nothing within a third of a second, a blocked server looks like any other'),
  async () => {
    const own = appState(course, aiohttp, 'step-6');
    const counter = String(own.get('counter.py'));
    const blocking = counter
      .replace('await asyncio.sleep(1)', 'time.sleep(1)')
      .replace('import asyncio', 'import time');
    expect(blocking).toContain('time.sleep(1)');
    const { folder, remove } = writeState(new Map([...own, ['counter.py', Buffer.from(blocking)]]), {
      modules: 'none',
    });
    try {
      const result = await enter(() =>
        serve(folder, (choice) => checkFolder({ course, folder, step: 'step-6', engine, choice })),
      );
      const [first] = findingsOf(result, 'error');
      expect(first, story(result)).toMatchObject({
        code: 'sse/blocks-others',
        evidence: {
          where: [{ file: 'counter.py', line: blocking.split('\n').findIndex((line) => line.includes('sleep')) + 1 }],
        },
      });
    } finally {
      remove();
    }
  },
);

describe
  .skipIf(aiohttp.skipped !== undefined)
  .concurrent(`the chapter in ${aiohttp.title}, by --url ${aiohttp.skipped ?? ''}`, () => {
    chapterTests({
      app: aiohttp,
      course,
      engine: () => engine,
      serve: (folder, body) => enter(() => serve(folder, body)),
      leavesOut: ['ws-other-text', 'page-other-path', 'chat-reconnects'],
    });
  });
