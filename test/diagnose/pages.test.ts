import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { PageEngine } from '../../src/model/page.ts';
import { openEngine } from '../../src/run/engine.ts';
import { findingsOn } from '../support/diagnosed-page.ts';
import { browserProgram } from '../support/plain-browser.ts';
import { RIGHT, WRONG } from './apps.ts';
import { CONNECTORS_RIGHT, CONNECTORS_WRONG } from './connector-apps.ts';
import { DATA_RIGHT, DATA_WRONG } from './data-apps.ts';
import { FOUR_RIGHT, FOUR_WRONG } from './four-apps.ts';
import { GREETING_RIGHT, GREETING_WRONG } from './greeting-apps.ts';
import { HANDSHAKE_WRONG } from './handshake-apps.ts';
import { INHERITANCE_RIGHT, INHERITANCE_WRONG } from './inheritance-apps.ts';
import { LIVE_RIGHT, LIVE_WRONG, OTHER_MAJOR, RIGHT_4 } from './live-apps.ts';
import { ODD_RIGHT, ODD_WRONG } from './odd-apps.ts';
import { OLD_RIGHT, OLD_WRONG } from './old-extension-apps.ts';
import { PARTS_RIGHT, PARTS_WRONG } from './out-of-band-apps.ts';
import { REPORTED_RIGHT, REPORTED_WRONG } from './reported-apps.ts';
import { REQUESTS_RIGHT, REQUESTS_WRONG } from './request-apps.ts';
import { SHADOW_RIGHT, SHADOW_WRONG } from './shadow-apps.ts';
import { PIECES_RIGHT, PIECES_WRONG } from './piece-apps.ts';
import { SHOWN_RIGHT, SHOWN_WRONG } from './shown-apps.ts';
import { serveApps } from './site.ts';
import type { App } from './site.ts';
import { TARGETS_RIGHT, TARGETS_WRONG } from './target-apps.ts';

// Small applications of other people's kinds. What is true of each in Chromium is true of it in the built-in DOM.

const APPS: Readonly<Record<string, App>> = {
  ...ODD_RIGHT,
  ...ODD_WRONG,
  ...RIGHT,
  ...WRONG,
  ...LIVE_RIGHT,
  ...LIVE_WRONG,
  ...RIGHT_4,
  ...OTHER_MAJOR,
  ...TARGETS_RIGHT,
  ...TARGETS_WRONG,
  ...CONNECTORS_RIGHT,
  ...CONNECTORS_WRONG,
  ...SHADOW_RIGHT,
  ...SHADOW_WRONG,
  ...INHERITANCE_RIGHT,
  ...INHERITANCE_WRONG,
  ...PARTS_RIGHT,
  ...PARTS_WRONG,
  ...REPORTED_RIGHT,
  ...REPORTED_WRONG,
  ...GREETING_RIGHT,
  ...GREETING_WRONG,
  ...HANDSHAKE_WRONG,
  ...PIECES_RIGHT,
  ...PIECES_WRONG,
  ...SHOWN_RIGHT,
  ...SHOWN_WRONG,
  ...REQUESTS_RIGHT,
  ...REQUESTS_WRONG,
  ...OLD_RIGHT,
  ...OLD_WRONG,
  ...FOUR_RIGHT,
  ...FOUR_WRONG,
  ...DATA_RIGHT,
  ...DATA_WRONG,
};
/** htmx connects at once, and what the applications send comes sixteen times a second. */
const FOR_MS = 1200;
const LONGER = 5;

function firstError(findings: readonly Finding[]): Finding['code'] | undefined {
  return findings.find(({ severity }) => severity === 'error')?.code;
}

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

  // Only a browser finds this machine under another name.
  const apps = Object.entries(APPS).filter(
    ([, { host, browserAlone }]) => (host === undefined && browserAlone === undefined) || name === 'browser',
  );
  test.skipIf(!isThere).concurrent.each(apps)(
    '%s',
    async (app, { send, wrong, warnings = [], host = 'localhost', forMs = FOR_MS }) => {
      const address = `${site.origin}/${app}/`.replace('localhost', host);
      const seen = await findingsOn(engine, address, { forMs, send });
      // On a busy machine little may have happened in that time. What a right page gets is never looked at again.
      const isEarly = wrong !== undefined && firstError(seen) === undefined;
      const findings = isEarly ? await findingsOn(engine, address, { forMs: forMs * LONGER, send }) : seen;
      expect(firstError(findings)).toBe(wrong);
      if (wrong === undefined)
        expect(findings.filter(({ severity }) => severity === 'warning').map(({ code }) => code)).toEqual(warnings);
    },
  );
});
