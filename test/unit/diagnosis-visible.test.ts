import { shellQuote } from '../../src/model/shell.ts';
import { expect, test } from 'vitest';
import { didWords, tryCommand } from '../../src/messages/action.ts';
import { inline, quote as quoted, receivedText } from '../../src/messages/visible.ts';
import type { Action } from '../../src/model/finding.ts';

function quote(text: string, caret?: number): string {
  return receivedText(quoted(text, caret));
}

test('text is quoted line by line, and the end of each line is shown', () => {
  expect(quote('hello')).toBe('"hello"');
  expect(quote('data: 1\n\ndata: 2\n')).toBe('"data: 1\\n"\n"\\n"\n"data: 2\\n"');
  expect(quote('data: 1\r\n')).toBe('"data: 1\\r\\n"');
});

test('nothing is shown when nothing was received', () => {
  expect(quote('')).toBe('');
});

test.each([
  ['\t', '\\t'],
  ['\r', '\\r'],
  ['\0', '\\0'],
  ['\u001b', '\\e'],
  ['\u0007', '\\u{7}'],
  ['\u00a0', '\\u{a0}'],
  ['\u200b', '\\u{200b}'],
  ['\u202e', '\\u{202e}'],
  ['\u2028', '\\u{2028}'],
  ['\ufeff', '\\u{feff}'],
])('%j is written out', (character, shown) => {
  expect(quote(`a${character}b`)).toBe(`"a${shown}b"`);
  expect(inline(`a${character}b`)).toBe(`a${shown}b`);
});

test('visible characters stay as they are', () => {
  const text = 'żółw 漢字 👍 <b class="x">a b</b> `code` \\n';
  expect(quote(text)).toBe(`"${text}"`);
  expect(inline(text)).toBe(text);
});

test('the caret is under the character that it marks', () => {
  expect(quote('date: 1', 2)).toBe('"date: 1"\n   ^');
  expect(quote('Data: 1', 0)).toBe('"Data: 1"\n ^');
});

test('the caret is below its own line', () => {
  expect(quote('data: 1\nid: 2\ndate: 3\n', 16)).toBe('"data: 1\\n"\n"id: 2\\n"\n"date: 3\\n"\n   ^');
});

test('escaped characters before the caret shift it, and one with two code units shifts it once', () => {
  expect(quote('\tx', 1)).toBe('"\\tx"\n   ^');
  expect(quote('👍x', 2)).toBe('"👍x"\n  ^');
});

test('the caret may mean the end of a line, where something is missing', () => {
  expect(quote('data: 1\ndata: 2', 7)).toBe('"data: 1\\n"\n        ^\n"data: 2"');
});

test('long text is cut and says how long it is', () => {
  const shown = quote('x'.repeat(5000));
  expect(shown).toMatch(/^"x{700}"\n… \(5000 characters in all\)$/);
  expect(quote('x'.repeat(700))).toBe(`"${'x'.repeat(700)}"`);
});

test('many lines are cut and say how long they are', () => {
  const lines = quote('a\n'.repeat(40)).split('\n');
  expect(lines.slice(0, -1)).toEqual(Array.from({ length: 12 }, () => '"a\\n"'));
  expect(lines.at(-1)).toBe('… (80 characters in all)');
});

test('a caret in text that is cut off is not drawn', () => {
  expect(quote('x'.repeat(800), 750)).not.toContain('^');
  expect(quote('a\n'.repeat(40), 60)).not.toContain('^');
});

test('inside a sentence text is one line of at most the asked length', () => {
  expect(inline('one\ntwo')).toBe('one\\ntwo');
  expect(inline('x'.repeat(120))).toBe('x'.repeat(120));
  expect(inline('x'.repeat(121))).toBe(`${'x'.repeat(118)} …`);
  expect(inline('abcdefghij', 6)).toBe('abcd …');
});

const actions: readonly (readonly [action: Action | undefined, did: string, command: string])[] = [
  [undefined, '', ''],
  [{ kind: 'http', path: '/' }, 'requested /', 'curl -i http://localhost:8000/'],
  [{ kind: 'http', path: 'static/ws.js' }, 'requested static/ws.js', 'curl -i http://localhost:8000/static/ws.js'],
  [
    { kind: 'http', path: 'https://unpkg.com/htmx.org' },
    'requested https://unpkg.com/htmx.org',
    'curl -i https://unpkg.com/htmx.org',
  ],
  [
    { kind: 'sse', path: '/sse/counter' },
    'opened the event stream at /sse/counter',
    'curl -N -i http://localhost:8000/sse/counter',
  ],
  [{ kind: 'ws', path: '/ws', sent: [] }, 'opened a WebSocket to /ws', 'npx wscat -c ws://localhost:8000/ws'],
  [
    { kind: 'ws', path: '/ws', sent: ['one', 'two'] },
    'opened a WebSocket to /ws and sent "one", then "two"',
    "npx wscat -c ws://localhost:8000/ws -x 'one' -x 'two'",
  ],
  [
    { kind: 'ws', path: '/ws', sent: [], ends: 'broken' },
    'opened a WebSocket to /ws and broke the connection',
    'npx wscat -c ws://localhost:8000/ws',
  ],
  [{ kind: 'page' }, 'opened the page, with its own scripts', ''],
  [
    { kind: 'page', afterwards: 'server-restarted' },
    'opened the page, with its own scripts, then restarted the server',
    '',
  ],
  [{ kind: 'page', typed: '' }, 'submitted the empty form', ''],
  [{ kind: 'page', typed: 'a\tb' }, 'typed "a\\tb" into the form and submitted it', ''],
  [{ kind: 'run', command: 'node main.js' }, 'ran `node main.js`', ''],
  [{ kind: 'read', file: 'package.json' }, 'read package.json', ''],
];

test.each(actions)('%j is described, and given as a command', (action, did, command) => {
  expect(didWords(action)).toBe(did);
  expect(tryCommand(action)).toBe(command);
});

test('a command names the address that the server has', () => {
  expect(tryCommand({ kind: 'http', path: '/' }, { origin: 'http://localhost:8001' })).toBe(
    'curl -i http://localhost:8001/',
  );
  expect(tryCommand({ kind: 'ws', path: '/ws', sent: [] }, { origin: 'https://pi.local' })).toBe(
    'npx wscat -c wss://pi.local/ws',
  );
});

const LONG_JSON = JSON.stringify({ message: 'x'.repeat(60), HEADERS: { 'HX-Request': 'true' } });

test.each([
  ['python', ['hello'], "s=new WebSocket('ws://localhost:8001/ws');s.onopen=()=>s.send('hello')"],
  ['other', [], "new WebSocket('ws://localhost:8001/ws')"],
  ['other', ["it's", 'two'], String.raw`s=new WebSocket('ws://localhost:8001/ws');s.onopen=()=>s.send('it\'s')`],
  ['node', [LONG_JSON], `s=new WebSocket('/ws');s.onopen=()=>s.send('{"message":"hello"}')`],
  ['node', ['x'.repeat(100)], "s=new WebSocket('ws://localhost:8001/ws');s.onopen=()=>s.send('hello')"],
  ['python', ['a\u202Eb'], String.raw`s=new WebSocket('/ws');s.onopen=()=>s.send('a\u202eb')`],
] as const)('for %s, %j is a line for the browser that sends something like it', (language, sent, line) => {
  const command = tryCommand({ kind: 'ws', path: '/ws', sent }, { language, origin: 'http://localhost:8001' });
  expect(command.split('\n')).toEqual(["// in the browser's console, at http://localhost:8001", line]);
  expect(line.length).toBeLessThanOrEqual(72);
});

/** The words that a POSIX shell makes of a line with plain words, `'…'`, `$'…'` with octal numbers, and `\'`. */
function shellWords(line: string): readonly string[] {
  const parts = line.match(/(?:\$?'[^']*'|\\'|[^\s'\\$])+/g) ?? [];
  return parts.map((part) =>
    part.replace(/(\$?)'([^']*)'|\\(')/g, (_, dollar: string, quoted?: string, single?: string) => {
      const text = quoted ?? single ?? '';
      return dollar === '$'
        ? text.replace(/\\(\d{3})/g, (_all, octal: string) => String.fromCharCode(parseInt(octal, 8)))
        : text;
    }),
  );
}

test.each([
  'plain',
  "it's",
  "'",
  "''",
  '$(touch x) `touch x` $HOME !! "double" \\ | & ; > x',
  '{"message":"don\'t","HEADERS":{}}',
  'two\nlines',
])('%j survives a shell unharmed', (text) => {
  expect(shellWords(`npx wscat -x ${shellQuote(text)}`)).toEqual(['npx', 'wscat', '-x', text]);
});
