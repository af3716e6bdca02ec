import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { courseFileProblem, htmlFile, writeHtml } from '../../src/commands/common/output/html-file.ts';
import type { HtmlFile } from '../../src/commands/common/output/html-file.ts';
import { sourceIn } from '../../src/commands/common/output/html-report.ts';
import { OWN_REPORT } from '../../src/model/own-report.ts';
import { temporaryFolder } from '../support/temporary.ts';

const REPORT = `<!DOCTYPE html>\n<meta charset="utf-8">${OWN_REPORT}`;

function accepted(cwd: string, name: string): HtmlFile {
  const file = htmlFile(name, { cwd });
  if (!file.ok || file.value === undefined) throw new Error(`${name} is refused`);
  return file.value;
}

function refusal(cwd: string, name: string): string {
  const file = htmlFile(name, { cwd });
  return file.ok ? '' : `${file.problem.exitCode} ${file.problem.message} ${file.problem.next ?? ''}`;
}

describe('a report goes into', () => {
  test('a file that does not exist, in folders that do not exist', () => {
    const cwd = temporaryFolder();
    const file = accepted(cwd, path.join('reports', 'today', 'ada.html'));
    expect(writeHtml(file, REPORT).ok).toBe(true);
    expect(readFileSync(path.join(cwd, 'reports', 'today', 'ada.html'), 'utf8')).toBe(REPORT);
  });

  test('an empty file, an earlier report, and what a link to one leads to', () => {
    const cwd = temporaryFolder();
    writeFileSync(path.join(cwd, 'empty.html'), '');
    writeFileSync(path.join(cwd, 'old.html'), REPORT);
    symlinkSync(path.join(cwd, 'old.html'), path.join(cwd, 'link.html'));
    expect(writeHtml(accepted(cwd, 'empty.html'), REPORT).ok).toBe(true);
    expect(writeHtml(accepted(cwd, 'link.html'), `${REPORT} new`).ok).toBe(true);
    expect(readFileSync(path.join(cwd, 'old.html'), 'utf8')).toBe(`${REPORT} new`);
  });
});

test('a folder, a file of somebody and nothing at all are refused, with what to type instead', () => {
  const cwd = temporaryFolder();
  mkdirSync(path.join(cwd, 'reports'));
  writeFileSync(path.join(cwd, 'index.html'), '<p>mine</p>');
  expect(refusal(cwd, 'reports')).toMatch(/^2 reports is a folder.*--html reports\/report\.html$/u);
  expect(refusal(cwd, 'new/')).toMatch(/^2 new\/ is a folder/u);
  expect(refusal(cwd, 'index.html')).toMatch(/^2 index\.html exists and is not a report of the tutor/u);
  expect(refusal(cwd, ' ')).toMatch(/^2 --html needs the name of a file/u);
  expect(htmlFile(undefined, { cwd })).toEqual({ ok: true, value: undefined });
  expect(readFileSync(path.join(cwd, 'index.html'), 'utf8')).toBe('<p>mine</p>');
});

test('a place of the files of the course is refused in the folder that is checked, and nowhere else', () => {
  const cwd = temporaryFolder();
  const course = { folder: path.join(cwd, 'demo'), files: new Set(['templates/index.html']) };
  const says = (name: string): string | undefined => courseFileProblem(accepted(cwd, name), course)?.problem.message;
  expect(says('demo/templates/index.html')).toBe("demo/templates/index.html is a place of the course's own files.");
  expect(says('demo/.tutor/report.html')).toMatch(/own files/u);
  expect(says('demo/templates/report.html')).toBeUndefined();
  expect(says('templates/index.html')).toBeUndefined();
});

test('what cannot be written is a problem, and leaves nothing', () => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'file'), '');
  const written = writeHtml({ shown: 'file/report.html', target: path.join(cwd, 'file', 'report.html') }, REPORT);
  expect(written).toMatchObject({ ok: false, problem: { exitCode: 3 } });
  expect(written.ok ? '' : written.problem.message).toMatch(/^The report file\/report\.html cannot be written: /u);
});

test('sources are read in their folder: not through a link that leads out of it, nor by a path that does', () => {
  const cwd = temporaryFolder();
  mkdirSync(path.join(cwd, 'ada', 'lib'), { recursive: true });
  writeFileSync(path.join(cwd, 'secret.js'), 'secret');
  writeFileSync(path.join(cwd, 'ada', 'lib', 'chat.js'), 'chat');
  symlinkSync(path.join(cwd, 'secret.js'), path.join(cwd, 'ada', 'main.js'));
  symlinkSync(path.join(cwd, 'ada', 'lib', 'chat.js'), path.join(cwd, 'ada', 'chat.js'));
  const read = sourceIn(path.join(cwd, 'ada'));
  expect([read('lib/chat.js'), read('chat.js')]).toEqual(['chat', 'chat']);
  expect([read('main.js'), read('../secret.js'), read('none.js'), read('lib'), read('')]).toEqual(
    Array.from({ length: 5 }, () => undefined),
  );
});
