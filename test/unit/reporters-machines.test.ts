import { readFileSync } from 'node:fs';
import path from 'node:path';
import { JSDOM } from 'jsdom';
import { marked } from 'marked';
import { Parser } from 'tap-parser';
import type { FinalResults, Result } from 'tap-parser';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/model/event.ts';
import type { ReporterName, ReporterOptions } from '../../src/reporters/index.ts';
import { checkFolder } from '../support/check-folder.ts';
import { realCourse, stepState, writeState } from '../support/course-folder.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { ESLINT_COMPACT } from '../support/vscode.ts';
import { check, finding, report, reportEvents, step } from './reporters-runs.ts';

// The reports for other programs, each read back by a parser of its format.

/** Everything that means something to one of the formats, or must not appear in it. */
const HOSTILE = [
  'a ]]> <b a="1" b=\'2\'>&amp;</b> \u{1f600} %0A | x # SKIP',
  '::error file=x::boom',
  '  ::add-mask::y',
  'z ##[error]w',
  '  ...',
  'Bail out!',
  '```',
  '\u0000\u0008\u001b[31m\u009b1m\u202e\ufffe\r',
].join('\n');

const SERVER = `import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const hostile = ${JSON.stringify(HOSTILE)};
const server = createServer((request, response) => response.end(hostile));
new WebSocketServer({ server, path: '/ws' }).on('connection', (socket) => {
  console.log(hostile);
  // Binary: an error that is seen without a deadline.
  socket.on('message', (data) => socket.send(Buffer.from(hostile + data)));
});
server.listen(Number(process.env.PORT), '127.0.0.1');
`;

/** A whole run of a server that answers and prints what no report may be broken by. */
let happened: readonly RunEvent[] = [];

beforeAll(async () => {
  const course = realCourse();
  const state = new Map(stepState(course, 'step-2', 'solution')).set('main.js', Buffer.from(SERVER));
  for (const file of state.keys()) if (file.startsWith('node_modules/')) state.delete(file);
  const { folder, remove } = writeState(state, { modules: 'linked' });
  const events: RunEvent[] = [];
  try {
    await checkFolder({ course, folder, step: 'step-2', emit: (event) => events.push(event) });
  } finally {
    remove();
  }
  happened = events;
});

/** A finding whose every part is hostile, a warning, and a check that was skipped for it. */
function hostileSteps(): Parameters<typeof report>[1] {
  const where = [{ file: `a,b:${HOSTILE}.js`, line: 3, column: 7 }];
  const wire = { clients: [HOSTILE], moments: [1], untilMs: 2 };
  const seen = finding({ received: HOSTILE, output: [`\ud800${HOSTILE}`], where, waitedMs: 5, wire });
  const entry = {
    ms: 1,
    client: { kind: 'tab', label: HOSTILE },
    direction: 'received',
    kind: 'ws',
    data: HOSTILE,
  } as const;
  const left = { ...check('left', 'skip'), skipped: HOSTILE };
  return [
    step('step-1', [check('first', 'pass')]),
    step(
      'step-2',
      [
        { ...check('bad', 'fail', [seen]), title: HOSTILE },
        check('warned', 'warn', [{ ...seen, severity: 'warning' }]),
        left,
      ],
      [entry],
    ),
  ];
}

/** What the reporter writes for the real run and for the made one. */
function reports(name: ReporterName, options: Partial<Omit<ReporterOptions, 'out'>> = {}): readonly string[] {
  const real = reportEvents(name, happened, options);
  const made = report(name, hostileSteps(), options);
  expect([real.length, made.length]).toEqual([1, 1]);
  return [...real, ...made];
}

test('no control character of a learner reaches the terminal raw', () => {
  for (const name of ['junit', 'tap', 'github', 'compact'] as const)
    for (const text of reports(name, { verbose: true })) expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
});

describe('junit', () => {
  test.each([0, 1])('is well-formed and adds up (%i)', (index) => {
    const { document } = new JSDOM(reports('junit')[index], { contentType: 'application/xml' }).window;
    const all = document.documentElement;
    expect(all.tagName).toBe('testsuites');
    const suites = [...all.children];
    expect(suites.map(({ tagName }) => tagName)).toEqual(['testsuite', 'testsuite']);
    for (const [attribute, selector] of Object.entries({
      tests: 'testcase',
      failures: 'failure',
      skipped: 'skipped',
    })) {
      for (const element of [all, ...suites])
        expect(element.getAttribute(attribute)).toBe(String(element.querySelectorAll(selector).length));
    }
    for (const element of document.querySelectorAll('testsuites, testsuite, testcase'))
      expect(element.getAttribute('time')).toMatch(/^\d+\.\d{3}$/);
    // The order that the schema of Jenkins asks for.
    for (const suite of suites)
      expect([...suite.children].map(({ tagName }) => tagName).join(' ')).toMatch(
        /^properties( testcase)+( system-out)?$/,
      );
    const [folder = ''] = (all.getAttribute('name') ?? '').split(': ').slice(-1);
    expect(folder).not.toBe('');
    for (const suite of suites) {
      // The names of two learners' suites and cases differ: CI servers merge equal ones.
      expect(suite.getAttribute('name')).toMatch(/: step-[12] ./);
      expect(suite.getAttribute('name')?.split(': ')[0]).toBe(folder);
      expect(suite.getAttribute('timestamp')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    }
    for (const each of document.querySelectorAll('testcase')) {
      expect(each.getAttribute('classname')?.startsWith(`${folder}.`)).toBe(true);
      expect(each.getAttribute('classname')).toMatch(/^[^.]+\.step-[12]$/);
      expect([...each.children].map(({ tagName }) => tagName).join(' ')).toMatch(
        /^(skipped|failure( system-out)?|system-out)?$/,
      );
    }
    const [failure] = document.querySelectorAll('failure');
    expect(failure?.getAttribute('type')).toMatch(/^\w+\/[\w-]+$/);
    expect(failure?.getAttribute('message')).not.toBe('');
    expect(failure?.textContent).toContain(`a ]]> <b a="1" b='2'>&amp;</b> \u{1f600} %0A | x # SKIP`);
    expect(failure?.nextElementSibling?.textContent).toContain('What went over the wire in step-2');
  });

  test('a case names its file from the root', () => {
    const steps = [step('step-2', [check('bad', 'fail', [finding({ where: [{ file: 'main.js', line: 3 }] })])])];
    const fileIn = (root: string): readonly (string | null | undefined)[] => {
      const { document } = new JSDOM(report('junit', steps, { root })[0], { contentType: 'application/xml' }).window;
      const found = document.querySelector('testcase');
      return [found?.getAttribute('file'), found?.getAttribute('line')];
    };
    expect(fileIn('/tmp')).toEqual(['demo/main.js', '3']);
    expect(fileIn('/tmp/demo')).toEqual(['main.js', '3']);
    expect(fileIn('/tmp/elsewhere')).toEqual([path.resolve('/tmp/demo/main.js').split(path.sep).join('/'), '3']);
  });
});

describe('compact', () => {
  const matched = (text: string): readonly (readonly string[])[] =>
    text.split('\n').flatMap((line) => {
      const found = ESLINT_COMPACT.exec(line);
      return found === null ? [] : [found.slice(1)];
    });

  test.each([0, 1])('a line for each finding, and the verdict, whatever a learner wrote (%i)', (index) => {
    const text = reports('compact')[index] ?? '';
    const lines = text.trimEnd().split('\n');
    const found = matched(text);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBe(lines.length - 1);
    expect(lines.at(-1)).toMatch(/^step-2 not passed, \d+ problems?, /u);
    for (const [file, , , , message, code] of found) {
      expect(path.isAbsolute(file ?? '')).toBe(true);
      expect(message).toMatch(/^step-2: ./u);
      expect(code).toMatch(/^\w+\/[\w-]+$/u);
    }
  });

  test('names the place, or the folder where there is none, and each severity', () => {
    const at = finding({ where: [{ file: 'templates/my page.html', line: 12, column: 5 }] });
    const steps = [
      step('step-4', [check('bad', 'fail', [at]), check('other', 'warn', [{ ...finding(), severity: 'warning' }])]),
    ];
    const rows = matched(report('compact', steps)[0] ?? '').map((row) => [...row.slice(0, 4), row[5]]);
    expect(rows).toEqual([
      [path.join('/tmp/demo', 'templates/my page.html'), '12', '5', 'Error', 'oob/no-id'],
      ['/tmp/demo', '1', '1', 'Warning', 'oob/no-id'],
    ]);
    expect(report('compact', steps, { quiet: true })[0]?.trimEnd().split('\n')).toHaveLength(2);
  });

  test('a check that passed has no line', () => {
    expect(report('compact', [step('step-1', [check('first', 'pass')])])[0]).toBe('step-1 passed, 0 problems, 2.8 s\n');
  });
});

describe('tap', () => {
  test.each([0, 1])('is read by a strict parser (%i)', (index) => {
    const points: Result[] = [];
    const odd: string[] = [];
    let final: FinalResults | undefined;
    const parser = new Parser({ strict: true });
    parser.on('assert', (point) => points.push(point));
    parser.on('extra', (line) => odd.push(line));
    parser.on('bailout', (reason) => odd.push(reason));
    parser.on('complete', (results) => (final = results));
    const text = reports('tap')[index] ?? '';
    parser.end(text);
    expect(text.startsWith('TAP version 14\n1..')).toBe(true);
    expect(odd).toEqual([]);
    expect(final).toMatchObject({
      ok: false,
      bailout: false,
      count: points.length,
      plan: { start: 1, end: points.length },
    });
    const failed = points.filter(({ ok }) => !ok);
    expect(failed).toHaveLength(1);
    const [{ diag } = { diag: undefined }] = failed;
    expect(diag).toMatchObject({ severity: 'fail', code: expect.stringMatching(/^\w+\/[\w-]+$/) });
    expect(diag.received.replaceAll('\\n', '')).toContain(`a ]]> <b a="1" b='2'>&amp;</b> \u{1f600} %0A | x # SKIP`);
    expect(diag.timeline[0]).toContain('What went over the wire in step-2');
    const skipped = points.filter(({ skip }) => skip !== false);
    expect(skipped.length).toBeGreaterThan(0);
    for (const { skip } of skipped) expect(skip).toMatch(/until "|^a \]\]>/);
  });
});

interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** As the runner reads a line of a log (actions/runner, ActionCommand.cs); undefined: an ordinary line. */
function workflowCommand(line: string): WorkflowCommand | undefined {
  const decode = (text: string, signs: readonly (readonly [string, string])[]): string =>
    signs.reduce((so, [code, sign]) => so.replaceAll(code, sign), text);
  const DATA = [
    ['%0D', '\r'],
    ['%0A', '\n'],
    ['%25', '%'],
  ] as const;
  const trimmed = line.trimStart();
  if (!trimmed.startsWith('::'))
    return line.includes('##[') ? { name: 'old form', properties: {}, data: line } : undefined;
  const end = trimmed.indexOf('::', 2);
  const [, name = '', list = ''] = /^(\S+)(?: (.*))?$/.exec(trimmed.slice(2, end)) ?? [];
  const pairs = list
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const)
    .map(([key, value]) => [key, decode(value, [['%3A', ':'], ['%2C', ','], ...DATA])]);
  return { name, properties: Object.fromEntries(pairs), data: decode(trimmed.slice(end + 2), DATA) };
}

describe('github', () => {
  test.each([0, 1])('the runner finds our commands and no others (%i)', (index) => {
    const lines = (reports('github', { root: '/tmp', verbose: true })[index] ?? '').trimEnd().split('\n');
    const commands = lines.map(workflowCommand).filter((command) => command !== undefined);
    const names = commands.map(({ name }) => name);
    expect(names.filter((name) => name.endsWith('group'))).toEqual(['group', 'endgroup', 'group', 'endgroup']);
    expect(names.filter((name) => !name.endsWith('group'))).toEqual(index === 0 ? ['error'] : ['error', 'warning']);
    const error = commands.find(({ name }) => name === 'error');
    expect(error?.properties['title']).toMatch(/^step-2: .* \(\w+\/[\w-]+\)$/);
    expect(error?.data.replaceAll(/\s+/g, ' ')).toContain(`a ]]> <b a="1" b='2'>&amp;</b> \u{1f600} %0A | x # SKIP`);
    if (index === 1)
      expect(error?.properties).toMatchObject({
        file: expect.stringMatching(/^demo\/a,b:a \]\]>/),
        line: '3',
        col: '7',
      });
    expect(lines.at(-1)).toMatch(/^✗ step-2 not passed · 1 of \d+ checks failed · /);
  });

  test('a summary is added to the file, and nothing of a learner becomes Markdown', () => {
    const summaryFile = path.join(temporaryFolder(), 'summary.md');
    reports('github', { summaryFile, quiet: true });
    const tokens = marked.lexer(readFileSync(summaryFile, 'utf8')).filter(({ type }) => type !== 'space');
    expect(tokens.map(({ type }) => type)).toEqual(['heading', 'table', 'code', 'heading', 'table', 'code']);
    for (const token of tokens)
      if (token.type === 'code') expect(token.text).toContain(`<b a="1" b='2'>&amp;</b> \u{1f600}`);
  });

  test('a summary that cannot be written is a warning, and the report is complete', () => {
    const summaryFile = path.join(temporaryFolder(), 'none', 'summary.md');
    const text = report('github', [step('step-1', [check('a', 'pass')])], { summaryFile })[0] ?? '';
    expect(text).toMatch(/\n✓ step-1 passed · 1 check · 2\.8 s\n::warning title=No summary::/);
  });
});
