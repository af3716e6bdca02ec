import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPage } from '../../src/commands/diagnose/open-page.ts';
import { probe } from '../../src/commands/diagnose/probe.ts';
import { diagnose, visit } from '../../src/diagnose/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { PageEngine } from '../../src/model/page.ts';
import { Timeline } from '../../src/observe/timeline.ts';
import { NOWHERE } from '../../src/rules/locate.ts';
import { openEngine } from '../../src/run/engine.ts';
import { browserProgram } from '../support/plain-browser.ts';
import { RIGHT, WRONG } from './apps.ts';
import { serveApps } from './site.ts';
import type { App } from './site.ts';

// Small applications of other people's kinds. What is true of each in Chromium is true of it in the built-in DOM.

const APPS: Readonly<Record<string, App>> = { ...RIGHT, ...WRONG };
/** htmx connects at once, and what the applications send comes sixteen times a second. */
const FOR_MS = 1200;

let site: Awaited<ReturnType<typeof serveApps>>;
beforeAll(async () => {
  site = await serveApps(APPS);
});
afterAll(() => site.close());

const ENGINES = [
  ['dom', true],
  ['browser', browserProgram() !== undefined],
] as const;

describe.each(ENGINES)('diagnose in the engine %s', (name, isThere) => {
  let engine: PageEngine;
  beforeAll(async () => {
    if (!isThere) return;
    const opened = await openEngine(name, { origin: site.origin, reach: 'anywhere' });
    if (!opened.ok) throw new Error(opened.problem.message);
    engine = opened.value;
  });
  afterAll(() => engine?.close());

  test.skipIf(!isThere).concurrent.each(Object.entries(APPS))('%s', async (app, { send, wrong, warnings = [] }) => {
    const findings = await findingsOn(engine, `${site.origin}/${app}/`, send);
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(errors[0]?.code).toBe(wrong);
    if (wrong === undefined)
      expect(findings.filter(({ severity }) => severity === 'warning').map(({ code }) => code)).toEqual(warnings);
  });
});

async function findingsOn(engine: PageEngine, address: string, text: string | undefined): Promise<readonly Finding[]> {
  const timeline = new Timeline();
  const opened = await openPage(engine, new URL(address), timeline);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const page = opened.value;
  const visited = await visit(page, {
    forMs: FOR_MS,
    clicks: [],
    ...(text === undefined ? {} : { text }),
    signal: new AbortController().signal,
  });
  const { answers } = diagnose(visited, { locate: NOWHERE, probes: await probe(visited, timeline) });
  await page.close();
  return answers.flatMap(({ findings }) => findings);
}
