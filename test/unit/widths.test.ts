import { PassThrough } from 'node:stream';
import { Chalk } from 'chalk';
import { expect, test } from 'vitest';
import { CHAPTER } from '../../src/chapter/index.ts';
import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import { runCommandLine } from '../../src/command-line.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { SURFACE_SECTIONS } from '../../src/commands/common/folder/session.ts';
import { stepById } from '../../src/course/index.ts';
import { expandMarkdown, lessonMarkdown, pageMarkdown } from '../../src/course/lesson.ts';
import { explain } from '../../src/messages/index.ts';
import { BACKENDS } from '../../src/servers/backends/index.ts';
import { renderFinding, renderSummary } from '../../src/terminal/finding/render.ts';
import { findingView } from '../../src/terminal/finding/view.ts';
import { renderPlainMarkdown } from '../../src/terminal/lesson-plain.ts';
import { renderMarkdown } from '../../src/terminal/lesson.ts';
import { stepMarks } from '../../src/terminal/marks.ts';
import { findingsOf } from '../messages/samples/findings.ts';
import { realCourse } from '../support/course-folder.ts';
import { CODES, contextOf } from '../support/describe.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { untidy } from '../support/tidy.ts';

// Whatever a person reads is laid out for the width of the terminal: no line is cut by it, and no indent is lost.

const WIDTHS = [60, 72, 80, 100];
/** So wide that nothing is wrapped; commands use at most 120 columns. */
const WIDE = 10_000;

const course = realCourse();
const readers = BACKENDS.flatMap((backend) =>
  Object.values(SURFACE_SECTIONS).map((place) => ({ ...backend, sections: [...backend.sections, ...place] })),
);
const theme = { chalk: new Chalk({ level: 0 }), marks: stepMarks(true) };

/** @param render the text for a width. @param code what is left as it is in it */
function untidyAt(render: (width: number) => string, code: ReadonlySet<string> = new Set()): readonly string[] {
  const reference = render(WIDE);
  return WIDTHS.flatMap((width) =>
    untidy(render(width), { width, reference, code }).map((fault) => `${width}: ${fault}`),
  );
}

/** The lines of all fenced code of a Markdown text, without their indent. */
function codeIn(markdown: string): ReadonlySet<string> {
  const lines = [...markdown.matchAll(/^( *)```[\s\S]*?\n\1```/gmu)].flatMap(([block]) => block.split('\n'));
  return new Set(lines.map((line) => line.trim()));
}

test.each(CODES)('a finding of %s', (code) => {
  for (const language of ['node', 'python', 'other'] as const)
    for (const finding of findingsOf(code)) {
      const view = findingView(finding, contextOf({ language }));
      // What was received and printed is shown letter by letter.
      const parts = view.parts.filter(({ kind }) => kind !== 'received' && kind !== 'output' && kind !== 'command');
      const prose = { ...view, parts };
      expect(untidyAt((width) => renderFinding(prose, theme, width).join('\n'))).toEqual([]);
      expect(untidyAt((width) => renderSummary(prose, theme, width).join('\n'))).toEqual([]);
      for (const width of WIDTHS) {
        const data = { ...view, parts: view.parts.filter(({ kind }) => kind === 'received' || kind === 'output') };
        for (const line of renderFinding(data, theme, width)) expect(line.length, line).toBeLessThanOrEqual(width);
      }
    }
});

test.each(readers.map((reader) => [reader.kind, reader.sections.at(-1), reader] as const))(
  'lessons, hints and pages for %s, %s',
  async (_kind, _surface, reader) => {
    const texts: string[] = course.pages.map((page) => pageMarkdown(page, reader));
    for (const step of course.steps) {
      texts.push(await lessonMarkdown(course, step, reader));
      for (const text of step.hintLists.flatMap(({ hints }) => hints))
        texts.push((await expandMarkdown(course, step, reader, text)).markdown);
    }
    for (const text of texts) {
      expect(untidyAt((width) => renderMarkdown(text, { width, colour: false, unicode: true }), codeIn(text))).toEqual(
        [],
      );
      expect(untidyAt((width) => renderPlainMarkdown(text, { width }), codeIn(text))).toEqual([]);
    }
  },
);

/** What a command prints on both of its streams. */
async function printed(cwd: string, args: readonly string[], width: number): Promise<string> {
  let text = '';
  const stream = Object.assign(new PassThrough(), { columns: width });
  stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  const out = stream as unknown as NodeJS.WriteStream;
  await runCommandLine(args, {
    chapter: CHAPTER,
    cwd,
    env: { LANG: 'C.UTF-8', PATH: process.env['PATH'] },
    stdin: process.stdin,
    stdout: out,
    stderr: out,
    interactive: false,
    signal: new AbortController().signal,
    self: 'htmx-realtime-tutor',
  });
  return text;
}

async function untidyCommands(
  cwd: string,
  commands: readonly (readonly string[])[],
  code: ReadonlySet<string> = new Set(),
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const args of commands) {
    const reference = await printed(cwd, args, WIDE);
    for (const width of WIDTHS) {
      const text = await printed(cwd, args, width);
      expect(text, args.join(' ')).not.toBe('');
      faults.push(...untidy(text, { width, reference, code }).map((fault) => `${args.join(' ')}, ${width}: ${fault}`));
    }
  }
  return faults;
}

test('the help of each command', async () => {
  const cwd = temporaryFolder();
  const names = [...(await printed(cwd, ['--help'], 80)).matchAll(/^ {2}([a-z]+)(?: \[|  )/gmu)].map(
    ([, name = '']) => name,
  );
  expect(names.length).toBeGreaterThanOrEqual(COMMANDS.length);
  expect(await untidyCommands(cwd, [['--help'], ...names.map((name) => ['help', name])])).toEqual([]);
});

test('what commands say about a folder, and without one', async () => {
  const cwd = temporaryFolder();
  const without = [
    ['status'],
    ['list'],
    ['hint', 'step-2'],
    ['next'],
    ['check'],
    ['check', 'step-9'],
    ['explian'],
    ['explain'],
    ['explain', 'oob/nothing'],
    ['explain', 'htmx:oobErrorNoTarget'],
    ['explain', '1006'],
    ['explain', 'nothing that anybody knows'],
    ['lesson', 'nothing'],
    ['status', '--dir', 'no-such-folder'],
  ];
  expect(await untidyCommands(cwd, without)).toEqual([]);
  await printed(cwd, ['start', '--yes'], 80);
  await printed(cwd, ['next', '--skip'], 80);
  const within = [['status'], ['list'], ['list', '--plain'], ['history'], ['hint', '--all'], ['diff'], ['quiz']];
  const changed = (await printed(cwd, ['diff'], 80)).split('\n').filter((line) => /^[-+ @]/u.test(line));
  const step = stepById(course, 'step-2');
  const hints = step.hintLists.flatMap((list) => list.hints).join('\n\n');
  const { markdown } = await expandMarkdown(course, step, readers[0] ?? expect.fail(), hints);
  expect(
    await untidyCommands(cwd, within, new Set([...changed.map((line) => line.trim()), ...codeIn(markdown)])),
  ).toEqual([]);
});

test.each(CODES)('explain %s', async (code) => {
  const cwd = temporaryFolder();
  const { wrong, right } = explain(code, WORDING) ?? expect.fail(code);
  const lines = [wrong, right].flatMap(({ text }) => text.split('\n').map((line) => line.trim()));
  expect(await untidyCommands(cwd, [['explain', code]], new Set(lines))).toEqual([]);
});

test('a line that is too wide, a broken word and a lost indent are found', () => {
  const reference = '  ✗ one two three four five six seven eight';
  const found = (text: string): readonly string[] => untidy(text, { width: 30, reference });
  expect(found('  ✗ one two three four five\n    six seven eight')).toEqual([]);
  expect(found(`${reference} one`)).toHaveLength(1);
  expect(found('  ✗ one two three four five\n  six seven eight')).toHaveLength(1);
  expect(found('  ✗ one two three four fi\n    ve six seven eight')).toHaveLength(2);
});
