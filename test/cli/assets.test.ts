import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, temporaryFolder, tutor } from './tutor.ts';

const PUBLISHED = {
  'static/htmx.min.js': 'htmx.org/dist/htmx.min.js',
  'static/ws.js': 'htmx-ext-ws/ws.js',
  'static/sse.js': 'htmx-ext-sse/sse.js',
};

/** What npm installed for the tutor: the copies must be these bytes. */
function published(file: string): string {
  return readFileSync(path.join(ROOT, 'node_modules', file), 'utf8');
}

function read(cwd: string, file: string): string {
  return readFileSync(path.join(cwd, file), 'utf8');
}

test('a folder that start did not make gets htmx, the extensions and ws, and nothing else', async () => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'main.js'), '// my own\n');
  const done = await tutor(['assets'], { cwd });
  expect(done).toMatchObject({
    code: 0,
    stdout: 'Copied: node_modules/ws, static/htmx.min.js, static/ws.js and static/sse.js.\n',
  });
  for (const [file, from] of Object.entries(PUBLISHED)) expect(read(cwd, file)).toBe(published(from));
  expect(read(cwd, 'node_modules/ws/package.json')).toBe(published('ws/package.json'));
  expect(read(cwd, 'main.js')).toBe('// my own\n');
  expect(existsSync(path.join(cwd, '.tutor'))).toBe(false);
  expect((await tutor(['assets'], { cwd })).stdout).toBe('Every file is already there.\n');
});

test('a Python server gets no ws package', async () => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, 'main.py'), 'from fastapi import FastAPI\n\napp = FastAPI()\n');
  expect(await tutor(['assets'], { cwd })).toMatchObject({ code: 0 });
  expect(existsSync(path.join(cwd, 'static', 'sse.js'))).toBe(true);
  expect(existsSync(path.join(cwd, 'node_modules'))).toBe(false);
});

test.each([
  ['app.pl', ['assets']],
  ['notes.txt', ['assets']],
  ['main.go', ['assets', '--run', 'go run .']],
])('a folder with %s, which may be for any server, gets no ws package: %j', async (file, args) => {
  const cwd = temporaryFolder();
  writeFileSync(path.join(cwd, file), '# mine\n');
  const { code, stdout } = await tutor(args, { cwd });
  expect(code).toBe(0);
  expect(existsSync(path.join(cwd, 'static', 'sse.js'))).toBe(true);
  expect(existsSync(path.join(cwd, 'node_modules'))).toBe(false);
  expect(stdout.includes('assets --backend node')).toBe(args.length === 1);
  expect(await tutor(['assets', '--backend', 'node'], { cwd })).toMatchObject({ code: 0 });
  expect(existsSync(path.join(cwd, 'node_modules', 'ws', 'package.json'))).toBe(true);
});

test('another version stays until it is named, and is then kept beside the copy', async () => {
  const cwd = temporaryFolder();
  mkdirSync(path.join(cwd, 'static'));
  const replace = async (contents: string): Promise<string> => {
    writeFileSync(path.join(cwd, 'static', 'htmx.min.js'), contents);
    return (await tutor(['assets', 'htmx.min.js'], { cwd })).stdout;
  };
  writeFileSync(path.join(cwd, 'static', 'htmx.min.js'), 'another');
  const first = await tutor(['assets'], { cwd });
  expect(first.stdout).toContain("Not the tutor's copy, and unchanged: static/htmx.min.js.");
  expect(first.stdout).toContain('assets static/htmx.min.js');
  expect(read(cwd, 'static/htmx.min.js')).toBe('another');
  expect(await replace('one')).toContain('is static/htmx.min.js.old now');
  expect(await replace('two')).toContain('is static/htmx.min.js.old-2 now');
  expect(read(cwd, 'static/htmx.min.js')).toBe(published(PUBLISHED['static/htmx.min.js']));
  expect(read(cwd, 'static/htmx.min.js.old')).toBe('one');
  expect(read(cwd, 'static/htmx.min.js.old-2')).toBe('two');
});

test('the command that is advised names the folder that was named', async () => {
  const cwd = temporaryFolder();
  mkdirSync(path.join(cwd, 'mine', 'static'), { recursive: true });
  writeFileSync(path.join(cwd, 'mine', 'static', 'ws.js'), 'another');
  const { stdout } = await tutor(['assets', '--dir', 'mine'], { cwd });
  expect(stdout).toContain('assets --dir mine static/ws.js');
});

test('an unknown file, and a package that is there, are refused', async () => {
  const cwd = temporaryFolder();
  expect(await tutor(['assets', 'vue.js'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('The files: node_modules/ws, static/htmx.min.js'),
  });
  expect(await tutor(['assets', 'node_modules/ws'], { cwd })).toMatchObject({ code: 2 });
});

test.skipIf(process.platform === 'win32')(
  'a link out of the folder is refused, and nothing is written behind it',
  async () => {
    const cwd = temporaryFolder();
    const outside = temporaryFolder();
    symlinkSync(outside, path.join(cwd, 'static'));
    const refused = await tutor(['assets'], { cwd });
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('points outside the folder');
    expect(existsSync(path.join(outside, 'ws.js'))).toBe(false);
  },
);
