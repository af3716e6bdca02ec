import { afterAll, beforeAll, expect, test } from 'vitest';
import { RIGHT, WRONG } from '../diagnose/apps.ts';
import { serveApps } from '../diagnose/site.ts';
import { temporaryFolder, tutor } from './tutor.ts';

let site: Awaited<ReturnType<typeof serveApps>>;
beforeAll(async () => {
  site = await serveApps({ ...RIGHT, ...WRONG });
});
afterAll(() => site.close());

const at = (app: string): string => `${site.origin}/${app}/`;

test('a page that drops its messages: cause, fix and the page as it is, exit code 1', async () => {
  const called = await tutor(['diagnose', at('row-without-id'), '--dom', '--for', '1s'], { cwd: temporaryFolder() });
  expect(called.code).toBe(1);
  expect(called.stdout).toMatch(/✗ page {2}http:\/\/localhost:\d+\/row-without-id\//u);
  expect(called.stdout).toMatch(/\(oob\/no-id\)\n\nFix {7}Wrap it[^]*id="jobs"[^]*Received {2}"<li>done<\/li>"/u);
  expect(called.stderr).toMatch(/It loads htmx 2\.0\.11 with ws and sse\.\s+It\s+opened\s+1\s+WebSocket\s+\(0/u);
});

test('a right page as JSON: one object, exit code 0', async () => {
  const args = ['diagnose', at('ask-and-answer'), '--dom', '--for', '1s', '--send', 'is it Raining42?', '--json'];
  const called = await tutor(args, { cwd: temporaryFolder() });
  expect([called.code, called.stderr]).toEqual([0, '']);
  const result = JSON.parse(called.stdout) as { steps: { checks: { id: string; status: string }[] }[] };
  expect(result).toMatchObject({ schema: 1, passed: true, backend: 'url' });
  expect(result.steps[0]?.checks).toContainEqual(expect.objectContaining({ id: 'form-sends', status: 'pass' }));
});

test.each([
  [['not an address'], 2, /"not an address" is not the address of a page\./u],
  [['http://localhost:9/', '--for', 'ever'], 2, /"ever" is not a time to observe a page\./u],
  [['http://localhost:9/', '--server', 'nowhere'], 2, /nowhere is not a folder\./u],
  [['http://example.com/', '--dom'], 2, /example\.com is not this machine\./u],
  [['http://localhost:9/', '--dom'], 3, /http:\/\/localhost:9\/ cannot be reached: nothing listens there\./u],
  [['http://localhost:9/', '--reporter', 'jsno'], 2, /The nearest is json\./u],
] as const)('diagnose %j', async (args, code, says) => {
  const called = await tutor(['diagnose', ...args], { cwd: temporaryFolder() });
  expect([called.code, called.stdout]).toEqual([code, '']);
  expect(called.stderr).toMatch(says);
});

test('what is not there to be clicked, and a page that does not exist, are said', async () => {
  const cwd = temporaryFolder();
  const [missing, invalid, gone] = await Promise.all([
    tutor(['diagnose', at('ticker-2'), '--dom', '--for', '500ms', '--click', '#join'], { cwd }),
    tutor(['diagnose', at('ticker-2'), '--dom', '--for', '500ms', '--click', '7('], { cwd }),
    tutor(['diagnose', at('no-such-app'), '--dom'], { cwd }),
  ]);
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringMatching(/Nothing in the page matches "#join"\./u)]);
  expect([invalid.code, invalid.stderr]).toEqual([2, expect.stringMatching(/"7\(" is not a CSS selector\./u)]);
  expect([gone.code, gone.stderr]).toEqual([3, expect.stringMatching(/answered with status 404\./u)]);
});
