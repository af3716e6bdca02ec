import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import { codesOf, explain } from '../../src/messages/index.ts';

const EXAMPLES = codesOf(WORDING.catalogue).flatMap((code) => {
  const { python, wrong } = explain(code, WORDING) ?? expect.fail(code);
  return python === undefined ? [] : [{ code, python, wrong }];
});

/** Codes whose example is code of a browser, of a package for Node, or of what FastAPI does itself. */
const NODE_ONLY = new Set([
  'page/hung',
  'page/out-of-memory',
  'page/crashed',
  'page/nested-too-deep',
  'page/query-refused',
  'server/endless-answer',
  'ws/other-protocol',
  'ws/not-attached',
  'ws/bad-frame',
  'sse/client-disagrees',
  'sse/crashes-on-disconnect',
  'sse/too-much',
  'chat/written-by-page',
]);

test('each code with an example for Node has one in Python', () => {
  const without = codesOf(WORDING.catalogue).filter((code) => {
    const { wrong, python } = explain(code, WORDING) ?? expect.fail(code);
    return wrong.language === 'js' && python === undefined && !NODE_ONLY.has(code);
  });
  expect(without).toEqual([]);
});

test('a wrong and a right example differ, and fit a terminal', () => {
  for (const { code, python } of EXAMPLES) {
    expect(python.wrong, code).not.toBe(python.right);
    for (const line of `${python.wrong}\n${python.right}`.split('\n'))
      expect(line.length, code).toBeLessThanOrEqual(76);
  }
});

/** The name of a Python on this machine, if it has one. */
const PYTHON = ['python3', 'python'].find((name) => {
  try {
    return execFileSync(name, ['-c', 'print(1)'], { encoding: 'utf8' }).trim() === '1';
  } catch {
    return false;
  }
});

// Inside a function of a loop: examples are excerpts. One except for each excerpt that begins with it, one that is broken on purpose.
const PARSES = `
import ast, json, sys
for code, text in json.load(sys.stdin):
    if text.startswith('except'):
        text = 'try:\\n    pass\\n' + text
    lines = ''.join('        ' + line + '\\n' for line in text.split('\\n'))
    try:
        ast.parse('async def f():\\n    while True:\\n' + lines)
    except SyntaxError as error:
        print(code, error)
`;

test.skipIf(PYTHON === undefined)('the examples are Python', () => {
  const input = JSON.stringify(
    EXAMPLES.flatMap(({ code, python }) => [
      ...(code === 'server/syntax-error' ? [] : [[code, python.wrong]]),
      [code, python.right],
    ]),
  );
  expect(execFileSync(PYTHON ?? '', ['-c', PARSES], { input, encoding: 'utf8' })).toBe('');
});
