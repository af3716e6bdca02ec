import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { Sources } from '../../src/run/sources.ts';
import { SILENT } from '../../src/rules/server/log.ts';
import type { PageAnswer } from '../../src/rules/server/missing-page.ts';
import { missingPage } from '../../src/rules/server/missing-page.ts';
import { whyPageNotServed } from '../../src/rules/server/page-not-served.ts';
import { placeOfKind } from '../../src/rules/stream/failed.ts';
import { realCourse, stepState } from '../support/course-folder.ts';
import { temporaryFolder } from '../support/temporary.ts';

const MAIN = (stepState(realCourse(), 'step-3', 'start', 'fastapi').get('main.py') ?? Buffer.alloc(0)).toString('utf8');

const PAGE_FILE = 'templates/index.html';

function sourcesOf(files: Readonly<Record<string, string>>, command?: string): Sources {
  const folder = temporaryFolder();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return new Sources(folder, command);
}

function notFound(files: Readonly<Record<string, string>>): PageAnswer {
  return { status: 404, report: undefined, pageFile: PAGE_FILE, locate: sourcesOf(files) };
}

test('a page that is not written yet is named, and so is one under nearly its name', () => {
  const wanted = 'templates/index.html';
  expect(missingPage(notFound({ 'main.py': MAIN }))).toEqual({ facts: { wanted }, where: [] });
  for (const near of ['template/index.html', 'templates/index.htm', 'templates/Index.html', 'index.html'])
    expect(missingPage(notFound({ 'main.py': MAIN, [near]: '<p>' }))).toEqual({
      facts: { wanted, near },
      where: [{ file: near }],
    });
});

test('a folder of templates whose name is misspelt is found at its line', () => {
  const main = MAIN.replace('folder / "templates"', 'folder / "template"');
  const line = main.split('\n').findIndex((text) => text.includes('Jinja2Templates(')) + 1;
  expect(missingPage(notFound({ 'main.py': main, 'templates/index.html': '<p>' }))).toEqual({
    facts: { wanted: 'template/index.html', near: 'templates/index.html' },
    where: [{ file: 'main.py', line }],
  });
});

test('a page that exists is not missing, nor is one that nothing reads', () => {
  expect(missingPage(notFound({ 'main.py': MAIN, 'templates/index.html': '<p>' }))).toBeUndefined();
  expect(missingPage(notFound({ 'main.py': 'app = FastAPI()' }))).toBeUndefined();
  expect(missingPage(notFound({ 'main.py': MAIN, 'pages/site/index.html': '<p>' }))).toBeUndefined();
});

test('which page is missing depends on where servers usually keep it', () => {
  const main = 'const page = readFileSync("views/chat.html");';
  const seen = { ...notFound({ 'main.js': main, 'views/chats.html': '<p>' }), pageFile: 'views/chat.html' };
  expect(missingPage(seen)?.facts).toEqual({ wanted: 'views/chat.html', near: 'views/chats.html' });
  expect(missingPage({ ...seen, pageFile: PAGE_FILE })).toBeUndefined();
  expect(missingPage({ ...seen, pageFile: undefined })).toBeUndefined();
});

test('what a remote server does not find proves nothing about the files here', () => {
  const at = { path: '/', pageFile: PAGE_FILE, locate: sourcesOf({ 'main.py': MAIN }) };
  const view = { status: 404, body: 'Not Found', log: SILENT, ...at };
  expect(whyPageNotServed({ ...view, runs: 'here' }).facts).toEqual({
    status: 404,
    error: '',
    page: { wanted: 'templates/index.html' },
  });
  expect(whyPageNotServed({ ...view, runs: 'elsewhere' }).facts).toEqual({ status: 404, error: '' });
});

test('a value of the wrong kind is looked for where it is given to the framework', () => {
  const main = `async def count():
    yield {'data': 1}

async def counter():
    return StreamingResponse(
        count,
        media_type="text/event-stream",
    )
`;
  const locate = sourcesOf({ 'main.py': main });
  expect(placeOfKind(locate, "TypeError: 'function' object is not an iterator")).toEqual([
    { file: 'main.py', line: 6 },
  ]);
  expect(placeOfKind(locate, "AttributeError: 'dict' object has no attribute 'encode'")).toEqual([
    { file: 'main.py', line: 2 },
  ]);
  const where = [{ file: 'main.py', line: 1 }];
  expect(placeOfKind(locate, 'ValueError: x', where)).toEqual(where);
});

test('what runs is the file that the command names, and what that file mentions', () => {
  const files = {
    'a-draft.py': 'def on_message(self): pass',
    'main.py': 'import chat',
    'chat.py': 'def on_message(self): pass',
    'lib/Chat.pm': 'sub on_message {}',
  };
  const placesBy = (command?: string): unknown => {
    const sources = sourcesOf(files, command);
    return [sources.serverFile(), sources.find('server', /on_message/u)];
  };
  expect(placesBy('python3 main.py')).toEqual([[{ file: 'main.py' }], [{ file: 'chat.py', line: 1 }]]);
  expect(placesBy('python3 ./a-draft.py --port 1')).toEqual([
    [{ file: 'a-draft.py' }],
    [{ file: 'a-draft.py', line: 1 }],
  ]);
  expect(placesBy('uvicorn main:app')).toEqual([[{ file: 'main.py' }], [{ file: 'chat.py', line: 1 }]]);
  // A command that names none of them shows nothing.
  expect(placesBy('make run')).toEqual([[{ file: 'main.py' }], [{ file: 'a-draft.py', line: 1 }]]);
  expect(placesBy()).toEqual([[{ file: 'main.py' }], [{ file: 'a-draft.py', line: 1 }]]);
});

test('a file of any kind exists inside the folder only', () => {
  const sources = sourcesOf({ 'static/ws.js': '' });
  expect(['static/ws.js', 'static/sse.js', '../', '/etc/hosts'].map((file) => sources.exists(file))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
