import { afterAll, beforeAll, describe as suite, expect, test } from 'vitest';
import { wordingOf } from '../../src/commands/diagnose/report.ts';
import { describe } from '../../src/messages/index.ts';
import type { PageEngine } from '../../src/model/page.ts';
import { openEngine } from '../../src/run/engine.ts';
import { atMost } from '../support/at-most.ts';
import { diagnosisOf } from '../support/diagnosed-page.ts';
import { browserProgram } from '../support/plain-browser.ts';
import { lacksFor, scriptFolder, serveApp } from '../support/served-app.ts';
import type { Mistake, ServedApp } from '../support/served-app.ts';
import { SERVED } from './served-apps.ts';

// Small applications with servers of their own, in the languages and frameworks of the public ones, over htmx 1, 2 and 4. What is true of
// each in Chromium is true of it in the built-in DOM.

/** An event comes twelve times a second; a stream that is over begins again twice in it. */
const FOR_MS = 2600;

const scripts = scriptFolder();
afterAll(() => scripts.remove());

const ENGINES = [
  ['dom', true],
  ['browser', browserProgram() !== undefined],
] as const;

suite.concurrent.each(ENGINES)('diagnose in the engine %s', (name, isThere) => {
  const enter = atMost(4);
  let engine: PageEngine;
  beforeAll(async () => {
    if (!isThere) return;
    const opened = await openEngine(name, { reach: 'anywhere' });
    if (!opened.ok) throw new Error(opened.problem.message);
    engine = opened.value;
  });
  afterAll(() => engine?.close());

  /** Codes of what is found, and the fix of the first finding. */
  async function told(app: string, served: ServedApp, { mistake, forMs = FOR_MS }: Asked = {}): Promise<Told> {
    const server = await serveApp(app, served, { scripts: scripts.folder, mistake });
    try {
      const diagnosis = await diagnosisOf(engine, `${server.origin}/`, { forMs, send: served.send });
      const found = diagnosis.answers.flatMap(({ findings }) => findings);
      const first = found.find(({ severity }) => severity === 'error') ?? found[0];
      return {
        errors: found.filter(({ severity }) => severity === 'error').map(({ code }) => code),
        warnings: found.filter(({ severity }) => severity === 'warning').map(({ code }) => code),
        fix: first && describe(first, { ...wordingOf(diagnosis), language: 'other' }).fix,
      };
    } finally {
      await server.stop();
    }
  }

  for (const [app, served] of Object.entries(SERVED)) {
    const lacks = isThere ? lacksFor(served) : 'no browser on this machine';
    test(`${app}: right, with htmx ${served.major}`, (context) => {
      context.skip(lacks !== undefined, lacks);
      return enter(async () => {
        const { errors, warnings } = await told(app, served);
        expect([errors, warnings]).toEqual([[], served.warnings ?? []]);
      });
    });
    for (const [mistaken, mistake] of Object.entries(served.mistakes))
      test(`${app}: ${mistaken}`, (context) => {
        context.skip(lacks !== undefined, lacks);
        return enter(async () => {
          const seen = await told(app, served, { mistake });
          // On a busy machine little may have happened in that time: nothing, or a story that has come once and a half.
          const isHalf =
            [mistake.code, seen.errors[0]].join() === 'live/stream-never-ends,live/repeated-after-reconnect';
          const isEarly = isHalf || seen.errors.length + seen.warnings.length === 0;
          const { errors, warnings, fix } = isEarly ? await told(app, served, { mistake, forMs: FOR_MS * 5 }) : seen;
          expect(errors[0] ?? warnings[0]).toBe(mistake.code);
          expect(fix).toContain(mistake.fix);
        });
      });
  }
});

interface Asked {
  readonly mistake?: Mistake;
  readonly forMs?: number;
}

interface Told {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly fix: string | undefined;
}
