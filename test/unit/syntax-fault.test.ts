import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { SyntaxFault } from '../../src/model/facts/server.ts';
import { codeCharacters } from '../../src/servers/code-scan.ts';
import { readErrorReport } from '../../src/servers/error-report.ts';
import { syntaxFault } from '../../src/servers/syntax-fault.ts';

const run = promisify(execFile);

/** What is found in a file that this very Node refuses. */
async function faultOf(source: string): Promise<SyntaxFault | undefined> {
  const folder = mkdtempSync(path.join(tmpdir(), 'syntax-'));
  try {
    const file = path.join(folder, 'main.mjs');
    writeFileSync(file, source);
    const said: unknown = await run(process.execPath, [file]).then(
      () => '',
      (error: unknown) => (error instanceof Error && 'stderr' in error ? error.stderr : ''),
    );
    const report = readErrorReport(String(said), folder);
    if (report?.name !== 'SyntaxError' || report.where === undefined) throw new Error(`it parses: ${String(said)}`);
    return syntaxFault(source, report.where, `${report.name}: ${report.message}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const SERVER = "import http from 'node:http';\nconst port = process.env.PORT;\n";

test('the quote of an attribute ends a text of Python, too, but not one between three quotes', () => {
  const at = { file: 'main.py', line: 1 };
  const faultIn = (source: string): SyntaxFault | undefined => syntaxFault(source, at, 'SyntaxError: invalid syntax');
  expect(faultIn('html = f"<div id="chat-window" hx-swap-oob="beforeend">{text}</div>"')).toEqual({
    kind: 'quote-in-text',
    quote: '"',
    attribute: 'id',
    line: 1,
    column: 18,
  });
  for (const right of [`f'<div id="chat-window">' 1`, `f"""<div id="chat-window">""" 1`, `"<a href=" + url + ">" 1`])
    expect(faultIn(right)).toBeUndefined();
});

test.each<[string, string, SyntaxFault]>([
  [
    'the quote of an attribute, which ends the text around it',
    'http.createServer();\nconst reply = "<div id="chat-window">";\n',
    { kind: 'quote-in-text', quote: '"', attribute: 'id', line: 4, column: 24 },
  ],
  [
    'the wrap sign of our screen',
    '// A broken frame from one client is an error event, and one without a lis\n↪ tener ends the process.\n',
    { kind: 'wrap-sign', sign: '↪', line: 4, column: 1 },
  ],
  [
    'a string that was wrapped: Node reports the line before the sign',
    "console.log('a long line that the termi\n ↪ nal wraps');\n",
    { kind: 'wrap-sign', sign: '↪', line: 4, column: 2 },
  ],
  [
    'the sign of an ASCII terminal',
    'const a = (1;\n',
    { kind: 'open-bracket', bracket: '(', line: 3, column: 11, before: { line: 3, column: 13, text: ';' } },
  ],
  [
    'a sign at which Node stops',
    'const a = 1;\n> const b = 2;\n',
    { kind: 'wrap-sign', sign: '>', line: 4, column: 1 },
  ],
  ['curly quotes', 'const a = “hi”;\n', { kind: 'character', character: '“', instead: '"', line: 3, column: 11 }],
  ['a curly apostrophe', 'const a = ‘hi’;\n', { kind: 'character', character: '‘', instead: "'", line: 3, column: 11 }],
  ['a dash', 'const a = 3 – 2;\n', { kind: 'character', character: '–', instead: '-', line: 3, column: 13 }],
  [
    'an invisible character',
    'const a\u200b = 3;\n',
    { kind: 'character', character: '\u200b', instead: '', line: 3, column: 8 },
  ],
  ['omitted code', 'const a = [1, …];\n', { kind: 'omission', character: '…', line: 3, column: 15 }],
  ['a line number', ' 12 const a = 1;\n', { kind: 'line-number', number: '12', line: 3, column: 2 }],
  [
    'line numbers with a colon',
    '3: const a = 1;\n4: const b = 2;\n',
    { kind: 'line-number', number: '3', line: 3, column: 1 },
  ],
  ['the sign of a diff', '+const a = 1;\n', { kind: 'diff-sign', sign: '+', line: 3, column: 1 }],
  ['a removed line of a diff', '-const a = 1;\n+const a = 2;\n', { kind: 'diff-sign', sign: '-', line: 3, column: 1 }],
  [
    'a call that is not closed',
    'console.log(String(port);\n',
    { kind: 'open-bracket', bracket: '(', line: 3, column: 12, before: { line: 3, column: 25, text: ';' } },
  ],
  [
    'a list that a brace ends',
    'function f() {\n  return [1, 2\n}\n',
    { kind: 'open-bracket', bracket: '[', line: 4, column: 10, before: { line: 5, column: 1, text: '}' } },
  ],
  [
    'a block that goes on to the end',
    'function f() {\n  console.log(`${port} (`); // }\n',
    { kind: 'open-bracket', bracket: '{', line: 3, column: 14, before: 'end' },
  ],
  [
    'a callback that ends with its brace alone',
    "http.on('a', () => {\n  console.log(1);\n}\n\nhttp.on('b', () => {\n  console.log(2);\n});\n",
    { kind: 'open-call', line: 3, column: 8, after: { line: 5, column: 1, text: '}' } },
  ],
  [
    'a template whose expression is not closed before a tag',
    'const a = `<time>${String(port)</time>`;\n',
    { kind: 'open-bracket', bracket: '{', line: 3, column: 19, before: { line: 3, column: 32, text: '<' } },
  ],
  [
    'a template whose expression is not closed before a quote',
    "console.log(`You sent '${port'`);\nconsole.log(1);\n",
    { kind: 'open-bracket', bracket: '{', line: 3, column: 25, before: { line: 3, column: 30, text: "'" } },
  ],
  [
    'a template whose expression goes on to its end',
    'console.log(`You sent ${port`);\nconsole.log(`${port}`);\n',
    { kind: 'open-bracket', bracket: '{', line: 3, column: 24, before: { line: 3, column: 29, text: '`' } },
  ],
  [
    'an object that a statement follows',
    'function f() {\n  const a = {\n    b: 1,\n    c: 2,\n\n  return port;\n}\n',
    { kind: 'open-bracket', bracket: '{', line: 4, column: 13, before: { line: 8, column: 3, text: 'return' } },
  ],
  [
    'a try without its end',
    'try {\n  f();\ncatch {\n  f();\n}\n',
    { kind: 'open-bracket', bracket: '{', line: 3, column: 5, before: { line: 5, column: 1, text: 'catch' } },
  ],
  [
    'an object without its beginning',
    "const a =\n  'b': 1,\n};\n",
    { kind: 'no-brace', before: "'b'", line: 3, column: 9 },
  ],
])('%s', async (_, tail, fault) => {
  expect(await faultOf(SERVER + tail)).toEqual(fault);
});

test.each<[string, string]>([
  ['curly quotes in a string', 'const a = "“hi”" "b";\n'],
  ['a dash in a comment of the same line', 'const a = 1 2; // – no\n'],
  ['a character in a template and in a regular expression', 'const a = `“` + /[“/]/u "x";\n'],
  ['a non-breaking space, which is white space in JavaScript', 'const a\u00a0= 1 2;\n'],
  ['a sum over two lines', 'const a = 1\n+ 2 2;\n'],
  ['a keyword that is no name', 'const class = 1;\n'],
  ['brackets that are closed, and another error', 'if (port) { foo(1 2); }\n'],
  ['a closing bracket too many', 'foo(1));\n'],
  ['a comma that is missing in a call', 'foo(`${port}`\n  2);\n'],
  ['a template in a template, and another error', 'foo(`${[1].map(() => `<p>`)}`, 1 2);\n'],
  ['else after a closed block and a statement', 'if (port) {\n}\nfoo();\nelse {\n}\n'],
])('%s is not called the cause', async (_, tail) => {
  expect(await faultOf(SERVER + tail)).toBeUndefined();
});

test('a sign elsewhere in the file does not explain an error here', () => {
  const source = 'const a = 1 2;\nconst b = “x”;\n';
  expect(
    syntaxFault(source, { file: 'main.js', line: 1, column: 13 }, 'SyntaxError: Unexpected number'),
  ).toBeUndefined();
});

const PY = { file: 'main.py' } as const;

test.each<[string, string, { line: number; column?: number }, string, SyntaxFault | undefined]>([
  [
    'curly quotes',
    'a = “hi”\n',
    { line: 1, column: 5 },
    "invalid character '“' (U+201C)",
    { kind: 'character', character: '“', instead: '"', line: 1, column: 5 },
  ],
  [
    'a non-breaking space',
    'def f():\n\u00a0   return 1\n',
    { line: 2, column: 1 },
    'invalid non-printable character U+00A0',
    { kind: 'character', character: '\u00a0', instead: ' ', line: 2, column: 1 },
  ],
  [
    'a bracket that Python names',
    'x = (1,\ny = 2\n',
    { line: 1, column: 5 },
    "'(' was never closed",
    { kind: 'open-bracket', bracket: '(', line: 1, column: 5, before: 'end' },
  ],
  [
    'the sign of a diff',
    '+import os\n',
    { line: 1, column: 2 },
    'invalid syntax',
    { kind: 'diff-sign', sign: '+', line: 1, column: 1 },
  ],
  [
    'a line number',
    '1 import os\n',
    { line: 1, column: 3 },
    'invalid syntax',
    { kind: 'line-number', number: '1', line: 1, column: 1 },
  ],
  [
    'a wrap sign',
    '# a long comm\n ↪ ent\n',
    { line: 2 },
    'unexpected indent',
    { kind: 'wrap-sign', sign: '↪', line: 2, column: 2 },
  ],
  [
    'omitted code',
    'x = [1, …]\n',
    { line: 1, column: 9 },
    "invalid character '…' (U+2026)",
    { kind: 'omission', character: '…', line: 1, column: 9 },
  ],
  ['a quote in a long string', 'x = """\n“ 1\n""" 2\n', { line: 3, column: 5 }, 'invalid syntax', undefined],
  ['a missing colon', 'def f()\n  return 1\n', { line: 1, column: 8 }, "expected ':'", undefined],
])('in Python: %s', (_, source, where, message, fault) => {
  expect(syntaxFault(source, { ...PY, ...where }, `SyntaxError: ${message}`)).toEqual(fault);
});

test('only code is scanned', () => {
  const source = [
    'a = "x (" + \'y [\' + `t { ${ n({ m: "(" }) } (` // (',
    '/* [ */ b = c / d / (e); r = /[/(]\\/(/g.test(f)',
    '#!/no comment here',
  ].join('\n');
  const brackets = codeCharacters(source, 'js').filter(({ text }) => '([{}])'.includes(text));
  expect(brackets.map(({ text, line, column }) => `${text}${line}:${column}`)).toEqual([
    ...['(1:30', '{1:31', '}1:40', ')1:41'],
    ...['(2:21', ')2:23', '(2:45', ')2:47'],
  ]);
});
