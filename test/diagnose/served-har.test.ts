import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diagnose } from '../../src/library/index.ts';
import { atMost } from '../support/at-most.ts';
import { browserProgram } from '../support/plain-browser.ts';
import { recordApp } from '../support/recorded-app.ts';
import { lacksFor, scriptFolder, serveApp } from '../support/served-app.ts';
import type { Mistake, ServedApp } from '../support/served-app.ts';
import { SERVED } from './served-apps.ts';

// What is true of an application while its server runs is true of its recording, when the server is gone; or there is a reason why a recording cannot
// show it.

/** `all`, or parts of names; the test command takes a sample: one of each kind of failure. */
const WHICH = process.env['FAULT_RECORDED'] ?? '';
const SAMPLE = [
  'hono-votes: the stream is at another path',
  'express-rooms: right',
  'express-rooms: the room is not served',
  'express-progress: no blank line ends the event',
  'python-build: right',
  'python-build: the build begins again',
  'tornado-scores: nothing is flushed',
];
const FOR_MS = 2600;
/** A stream that is over begins again several times. */
const LONGER_MS = 6000;

const NOBODY_TYPES = 'what somebody did in the page is not repeated: the recording does not say in which element';
const NO_CLOSE = 'that the connection closed after the message is in no recording';
const PENDING = 'the recording does not say for how long the page had waited when it ended';

/** By application and mistake: why the recording does not show it. Nothing is said of it then. */
const NOT_SHOWN: Readonly<Record<string, string>> = {
  'node-tokens: the stream begins again': NOBODY_TYPES,
  'node-tokens: the event has another name': NOBODY_TYPES,
  'node-search: the field has no name': NOBODY_TYPES,
  'node-preview: the field has no name': NOBODY_TYPES,
  'node-preview: it waits for an event that nobody fires': NOBODY_TYPES,
  'polka-auction: the form sends by itself': NOBODY_TYPES,
  'polka-auction: the answer goes to the others': NOBODY_TYPES,
  'polka-auction: the server reads another field': NO_CLOSE,
  'express-rooms: who says it gets nothing': NOBODY_TYPES,
  'fastapi-chat: the form is outside': NOBODY_TYPES,
  'fastapi-chat: the key is misspelt': NO_CLOSE,
  'tornado-scores: nothing is flushed': PENDING,
  'wsgi-tickets: all is collected first': PENDING,
};

interface Case {
  readonly name: string;
  readonly app: string;
  readonly served: ServedApp;
  readonly mistake: Mistake | undefined;
}

const CASES = Object.entries(SERVED).flatMap(([app, served]): readonly Case[] => [
  { name: `${app}: right`, app, served, mistake: undefined },
  ...Object.entries(served.mistakes).map(([about, mistake]) => ({ name: `${app}: ${about}`, app, served, mistake })),
]);

function isChosen({ name }: Case): boolean {
  if (WHICH === '') return SAMPLE.includes(name);
  return WHICH === 'all' || WHICH.split(',').some((part) => name.includes(part));
}

const scripts = scriptFolder();
afterAll(() => scripts.remove());

describe.skipIf(browserProgram() === undefined).concurrent('diagnose of a recording', () => {
  const enter = atMost(2);
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: browserProgram() ?? '',
      chromiumSandbox: process.getuid?.() !== 0,
    });
  });
  afterAll(() => browser.close());

  /** Codes of what is found in a recording of the application, errors first. */
  async function told({ app, served, mistake }: Case): Promise<readonly string[]> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'tutor-test-'));
    const file = path.join(folder, 'app.har');
    const forMs = mistake?.code === 'live/stream-never-ends' ? LONGER_MS : FOR_MS;
    try {
      const server = await serveApp(app, served, { scripts: scripts.folder, mistake });
      try {
        await recordApp(browser, `${server.origin}/`, { file, forMs, send: served.send });
      } finally {
        await server.stop();
      }
      const outcome = await diagnose({ page: file });
      if (!outcome.ok) throw new Error(outcome.problem.message);
      const of = (wanted: string): string[] =>
        outcome.findings.filter(({ severity }) => severity === wanted).map(({ code }) => code);
      return [...of('error'), ...of('warning')];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  for (const each of CASES.filter(isChosen))
    test(each.name, (context) => {
      const lacks = lacksFor(each.served);
      context.skip(lacks !== undefined, lacks);
      return enter(async () => {
        const [first] = await told(each);
        expect(first).toBe(each.name in NOT_SHOWN ? undefined : each.mistake?.code);
      });
    });
});

test('each reason is of an application and a mistake that there are', () => {
  const names = new Set(CASES.map(({ name }) => name));
  expect([...SAMPLE, ...Object.keys(NOT_SHOWN)].filter((name) => !names.has(name))).toEqual([]);
});
