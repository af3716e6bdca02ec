import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
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
