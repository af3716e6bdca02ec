import { parse } from 'parse5';
import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { escaped, markup, multiline, prose } from '../../src/reporters/html/markup.ts';
import { linesAround, sourceOf } from '../../src/reporters/html/source-lines.ts';

test.each([
  ['<script>alert("1")</script>', '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;'],
  ["a & b's", 'a &amp; b&#39;s'],
  ['\u001b[31mred\u0000', String.raw`\x1b[31mred\x00`],
  ['left\u202eright', String.raw`left\u202eright`],
  ['half \ud800 and \ufffe and \u{1ffff}', String.raw`half \ud800 and \u{fffe} and \u{1ffff}`],
  ['two\nlines', String.raw`two\nlines`],
  ['żółw 漢字 🙂', 'żółw 漢字 🙂'],
])('%j is written as %s', (text, written) => {
  expect(escaped(text)).toBe(written);
});

test('markup is put into a template as it is, text is escaped, nothing is nothing', () => {
  const inner = markup`<b>${'<i>'}</b>`;
  expect(markup`<p title="${'"'}">${inner}${undefined}${[1, '&', inner]}</p>`.html).toBe(
    '<p title="&quot;"><b>&lt;i&gt;</b>1&amp;<b>&lt;i&gt;</b></p>',
  );
});

test('backticks mark code, a single one does not', () => {
  expect(markup`${prose('Write `<b>` here, and a ` there.')}`.html).toBe(
    'Write <code>&lt;b&gt;</code> here, and a ` there.',
  );
});

test('whatever a text has, it stays one text in an element and in an attribute', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      const errors: string[] = [];
      const page = markup`<!DOCTYPE html><title>t</title><p title="${text}">${text}</p><pre>${multiline(text)}</pre>`;
      const document = parse(page.html, { onParseError: ({ code }) => errors.push(code) });
      expect(errors).toEqual([]);
      const names = JSON.stringify(document, (key, value: unknown) => (key === 'parentNode' ? undefined : value));
      expect(names.match(/"tagName":"\w+"/gu)).toHaveLength(6);
    }),
  );
});

const TEXT = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`).join('\n');

test.each<[line: number, numbers: readonly number[]]>([
  [10, [7, 8, 9, 10, 11, 12, 13]],
  [1, [1, 2, 3, 4]],
  [20, [17, 18, 19, 20]],
  [21, []],
  [0, []],
])('line %i is quoted with the lines around it', (line, numbers) => {
  const lines = linesAround(TEXT, { line });
  expect(lines.map(({ number }) => number)).toEqual(numbers);
  expect(lines.filter(({ isPlace }) => isPlace).map(({ text }) => text)).toEqual(
    numbers.length === 0 ? [] : [`line ${line}`],
  );
});

test('the word at the column is marked, also behind tabs and control characters; a column beyond the end marks the line', () => {
  const source = '\tconst\u001b id = `x`;\r\nnext';
  const [line] = linesAround(source, { line: 1, column: 9 });
  expect(line).toMatchObject({ text: String.raw`    const\x1b id = ${'`x`'};`, column: 15 });
  const quoted = (column: number | undefined): string =>
    sourceOf({ file: 'a.js', line: 1, ...(column === undefined ? {} : { column }) }, () => source).html;
  expect(quoted(9)).toContain('<mark>id</mark>');
  expect(quoted(99)).toContain(String.raw`<mark>const\x1b id = ${'`x`'};</mark>`);
  expect(quoted(undefined)).toBe(quoted(99).replaceAll('a.js:1:99', 'a.js:1'));
});

test('a place whose file cannot be read, or without a line, is named alone', () => {
  expect(sourceOf({ file: 'a.js', line: 3 }, () => undefined).html).toBe('<p><code>a.js:3</code></p>');
  expect(sourceOf({ file: 'a.js', line: 3 }, () => 'one line').html).toBe('<p><code>a.js:3</code></p>');
  expect(sourceOf({ file: 'a.js' }, () => 'one line').html).toBe('<p><code>a.js</code></p>');
});
