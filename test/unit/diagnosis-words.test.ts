import { expect, test } from 'vitest';
import { wordsOf } from '../support/describe.ts';

const where = [{ file: 'main.py', line: 3 }];

test.each([
  ["SyntaxError: 'await' outside async function", 'async def'],
  ['TabError: inconsistent use of tabs and spaces in indentation', 'no tab'],
  ["SyntaxError: expected ':'", 'with a colon'],
  ['IndentationError: unindent does not match any outer indentation level', 'like the other lines of its block'],
  ["IndentationError: expected an indented block after 'while' statement on line 2", 'four spaces more'],
  ["SyntaxError: (unicode error) 'utf-8' codec can't decode byte 0xff in position 0", 'UTF-8'],
  ['SyntaxError: source code string cannot contain null bytes', 'UTF-8'],
  ["SyntaxError: '(' was never closed", 'a bracket or a quote'],
])('%s gets its own fix', (message, fix) => {
  const words = wordsOf(
    {
      code: 'server/syntax-error',
      severity: 'error',
      facts: { message, excerpt: '' },
      evidence: { where },
    },
    { language: 'python' },
  );
  expect(words.fix).toContain(fix);
  if (fix !== 'a bracket or a quote') expect(words.fix).not.toContain('bracket');
});

test('a list of clients that is never cleaned is distinguished from a handler that raises', () => {
  const words = wordsOf(
    {
      code: 'ws/crashes-on-disconnect',
      severity: 'error',
      facts: {
        exit: { kind: 'running' },
        error: "RuntimeError: Unexpected ASGI message 'websocket.send', after sending 'websocket.close'.",
      },
      evidence: { where },
    },
    { language: 'python' },
  );
  expect(words.title).toBe('After a client has left, another one gets no reply');
  expect(words.cause).not.toContain('..');
  expect(words.fix).toContain('clients.remove(');
});

test('an unanswered message of htmx leads to the advice about the key `message`', () => {
  const words = wordsOf(
    {
      code: 'ws/no-reply',
      severity: 'error',
      facts: { sent: '{"message":"hello","HEADERS":{}}' },
      evidence: { where },
    },
    { language: 'python' },
  );
  expect(words.fix).toContain('json.loads(text)["message"]');
});

test('a missing page gets a fix for the page, not for its route', () => {
  const words = wordsOf(
    {
      code: 'page/not-served',
      severity: 'error',
      facts: { status: 404, error: '', page: { wanted: 'templates/index.html' } },
      evidence: {},
    },
    { language: 'python' },
  );
  expect(words.cause).toBe('`templates/index.html` does not exist.');
  expect(words.fix).toMatch(/^Write the page to `templates\/index\.html`/u);
});

test('two streams with one count are not reported as one too many', () => {
  const words = wordsOf(
    {
      code: 'sse/one-client-only',
      severity: 'error',
      facts: { first: [1, 3, 5], second: [2, 4, 6] },
      evidence: { where },
    },
    { language: 'python' },
  );
  expect(words.title).toBe('Two clients share one count, and each misses the numbers that the other gets');
});
