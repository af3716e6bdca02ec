import { afterAll, beforeAll, describe, expect } from 'vitest';
import { commandBackend } from '../../src/servers/backends/command.ts';
import type { PageEngine } from '../../src/model/page.ts';
import type { BackendChoice } from '../../src/model/progress.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { freePort } from '../../src/servers/listening.ts';
import { startServer } from '../../src/servers/server.ts';
import { aiohttp } from '../support/apps.ts';
import { chapterTests } from '../support/apps-suite.ts';
import { atMost } from '../support/at-most.ts';
import { realCourse } from '../support/course-folder.ts';

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
