import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { parse } from 'yaml';
import { CLASSROOM50, GRADESCOPE, readVpl } from '../support/place-schemas.ts';
import { processesWith } from './processes.ts';
import { LAUNCHER, ROOT, temporaryFolder, tutor } from './tutor.ts';

// What docs/teachers.md says to type, typed. Its installation takes packages from a registry, so the suite types the rest.

const TEXT = readFileSync(path.join(ROOT, 'docs', 'teachers.md'), 'utf8');

/** The code of the page in one language. */
function blocks(language: string): readonly string[] {
  return [...TEXT.matchAll(/^```(\w+)\n([\s\S]*?)^```/gmu)].flatMap(([, lang, code = '']) =>
    lang === language ? [code] : [],
  );
}

function blockWith(language: string, part: string): string {
  return blocks(language).find((code) => code.includes(part)) ?? expect.fail(`no ${language} with ${part}`);
}

/** A class whose `npm install` has been done. */
function classroom(): string {
  const folder = temporaryFolder();
  const bin = path.join(folder, 'node_modules', '.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(LAUNCHER, path.join(bin, 'htmx-realtime-tutor'));
  symlinkSync(path.join(ROOT, 'node_modules', 'ws'), path.join(folder, 'node_modules', 'ws'));
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  return folder;
}

function inShell(line: string, cwd: string): string {
  return execFileSync('sh', ['-c', line], { cwd, encoding: 'utf8', env: { ...process.env, CI: '' } });
}

test('no line of code is wider than 80 columns', () => {
  const code = [...TEXT.matchAll(/^```\w+\n([\s\S]*?)^```|^ {4}\S.*$/gmu)].flatMap(([all]) => all.split('\n'));
  expect(code.length).toBeGreaterThan(40);
  expect(code.filter((line) => line.length > 80)).toEqual([]);
});

test('the tarball has the name that npm gives it', () => {
  const { name, version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Record<string, string>;
  const named = [...TEXT.matchAll(/htmx-realtime-tutor-[\d.]+\.tgz/gu)].map(([file]) => file);
  expect(new Set(named)).toEqual(new Set([`${name}-${version}.tgz`]));
});

test.skipIf(process.platform === 'win32')(
  'what is typed checks everybody, and nothing is written into a submission',
  { timeout: 300_000 },
  async () => {
    const cwd = classroom();
    for (const [name, step] of [
      ['ada', 'step-3'],
      ['bob lee', 'step-2'],
    ] as const)
      expect((await tutor(['solution', step, '--to', path.join(cwd, 'submissions', name)], { cwd })).code).toBe(0);
    const filesOf = (): readonly string[] =>
      readdirSync(path.join(cwd, 'submissions'), { recursive: true, encoding: 'utf8' }).toSorted((a, b) =>
        a.localeCompare(b),
      );
    const before = filesOf();
    // As far as step 3: the whole course takes ten seconds for each.
    const upTo3 = (script: string): string => script.replaceAll('submissions/*', 'submissions/* --step 3');
    const typed = (script: string): string =>
      inShell(`{ ${upTo3(script).trim()}; } 2>/dev/null; echo "exit code $?"`, cwd);

    expect(typed(blockWith('sh', '--results class.jsonl'))).toMatch(
      /^ada {6}passed[\s\S]*^bob lee {2}not passed {2}2 of 3 {2}step-2 {2}page\/not-served$[\s\S]*exit code 1\n$/mu,
    );
    typed(blockWith('sh', '--points'));
    expect(readFileSync(path.join(cwd, 'points.csv'), 'utf8')).toMatch(
      /^bob lee,submissions\/bob lee,not-passed,2,3,step-2,1,/mu,
    );

    const github = parse(blockWith('yaml', 'runs-on')) as Record<'jobs', Record<string, { steps: { run?: string }[] }>>;
    const scripts = Object.values(github.jobs).flatMap(({ steps }) => steps.flatMap(({ run = '' }) => run));
    const withPart = (part: string): string => scripts.find((script) => script.includes(part)) ?? expect.fail(part);
    const sharded = withPart('--shard');
    for (const shard of ['1', '2', '3', '4']) {
      const script = sharded.replaceAll('${{ matrix.shard }}', shard);
      const ended = typed(script.replaceAll('results.jsonl', `results/${shard}/results.jsonl`));
      // Not passed is no failure of a job that only keeps results; the third and fourth have no folder at all.
      expect(ended).toMatch(/exit code 0\n$/u);
    }
    expect(typed(withPart('--merge'))).toMatch(/^1 of 2 passed, 1 not passed\.$\n[\s\S]*exit code 1\n$/mu);

    const gitlab = parse(blockWith('yaml', 'image:')) as { check: { script: string[] } };
    for (const line of gitlab.check.script.filter((each) => each !== 'npm ci')) typed(line);
    expect(readFileSync(path.join(cwd, 'report.xml'), 'utf8')).toMatch(
      /classname="bob lee\.step-3"[^>]*>\s*<failure[^>]*page\/not-served/u,
    );
    expect(filesOf()).toEqual(before);
  },
);

/** Runs a script of the page as a file of its own, where commands of `bin` are found by name. */
function runScript(
  script: string,
  { cwd, bin = path.join(cwd, 'node_modules', '.bin') }: { readonly cwd: string; readonly bin?: string },
): string {
  const file = path.join(cwd, 'script.sh');
  writeFileSync(file, script);
  chmodSync(file, 0o755);
  const env = { ...process.env, CI: '', PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` };
  return spawnSync(file, [], { cwd, encoding: 'utf8', env }).stdout;
}

describe.skipIf(process.platform === 'win32')('in a place that grades,', () => {
  test("Gradescope's run_autograder writes results.json", async () => {
    const cwd = classroom();
    expect((await tutor(['solution', 'step-2', '--to', 'submission'], { cwd })).code).toBe(0);
    mkdirSync(path.join(cwd, 'results'));
    const script = blockWith('sh', '--format gradescope').replaceAll('/autograder', cwd);
    // It does not fail, though step 3 has not passed.
    runScript(script.replace('grade submission', 'grade submission --step 3'), { cwd });
    const results = v.parse(GRADESCOPE, JSON.parse(readFileSync(path.join(cwd, 'results', 'results.json'), 'utf8')));
    expect(results.tests?.map(({ score, max_score: most }) => [score, most])).toEqual([
      [0, 0],
      [2, 2],
      [0, 0],
    ]);
  });

  test('Classroom 50 gets result.json and release-body.md in the checkout', async () => {
    const cwd = temporaryFolder();
    expect((await tutor(['solution', 'step-1', '--to', 'work'], { cwd })).code).toBe(0);
    const [assets, check] = [...blockWith('python', 'classroom50').matchAll(/\[tutor, ([^\]]*)\]/gu)].map(
      ([, words = '']) => JSON.parse(`[${words}]`) as readonly string[],
    );
    const env = {
      CLASSROOM: 'web',
      ASSIGNMENT: 'chat',
      USERNAME: 'ada',
      OWNER: 'ada',
      ASSIGNMENT_TYPE: 'individual',
      SUBMISSION_TAG: 'submit/2026-06-01T14-32-05Z-a1b2c3d',
      COMMIT_URL: 'https://github.com/web/web-chat-ada/commit/a1b2c3d',
      RELEASE_URL: 'https://github.com/web/web-chat-ada/releases/tag/submit%2Fx',
      REVIEW_URL: 'https://github.com/web/web-chat-ada/compare/b...a1b2c3d',
    };
    const folder = path.join(cwd, 'work');
    expect((await tutor(assets ?? [], { cwd: folder, env })).code).toBe(0);
    const upTo2 = (check ?? []).map((word) => (word === 'all' ? 'step-2' : word));
    expect((await tutor(upTo2, { cwd: folder, env })).code).toBe(1);
    const result = v.parse(CLASSROOM50, JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8')));
    expect(result).toMatchObject({
      owner: 'ada',
      review: env.REVIEW_URL,
      tests: [{ passed: true }, { passed: false }],
    });
    expect(readFileSync(path.join(folder, 'release-body.md'), 'utf8')).toContain('| **not passed** |');
  });

  test("VPL's vpl_evaluate.sh makes a vpl_execution that prints comments and a grade", async () => {
    const installed = classroom();
    const cwd = path.join(installed, 'work');
    expect((await tutor(['solution', 'step-2', '--to', cwd], { cwd: installed })).code).toBe(0);
    const exports = ['#!/bin/bash', "export VPL_GRADEMIN='0.00000'", "export VPL_GRADEMAX='10.00000'", ''];
    writeFileSync(path.join(cwd, 'vpl_environment.sh'), exports.join('\n'));
    writeFileSync(path.join(cwd, 'common_script.sh'), '#!/bin/bash\n. vpl_environment.sh\n');
    const bin = path.join(installed, 'node_modules', '.bin');
    runScript(blockWith('sh', 'vpl_execution'), { cwd, bin });
    const execution = readFileSync(path.join(cwd, 'vpl_execution'), 'utf8');
    const { grade, comments } = readVpl(runScript(execution.replace('grade .', 'grade . --step 3'), { cwd, bin }));
    expect(grade).toBe('6.67');
    expect(comments).toContain('-step-3: Connect a page with htmx: not passed, 0 of 1');
  });
});

/** Whether bubblewrap may make a sandbox on this machine. */
function canSandbox(): boolean {
  return spawnSync('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true']).status === 0;
}

/** Where bubblewrap is missing or forbidden: the call is the same, and the folder is the first of its words. */
const WITHOUT = '#!/bin/sh\ntest -d "$1" || exit 9\nshift\nexec "$@"\n';

describe.skipIf(process.platform === 'win32')('in a sandbox,', () => {
  test('each folder is checked by the script, which sees no other, and nothing of one that hangs is left', async () => {
    const cwd = classroom();
    for (const name of ['ada', 'bob'])
      expect((await tutor(['solution', 'step-2', '--to', path.join('submissions', name)], { cwd })).code).toBe(0);
    const main = path.join(cwd, 'submissions', 'bob', 'main.js');
    writeFileSync(main, `throw new Error('seen: ' + (await import('node:fs')).readdirSync('..').join(' and '));\n`);
    const script = blockWith('sh', 'bwrap');
    // The tutor of the tests is not in the class's folder, nor is Node always below /usr.
    const node = path.dirname(process.execPath);
    const own = `--ro-bind ${ROOT} ${ROOT} --ro-bind ${node} ${node}`;
    const file = path.join(cwd, 'sandbox');
    writeFileSync(file, canSandbox() ? script.replace('--ro-bind "$PWD"', `${own} $&`) : WITHOUT);
    chmodSync(file, 0o755);
    const call = ['--step', '2', '--inside', './sandbox', '--json'];
    const { code, stdout, stderr } = await tutor(['grade', 'submissions/ada', 'submissions/bob', ...call], { cwd });
    expect(code, stderr).toBe(1);
    const { folders } = JSON.parse(stdout) as { folders: readonly { name: string; outcome: string }[] };
    expect(folders.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['ada', 'passed'],
      ['bob', 'not-passed'],
    ]);
    expect(stdout).toContain(canSandbox() ? 'seen: bob' : 'seen: ada and bob');
    expect(processesWith(cwd)).toEqual([]);
    writeFileSync(main, 'setInterval(() => undefined, 1000);\n');
    const hung = await tutor(['grade', 'submissions/bob', ...call, '--timeout', '1'], { cwd });
    expect(hung.stdout).toContain('"reason": "it took longer than 1 s"');
    await expect.poll(() => processesWith(cwd), { timeout: 20_000 }).toEqual([]);
  });

  test('the scripts are read by the shell', () => {
    const cwd = temporaryFolder();
    for (const part of ['bwrap', 'docker run']) {
      const file = path.join(cwd, 'sandbox');
      writeFileSync(file, blockWith('sh', part));
      expect(spawnSync('sh', ['-n', file], { encoding: 'utf8' }).stderr).toBe('');
    }
  });
});
