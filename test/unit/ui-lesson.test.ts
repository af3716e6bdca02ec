import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { renderDiff } from '../../src/terminal/diff.ts';
import { renderMarkdown } from '../../src/terminal/lesson.ts';
import { displayWidth } from '../../src/terminal/text.ts';

const plain = { width: 60, colour: false, unicode: true };

test('headings, quotes, rules', () => {
  expect(renderMarkdown('# One\n\n## Two\n\n### Three\n\n> said\n> on\n\n---\n', { ...plain, width: 10 })).toBe(
    'One\n━━━\n\nTwo\n───\n\nThree\n\n│ said on\n\n──────────',
  );
});

test('ASCII where the terminal has no more', () => {
  const text = renderMarkdown('# One\n\n- a\n\n> b\n\n| c |\n|---|\n| d |\n', { ...plain, unicode: false });
  expect(text).toBe('One\n===\n\n* a\n\n| b\n\nc\n-\nd');
});

test('inline code, emphasis and links in paragraphs and lists', () => {
  const text = '**Open** `/ws` in [the docs](https://example.org/a) &amp; <https://example.org>.';
  const shown = 'Open `/ws` in the docs (https://example.org/a) & https://example.org.';
  expect(renderMarkdown(text, { ...plain, width: 100 })).toBe(shown);
  expect(renderMarkdown(`- ${text}`, { ...plain, width: 100 })).toBe(`• ${shown}`);
});

test('lists: numbers in line, hanging indents, nested lists, tasks', () => {
  const items = Array.from({ length: 10 }, (_, index) => `${index + 1}. item`).join('\n');
  expect(renderMarkdown(items, plain)).toMatch(/^1\. {2}item\n[\s\S]*\n10\. item$/);
  expect(renderMarkdown('- one two three\n  - four\n- [x] done', { ...plain, width: 12 })).toBe(
    '• one two\n  three\n  • four\n• [x] done',
  );
});

test('a comment is not shown', () => {
  expect(renderMarkdown('a\n\n<!-- note -->\n\nb <!-- note -->c', plain)).toBe('a\n\nb c');
});

test('code is left as it is, however long, and indented', () => {
  const long = `const x = '${'y'.repeat(100)}';`;
  expect(renderMarkdown(`\`\`\`js\n${long}\n\n\tz\n\`\`\``, plain)).toBe(`  ${long}\n\n  \tz`);
});

test('colour adds escape sequences and changes no visible character, except that it replaces the marks of code', () => {
  const text =
    '# A b\n\n**c** *d* [e](f)\n\n```html\n<a href="x">y</a><!-- z -->\n```\n\n```js\nconst a = "if"; // no\n```\n';
  const coloured = renderMarkdown(text, { ...plain, colour: true });
  expect(coloured).toContain('\u001b[36m<a\u001b[39m');
  expect(coloured).toContain('\u001b[32m"if"\u001b[39m');
  expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(renderMarkdown(text, plain));
  expect(renderMarkdown('**a `b` c**', plain)).toBe('a `b` c');
  const code = renderMarkdown('**a `b` c**', { ...plain, colour: true });
  expect(code).toContain('\u001b[36mb\u001b[39m');
  expect(code.replaceAll(/\u001b\[\d+m/g, '')).toBe('a b c');
});

test.each([60, 80])('a table fits %i columns', (width) => {
  const cell = 'both ways, text and binary frames in either direction at any time';
  const text = renderMarkdown(`| what | one | two |\n|---|---|---|\n| a | ${cell} | ${cell} |\n| b | \`c\` | d |\n`, {
    ...plain,
    width,
  });
  const lines = text.split('\n');
  expect(lines.every((line) => displayWidth(line) <= width && line === line.trimEnd())).toBe(true);
  // Both columns begin where their headers begin.
  const start = lines[0]?.indexOf('two') ?? 0;
  expect(lines.at(-1)?.[start]).toBe('d');
});

test('a table with too many columns for the width becomes lists', () => {
  const row = (cell: string): string => `|${Array.from({ length: 8 }, () => ` ${cell} `).join('|')}|`;
  const text = renderMarkdown([row('name'), row('---'), row('a long value')].join('\n'), plain);
  expect(text.split('\n')).toEqual(Array.from({ length: 8 }, () => 'name: a long value'));
});

test('every lesson and page of the course fits: no spaces at line ends, prose within the width', () => {
  const steps = path.resolve('steps');
  const files = readdirSync(steps, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
  expect(files.length).toBeGreaterThan(8);
  for (const file of files) {
    const body = readFileSync(path.join(steps, file), 'utf8').replace(/^---\n[\s\S]*?\n---\n/, '');
    const lines = renderMarkdown(body, { ...plain, width: 76 }).split('\n');
    const bad = lines.filter((line) => line !== line.trimEnd() || (displayWidth(line) > 76 && !line.includes('  ')));
    expect({ file, bad }).toEqual({ file, bad: [] });
  }
});

const diff = `--- a/main.js
+++ b/main.js
@@ -1,3 +1,3 @@
 same
--- removed
+++ added\u001b[2J
 \ttab
`;

test('a diff keeps its signs and its tabs, and shows control characters', () => {
  expect(renderDiff(diff, plain)).toBe(diff.trimEnd().replace('\u001b', '\\x1b'));
});

test('a removed line that looks like a header is coloured as removed', () => {
  const coloured = renderDiff(diff, { ...plain, colour: true });
  expect(coloured).toContain('\u001b[1m--- a/main.js\u001b[22m');
  expect(coloured).toContain('\u001b[31m--- removed\u001b[39m');
  expect(coloured).toContain('\u001b[32m+++ added');
});
