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
  'the scripts check everybody, and nothing is written into a submission',
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
    const upTo3 = (script: string): string => script.replaceAll('check all', 'check step-3');

    expect(inShell(upTo3(blockWith('sh', 'mkdir -p reports')), cwd)).toBe('ada: passed\nbob lee: not passed\n');
    writeFileSync(path.join(cwd, 'overview.mjs'), blockWith('js', 'process.argv'));
    expect(inShell('node overview.mjs reports/*.json', cwd)).toBe(
      'reports/ada.json\t3 of 3\t\nreports/bob lee.json\t2 of 3\tpage/not-served\n',
    );

    const github = parse(blockWith('yaml', 'runs-on')) as { jobs: { check: { steps: { run?: string }[] } } };
    const script = upTo3(github.jobs.check.steps.at(-1)?.run ?? '');
    expect(inShell(`(${script}); echo "exit code $?"`, cwd)).toMatch(/^::error (?:file|title)=[\s\S]*exit code 1\n$/mu);

    const gitlab = parse(blockWith('yaml', 'image:')) as { check: { script: string[] } };
    for (const line of gitlab.check.script.filter((each) => each !== 'npm ci')) inShell(upTo3(line), cwd);
    expect(readFileSync(path.join(cwd, 'reports', 'bob lee.xml'), 'utf8')).toMatch(/<failure[^>]*page\/not-served/u);
    expect(filesOf()).toEqual(before);
  },
);
