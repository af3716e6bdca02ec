import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { missingPage } from '../../src/run/missing-page.ts';
import { Sources } from '../../src/run/sources.ts';
import { placeOfKind } from '../../src/chapter/checks/streams.ts';
import { realCourse, stepState } from '../support/course-folder.ts';
import { temporaryFolder } from '../support/temporary.ts';

const MAIN = (stepState(realCourse(), 'step-3', 'start', 'fastapi').get('main.py') ?? Buffer.alloc(0)).toString('utf8');
const NOT_FOUND = { status: 404, report: undefined };

function looked(files: Readonly<Record<string, string>>): {
  readonly url: string | undefined;
  readonly sources: Sources;
} {
  const folder = temporaryFolder();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return { url: undefined, sources: new Sources(folder) };
}

test('a page that is not written yet is named, and so is one under nearly its name', () => {
  const wanted = 'templates/index.html';
  expect(missingPage(looked({ 'main.py': MAIN }), NOT_FOUND)).toEqual({ facts: { wanted }, where: [] });
  for (const near of ['template/index.html', 'templates/index.htm', 'templates/Index.html', 'index.html'])
    expect(missingPage(looked({ 'main.py': MAIN, [near]: '<p>' }), NOT_FOUND)).toEqual({
      facts: { wanted, near },
      where: [{ file: near }],
    });
});

test('a folder of templates whose name is misspelt is found at its line', () => {
  const main = MAIN.replace('folder / "templates"', 'folder / "template"');
  const line = main.split('\n').findIndex((text) => text.includes('Jinja2Templates(')) + 1;
  expect(missingPage(looked({ 'main.py': main, 'templates/index.html': '<p>' }), NOT_FOUND)).toEqual({
    facts: { wanted: 'template/index.html', near: 'templates/index.html' },
    where: [{ file: 'main.py', line }],
  });
});

test('a page that is there is not missing, nor one that nothing asks for', () => {
  expect(missingPage(looked({ 'main.py': MAIN, 'templates/index.html': '<p>' }), NOT_FOUND)).toBeUndefined();
  expect(missingPage(looked({ 'main.py': 'app = FastAPI()' }), NOT_FOUND)).toBeUndefined();
  expect(missingPage(looked({ 'main.py': MAIN, 'pages/site/index.html': '<p>' }), NOT_FOUND)).toBeUndefined();
  expect(missingPage({ ...looked({ 'main.py': MAIN }), url: 'http://localhost:8000' }, NOT_FOUND)).toBeUndefined();
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
  const session = looked({ 'main.py': main });
  expect(placeOfKind(session, "TypeError: 'function' object is not an iterator", {})).toEqual([
    { file: 'main.py', line: 6 },
  ]);
  expect(placeOfKind(session, "AttributeError: 'dict' object has no attribute 'encode'", {})).toEqual([
    { file: 'main.py', line: 2 },
  ]);
  const where = [{ file: 'main.py', line: 1 }];
  expect(placeOfKind(session, 'ValueError: x', { where })).toEqual(where);
});
