import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { diagnoseMarkup } from '../../src/diagnose/index.ts';
import { ROOT } from '../cli/tutor.ts';

// The pages of the course and of all its attempts: their markup alone must name no cause that their report does not have.

const PAGE = path.join('templates', 'index.html');

interface Attempt {
  readonly expect: 'pass' | 'fail';
  readonly code?: string;
}

/** The code of the first error; undefined: none. */
function firstError(file: string): string | undefined {
  const { answers } = diagnoseMarkup(readFileSync(file, 'utf8'), 'index.html');
  return answers.flatMap(({ findings }) => findings).find(({ severity }) => severity === 'error')?.code;
}

function pagesOf(folder: string): readonly string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(PAGE))
    .map((name) => path.join(ROOT, folder, name));
}

test('the pages of the course are right', () => {
  // A lab begins with files that are wrong.
  const pages = pagesOf('steps').filter((page) => !page.split(path.sep).includes('starter'));
  expect(pages.length).toBeGreaterThan(1);
  expect(pages.map(firstError)).toEqual(pages.map(() => undefined));
});

/** The report names what follows from it: the quote swallows the end of an address; the host answers an address without a version with 404. */
const NEARER_THE_CAUSE: Readonly<Record<string, string>> = {
  'step-3/quote-not-closed': 'page/quote-not-closed',
  'step-3/cdn-extension-of-the-newest': 'htmx/no-version',
};

test('what the markup of an attempt shows is the cause that its report names', () => {
  const found = pagesOf('fixtures').flatMap((page) => {
    const folder = path.dirname(path.dirname(page));
    const file = path.join(folder, 'fixture.yaml');
    if (!existsSync(file)) return [];
    const name = path.relative(path.join(ROOT, 'fixtures'), folder).replaceAll(path.sep, '/');
    const attempt = parse(readFileSync(file, 'utf8')) as Attempt;
    const code = firstError(page);
    return [{ name, code, right: NEARER_THE_CAUSE[name] ?? attempt.code }];
  });
  expect(found.filter(({ code, right }) => code !== undefined && code !== right)).toEqual([]);
  expect(found.filter(({ code }) => code !== undefined).length).toBeGreaterThan(40);
});
