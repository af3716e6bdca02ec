import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort, portIsTaken } from '../../src/servers/listening.ts';
import type { TemporaryFolder } from '../support/course-folder.ts';
import { hostileFolder } from '../support/hostile-folder.ts';
import { measured } from '../support/measured.ts';
import { browserProgram } from '../support/plain-browser.ts';
import { FAULTS } from './hostile/faults.mjs';
import { eventually } from '../support/eventually.ts';

// Each hostile server under `diagnose`: it ends, stays small, and says something.

/** All of them, as `npm run faults` does, or those that stand for a kind. */
const ALL = process.env['FAULT_HOSTILE'] === 'all';
const KINDS = ['ws endless frames of one byte', 'page without end', 'stream gzip bomb'];
const MOST_SECONDS = 30;
/** A browser reports each frame of a flood to the tutor until its page counts as hung, after 15 seconds. */
const MOST_MB = { dom: 400, browser: 800 } as const;
/** Of the report for machines. */
const MOST_CHARACTERS = 1_500_000;
const SERVER = path.join(import.meta.dirname, 'hostile/server.mjs');
/** What a terminal would obey. */
// oxlint-disable-next-line no-control-regex -- those are what must not be there
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/u;

let course: TemporaryFolder;
beforeAll(() => {
  course = hostileFolder();
});
afterAll(() => course.remove());

let server: ChildProcess | undefined;
afterEach(async () => {
  if (server?.exitCode === null && server.signalCode === null) {
    server.kill('SIGKILL');
    await once(server, 'close');
  }
});

async function serverWith(fault: string): Promise<number> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port) };
  server = spawn(process.execPath, [SERVER, fault], { cwd: course.folder, env, stdio: 'ignore' });
  await eventually(async () => expect(await portIsTaken(port)).toBe(true));
  return port;
}

// What a server prints is its owner's: diagnose starts none. And one that prints without end where nobody reads never comes to listen.
const faults = Object.keys(FAULTS).filter((fault) => (ALL ? !/\boutput\b/u.test(fault) : KINDS.includes(fault)));
const engines = ['dom', 'browser'] as const;

describe.each(engines)(`diagnose ends within ${MOST_SECONDS} seconds, whatever a server does: engine %s`, (engine) => {
  test.skipIf(engine === 'browser' && browserProgram() === undefined).each(faults)('%s', async (fault) => {
    const port = await serverWith(fault);
    const args = ['diagnose', `http://localhost:${port}/`, '--for', '2s', '--send', 'hello', '--json'];
    // A browser's own memory comes on top.
    const without = engine === 'browser' ? 'chrom' : SERVER;
    const run = await measured([...args, ...(engine === 'dom' ? ['--dom'] : [])], { without, deadlineMs: 90_000 });
    const own = run.seconds - run.waitedSeconds;
    const codes = [...run.out.matchAll(/"code": "([a-z]+\/[a-z-]+)"/gu)].map(([, code]) => code);
    const about = `exit code ${run.code}, ${own.toFixed(1)} s, ${run.peakMb} MB, ${codes.join(' ')}`;
    // The table in docs/reliability.md is made of it.
    if (ALL) process.stdout.write(`DIAGNOSE ${engine} ${fault}: ${about} ${run.err.split('\n')[0]}\n`);
    expect([0, 1, 3], run.err).toContain(run.code);
    expect(`${run.out}${run.err}`).not.toBe('');
    expect(`${run.out}${run.err}`).not.toMatch(CONTROL);
    expect(own).toBeLessThan(MOST_SECONDS);
    expect(run.peakMb).toBeLessThan(MOST_MB[engine]);
    expect(run.out.length).toBeLessThan(MOST_CHARACTERS);
  });
});
