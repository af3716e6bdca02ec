import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wholeBrowser } from '../support/browser.ts';
import { browserProgram } from '../support/plain-browser.ts';
import { MIGRATING, USUAL } from '../diagnose/migrate-apps.ts';
import { serveApps } from '../diagnose/site.ts';
import { temporaryFolder, tutor } from './tutor.ts';

// The real command, twice the same page in a real browser, against the same server.

/** Two browsers start one after the other, beside other tests. Milliseconds. */
const DEADLINE_MS = 150_000;

let site: Awaited<ReturnType<typeof serveApps>>;
beforeAll(async () => {
  site = await serveApps({ ...MIGRATING, bundled: { head: '<script>window.x = 1;</script>', body: '<body></body>' } });
});
afterAll(() => site.close());

interface Said {
  readonly code: string;
  readonly facts: {
    readonly change?: string;
    readonly transport?: string;
    readonly handler?: string;
    readonly removed?: readonly string[];
    readonly added?: readonly string[];
  };
}

/** What a finding is about. */
function about({ facts: { change, transport, handler, removed = [], added = [] } }: Said): string {
  return change ?? transport ?? handler ?? `${removed.join()} → ${added.join()}`;
}

async function findingsFor(app: string): Promise<{ readonly code: number | null; readonly found: readonly Said[] }> {
  const { send } = MIGRATING[app] ?? {};
  const args = ['diagnose', `${site.origin}/${app}/`, '--migrate', '--json', '--for', '1500ms'];
  const called = await tutor([...args, ...(send === undefined ? [] : ['--send', send])], {
    ...{ cwd: temporaryFolder(), deadlineMs: DEADLINE_MS },
  });
  const result = JSON.parse(called.stdout) as { steps: { checks: { findings: Said[] }[] }[] };
  return { code: called.code, found: result.steps.flatMap(({ checks }) => checks.flatMap(({ findings }) => findings)) };
}

describe.skipIf(browserProgram() === undefined)('diagnose --migrate', { timeout: 2 * DEADLINE_MS }, () => {
  test.each(Object.entries(MIGRATING))('%s', async (app, { differs }) => {
    const { code, found } = await findingsFor(app);
    expect(found.map((each) => each.code)).toContain('migrate/script');
    expect(found.filter((each) => !USUAL.has(each.code)).map((each) => [each.code, about(each)])).toEqual(differs);
    const breaks = differs.some(
      ([each, what]) => !['migrate/sent', 'migrate/event'].includes(each) && what !== 'appears',
    );
    expect(code).toBe(breaks ? 1 : 0);
  });

  test('told to a person, within 80 columns: what was, what is, and what to write', async () => {
    const called = await tutor(['diagnose', `${site.origin}/load-beside-a-form/`, '--migrate', '--for', '1s'], {
      ...{ cwd: temporaryFolder(), deadlineMs: DEADLINE_MS },
      // As a person's own.
      env: { CHROME_PATH: wholeBrowser() ?? '' },
    });
    expect(called.code).toBe(1);
    const text = called.stdout.replaceAll(/\s+/gu, ' ');
    expect(text).toMatch(/With htmx 4 a message replaces what is in the page beside it/u);
    expect(text).toMatch(/As with htmx 2: `<p id="load">` replaces `#load`/u);
    expect(text).toMatch(/Gone then: .*form/u);
    expect(text).toMatch(/Write the place into the message: `<p id="load" hx-swap-oob="true">`/u);
    expect(text).toMatch(/htmx 4 calls `ws-connect` `hx-ws:connect`/u);
    expect(called.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(called.stderr.replaceAll(/\s+/gu, ' ')).toMatch(
      /with htmx 2\.0\.11, its own, and once more with htmx 4\.0\.1\./u,
    );
  });

  test('a page whose htmx is in a bundle', async () => {
    const called = await tutor(['diagnose', `${site.origin}/bundled/`, '--migrate', '--for', '500ms'], {
      ...{ cwd: temporaryFolder(), deadlineMs: DEADLINE_MS },
    });
    expect([called.code, called.stdout]).toEqual([2, '']);
    expect(called.stderr.replaceAll(/\s+/gu, ' ')).toMatch(/loads no script that is htmx by its name/u);
  });
});

test('--migrate with --dom', async () => {
  const called = await tutor(['diagnose', 'http://localhost:9/', '--migrate', '--dom'], { cwd: temporaryFolder() });
  expect([called.code, called.stdout]).toEqual([2, '']);
  expect(called.stderr).toMatch(/--migrate needs a browser, [^]*Without --dom, a browser/u);
});
