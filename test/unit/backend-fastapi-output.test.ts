import net from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Description } from '../../src/messages/index.ts';
import { wordsOf } from '../support/describe.ts';
import type { Code } from '../../src/model/finding.ts';
import { checkFolder, findingsOf, story } from '../support/check-folder.ts';
import { realCourse, stepState, writeState } from '../support/course-folder.ts';
import { pythonOrReason } from '../support/python.ts';

// What real interpreters and a real uvicorn print, each attempt one change to the solution of step 2.

const course = realCourse();
const { skipped, python } = await pythonOrReason();
const choice = { kind: 'fastapi', ...(python === undefined ? {} : { python: python.executable }) } as const;
const solution = stepState(course, 'step-2', 'solution', 'fastapi');
const text = (solution.get('main.py') ?? Buffer.alloc(0)).toString('utf8');

type Change = (text: string) => string;
const replaced =
  (from: string, to: string): Change =>
  (before) => {
    if (!before.includes(from)) throw new Error(`main.py has no ${from}`);
    return before.replace(from, () => to);
  };

/** The first error of a step-2 check of this main.py, with its first place. */
async function firstError(main: string): Promise<{
  readonly code: Code | undefined;
  readonly facts: unknown;
  readonly line: number | undefined;
  readonly words: Description | undefined;
  readonly story: string;
}> {
  const { folder, remove } = writeState(new Map([...solution, ['main.py', Buffer.from(main)]]), { modules: 'none' });
  try {
    const result = await checkFolder({ course, folder, step: 'step-2', choice });
    const [first] = findingsOf(result, 'error');
    return {
      code: first?.code,
      facts: first?.facts,
      line: first?.evidence.where?.[0]?.line,
      words: first === undefined ? undefined : wordsOf(first, { language: 'python' }),
      story: story(result),
    };
  } finally {
    remove();
  }
}

/** The line of the changed file that contains this. */
function lineOf(main: string, part: string): number {
  return main.split('\n').findIndex((line) => line.includes(part)) + 1;
}

const attempts: readonly (readonly [
  what: string,
  change: Change,
  code: Code,
  facts: Readonly<Record<string, unknown>>,
  at: string | undefined,
])[] = [
  [
    'a folder for static files that is not there',
    replaced(', check_dir=False', ''),
    'server/missing-directory',
    { directory: 'static' },
    'StaticFiles(directory',
  ],
  [
    'a bracket that is not closed',
    replaced('receive_text()', 'receive_text('),
    'server/syntax-error',
    { message: expect.stringMatching(/^SyntaxError: /) },
    'receive_text(',
  ],
  [
    'a line that stands too far to the left',
    replaced('            text =', '          text ='),
    'server/syntax-error',
    { message: expect.stringMatching(/^IndentationError: /) },
    'await socket.send_text',
  ],
  [
    'a tab among spaces',
    replaced('            await socket.send', '\t    await socket.send'),
    'server/syntax-error',
    { message: expect.stringMatching(/^TabError: /) },
    'await socket.send_text',
  ],
  [
    'a package that is not installed',
    (main) => `import not_a_package_at_all\n${main}`,
    'server/missing-module',
    { name: 'not_a_package_at_all', install: expect.stringContaining('-m pip install not_a_package_at_all') },
    'import not_a',
  ],
  [
    'a module of FastAPI that is misspelt',
    replaced('\napp = FastAPI()', '\nfrom fastapi.response import HTMLResponse as Page\n\napp = FastAPI()'),
    'server/missing-module',
    { name: 'fastapi.response', install: '' },
    'fastapi.response ',
  ],
  [
    'a name that is misspelt',
    replaced('app = FastAPI()', 'app = FastApi()'),
    'server/exited',
    { error: expect.stringMatching(/^NameError: name 'FastApi' is not defined/) },
    'FastApi()',
  ],
  [
    'an import that is misspelt',
    replaced('WebSocketDisconnect\n', 'WebSocketDisconect\n'),
    'server/exited',
    { error: expect.stringMatching(/^ImportError: /) },
    'WebSocketDisconect\n'.trim(),
  ],
  [
    'an application inside a function',
    () => 'from fastapi import FastAPI\n\n\ndef make():\n    app = FastAPI()\n    return app\n',
    'python/no-app',
    { target: 'main:app', missing: 'variable' },
    undefined,
  ],
];

describe.skipIf(skipped !== undefined).concurrent(`what Python prints ${skipped ?? ''}`, () => {
  test.each(attempts)('%s', async (_, change, code, facts, at) => {
    const main = change(text);
    const first = await firstError(main);
    expect(first.code, first.story).toBe(code);
    expect(first.facts).toMatchObject(facts);
    if (code === 'server/missing-module' && change(text).includes('fastapi.response '))
      expect(first.words?.fix).toContain('`fastapi.responses`');
    if (at !== undefined) expect(first.line, first.story).toBe(lineOf(main, at));
  });

  test('a file that starts uvicorn itself, at PORT, is started as the program that it is', async () => {
    const main = `import os\n\nimport uvicorn\n${text}\n\nuvicorn.run(app, host="127.0.0.1", port=int(os.environ.get("PORT", "8000")))\n`;
    const { folder, remove } = writeState(new Map([...solution, ['main.py', Buffer.from(main)]]), { modules: 'none' });
    try {
      const result = await checkFolder({ course, folder, step: 'step-2', choice });
      expect(result.passed, story(result)).toBe(true);
    } finally {
      remove();
    }
  });

  test('a port in the code that is in use is reported, with its line, not the port of the check', async () => {
    const holder = net.createServer();
    await new Promise<void>((resolve) => {
      holder.listen(0, '127.0.0.1', resolve);
    });
    try {
      const { port } = holder.address() as net.AddressInfo;
      const main = `import uvicorn\n${text}\n\nuvicorn.run(app, host="127.0.0.1", port=${port})\n`;
      const first = await firstError(main);
      expect([first.code, first.facts], first.story).toMatchObject(['server/port-in-use', { port, holder: 'unknown' }]);
      expect(first.line, first.story).toBe(lineOf(main, 'uvicorn.run'));
      expect(first.words?.cause).toContain(`The port ${port} is hard-coded in line`);
    } finally {
      holder.close();
    }
  });

  test('a server under another name is found, and its variable', async () => {
    const main = text.replaceAll('app', 'server');
    const { folder, remove } = writeState(
      new Map([...[...solution].filter(([file]) => file !== 'main.py'), ['chat.py', Buffer.from(main)]]),
      { modules: 'none' },
    );
    try {
      const result = await checkFolder({ course, folder, step: 'step-2', choice });
      expect(result.passed, story(result)).toBe(true);
    } finally {
      remove();
    }
  });
});
