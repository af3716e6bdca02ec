import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { highlight } from '../../src/terminal/highlight.ts';
import { renderPlainMarkdown } from '../../src/terminal/lesson-plain.ts';
import { displayWidth } from '../../src/terminal/text.ts';

const plain = (markdown: string, width = 60): string => renderPlainMarkdown(markdown, { width });

test('headings, notes and code are announced by words', () => {
  expect(plain('# One\n\n## Two\n\n### Three\n\n> said\n> on\n\n---\n\n```js\n\ta\n\nb\n```')).toBe(
    'Title: One\n\nSection: Two\n\nSubsection: Three\n\nNote: said on\n\nCode (js):\n\n    \ta\n\n    b\n\nEnd of code.',
  );
});

test('a table is a list of sentences with the name of each column', () => {
  expect(plain('| | `ws` | sse |\n|---|---|---|\n| way | both | one |\n| end? | **no** | |\n', 80)).toBe(
    'Table, 2 rows: `ws`; sse.\n- way. `ws`: both. sse: one.\n- end? `ws`: no.',
  );
});

test('links have their address, lists their numbers, and long lines hang', () => {
  expect(plain('3. see [here](http://x.org/a)\n4. two words\n   - in it', 12)).toBe(
    '3. see here\n   (http://x.org/a)\n4. two words\n   - in it',
  );
});

test('no lesson and no page contains colours or drawn characters, and prose fits the width', () => {
  const steps = path.resolve('steps');
  const files = readdirSync(steps, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
  expect(files.length).toBeGreaterThan(8);
  for (const file of files) {
    const body = readFileSync(path.join(steps, file), 'utf8').replace(/^---\n[\s\S]*?\n---\n/, '');
    const text = plain(body, 76);
    expect(text, file).not.toMatch(/[\u001b\u2500-\u259f•▸✓]/u);
    const bad = text.split('\n').filter((line) => displayWidth(line) > 76 && !line.startsWith('    '));
    expect(bad, file).toEqual([]);
  }
});

test.each([
  ['http', 'GET /ws HTTP/1.1\nHost: a', ['GET', '/ws', 'Host']],
  ['http', 'HTTP/1.1 101 Switching Protocols', ['HTTP/1.1 101']],
  ['event-stream', ': note\n\nevent: news\ndata: data: x', [': note', 'event', 'data']],
])('%s has colours', (language, code, coloured) => {
  const text = highlight(code, language);
  expect([...text.matchAll(/\u001b\[(?:2|3\d)m(.*?)\u001b\[\d+m/g)].map((match) => match[1])).toEqual(coloured);
  expect(text.replaceAll(/\u001b\[\d+m/g, '')).toBe(code);
});

test('every language of the course has colours, all readable on light and on dark', () => {
  const samples: Readonly<Record<string, string>> = {
    js: "const a = 'b'; // c",
    json: '{ "a": true }',
    python: "def a(): return 'b' # c",
    perl: "my $a = 'b'; # c",
    html: '<a b="c"><!-- d -->',
    sh: "a 'b' # c",
    http: 'GET / HTTP/1.1',
    'event-stream': ': a\ndata: b',
  };
  const used = new Set(
    readdirSync(path.resolve('steps'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .flatMap((file) => [...readFileSync(path.resolve('steps', file), 'utf8').matchAll(/^```([\w-]+)/gm)])
      .map((match) => match[1] ?? ''),
  );
  for (const language of used) {
    if (['text', 'diff'].includes(language)) continue;
    const text = highlight(samples[language] ?? '', language);
    expect(text, language).toContain('\u001b[');
    // Black, yellow, blue, white, bright black and brighter ones.
    expect(text, language).not.toMatch(/\u001b\[(?:30|33|34|37|9\d)m/);
  }
});
