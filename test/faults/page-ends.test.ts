import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder, tutor } from '../cli/tutor.ts';

// The process in which a page runs ends by itself: a fault of V8, a system without memory. Here the learner's own server ends it, at the
// moment at which the page asks for its last script, as a fault of the page engine would.

/** Put before the solution's server. `left` in the file says how often it ends the page's process. */
function ending({ counter, temporary }: { readonly counter: string; readonly temporary: string }): string {
  return `import { Server } from 'node:http';
import * as fs from 'node:fs';
const emit = Server.prototype.emit;
const read = (file) => { try { return fs.readFileSync(file, 'utf8'); } catch { return ''; } };
const endPage = () => {
  const left = Number(read(${JSON.stringify(counter)}));
  if (left === 0) return;
  fs.writeFileSync(${JSON.stringify(counter)}, String(left - 1));
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)))
    if (read('/proc/' + pid + '/environ').includes(${JSON.stringify(`TMPDIR=${temporary}`)}) && read('/proc/' + pid + '/cmdline').includes('dom-host'))
      process.kill(Number(pid), 'SIGSEGV');
};
Server.prototype.emit = function (name, request, ...rest) {
  if (name === 'request' && request.url === '/static/ws.js' && /jsdom/.test(request.headers['user-agent'] ?? '')) endPage();
  return emit.call(this, name, request, ...rest);
};
`;
}

interface Report {
  readonly passed: boolean;
  readonly steps: readonly {
    readonly checks: readonly { readonly findings: readonly { readonly code: string; readonly cause: string }[] }[];
  }[];
}

test.skipIf(process.platform !== 'linux').each([
  ['once: the page is opened again, and passes', 1, 0],
  ['each time: that is the finding', 9, 1],
] as const)('the process of a page ends %s', async (_, ends, code) => {
  const root = temporaryFolder();
  const [demo, temporary, counter] = ['demo', 'tmp', 'left'].map((name) => path.join(root, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(temporary);
  const written = await tutor(['solution', 'step-3', '--to', demo], { cwd: root });
  expect(written.code, written.stderr).toBe(0);
  const main = path.join(demo, 'main.js');
  writeFileSync(main, `${ending({ counter, temporary })}${readFileSync(main, 'utf8')}`);
  writeFileSync(counter, String(ends));
  const done = await tutor(['check', 'step-3', '--json'], {
    cwd: demo,
    env: { TMPDIR: temporary },
    deadlineMs: 60_000,
  });
  const { passed, steps } = JSON.parse(done.stdout) as Report;
  const findings = steps.flatMap(({ checks }) => checks.flatMap((check) => check.findings));
  expect([done.code, passed], done.stdout).toEqual([code, code === 0]);
  // It is not said before the page was opened a second time, nor is it tried for ever.
  const ended = ends - Number(readFileSync(counter, 'utf8'));
  expect(ended).toBe(code === 0 ? 1 : 2);
  expect(new Set(findings.map((finding) => finding.code))).toEqual(new Set(code === 0 ? [] : ['page/crashed']));
  if (code === 1) expect(findings[0]?.cause).toContain('SIGSEGV');
});
