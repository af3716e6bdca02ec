import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ScratchCopy } from '../support/scratch-copy.ts';
import { temporaryFolder, tutor } from './tutor.ts';

// What CONTRIBUTING says under "Add a step", "a check", "a finding code" and "a reporter", done in a copy of the sources.
// "Add a backend" is done in test/backends/own-backend.test.ts, "Add a fixture" by each fixture.

const CHECK = `import { existsSync } from 'node:fs';
import path from 'node:path';
import { failed, PASSED } from '../../run/check.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';

/** The folder has a note. */
export const scratchNote: ChapterCheck<'scratch-note'> = {
  id: 'scratch-note',
  title: CHECK_TITLES['scratch-note'],
  observes: 'environment',
  needs: [],
  run: async ({ folder }) =>
    existsSync(path.join(folder, 'note.txt'))
      ? PASSED
      : failed({ code: 'time/scratch', severity: 'error', facts: { file: 'note.txt' }, evidence: {} }),
};
`;

const WORDS = `'time/scratch': {
    words: ({ facts }) => ({
      title: \`There is no \${facts.file}\`,
      expected: 'A note.',
      cause: 'The file is missing.',
      fix: \`Make \${facts.file}.\`,
    }),
    explain: {
      title: 'No note',
      meaning: 'The folder of this step has a note, and this one has none.',
      wrong: { language: 'sh', text: 'ls' },
      right: { language: 'sh', text: 'touch note.txt' },
      source: 'This test.',
    },
  },
  `;

const REPORTER = `import type { Reporter, ReporterOptions } from './reporter.ts';

/** One line. */
export function createScratchReporter({ out }: ReporterOptions): Reporter {
  return (event) => {
    if (event.type === 'run-finished') out.write(\`scratch: \${event.result.target} \${event.result.passed}\\n\`);
  };
}
`;

const LESSON = `---
id: scratch
title: Write a note
goal: A folder with a note.
proves: The folder has a note.
checks: [scratch-note]
server: It needs nothing new.
reasons:
  note.txt: It is the note.
---

Write a note into your folder.
`;

const HINTS = `## Hints

### 1

A note is a file.

### 2

Its name is \`note.txt\`.
`;

/** All four recipes, but for the words of the code, which the compiler must ask for. */
function copyWithRecipes(): ScratchCopy {
  const copy = new ScratchCopy();
  copy.add('src/chapter/checks/scratch-note.ts', CHECK);
  copy.insertBefore('src/chapter/check.ts', "  'time-present':", "  'scratch-note': 'The folder has a note',\n");
  copy.insertBefore('src/chapter/checks/index.ts', "  'time-present':", "  'scratch-note': scratchNote,\n");
  copy.insertBefore(
    'src/chapter/checks/index.ts',
    'import { serverStarts }',
    "import { scratchNote } from './scratch-note.ts';\n",
  );

  copy.insertBefore('src/chapter/facts.ts', "'time/missing':", "'time/scratch': { readonly file: string };\n  ");

  copy.add('src/reporters/scratch.ts', REPORTER);
  copy.insertBefore('src/reporters/index.ts', '  tap: createTapReporter', '  scratch: createScratchReporter,\n');
  copy.insertBefore(
    'src/reporters/index.ts',
    'import { createTapReporter }',
    "import { createScratchReporter } from './scratch.ts';\n",
  );
  copy.insertBefore('src/reporters/names.ts', "'compact'] as const", "'scratch', ");

  copy.add('steps/step-scratch/lesson.md', LESSON);
  copy.add('steps/step-scratch/hints.md', HINTS);
  copy.add('steps/step-scratch/shared/note.txt', 'hello\n');
  copy.insertBefore('steps/course.yaml', '  - step-2-websocket-echo', '  - step-scratch\n');
  return copy;
}

/** The words of a code; a code may have examples in Python elsewhere. */
const ENTRY = "'time/missing': {\n    words";

test('CONTRIBUTING names all that a new step, check, code or reporter needs', { timeout: 200_000 }, async () => {
  const copy = copyWithRecipes();
  expect(await copy.types()).toContain('time/scratch');
  copy.insertBefore(copy.fileWith(ENTRY), ENTRY, WORDS);
  expect(await copy.types()).toBe('');
  await copy.build();

  const cwd = temporaryFolder();
  const { launcher } = copy;
  const folder = path.join(cwd, 'demo');
  expect(await tutor(['start', 'demo', '--yes'], { cwd, launcher })).toMatchObject({ code: 0 });
  const check = (reporter: string): ReturnType<typeof tutor> =>
    tutor(['check', 'scratch', '--reporter', reporter], { cwd: folder, launcher });

  const failed = await check('json');
  expect(failed.code, failed.stderr).toBe(1);
  const [first, own] = JSON.parse(failed.stdout).steps;
  expect(first).toMatchObject({ step: 'step-1', passed: true });
  expect(own).toMatchObject({
    step: 'scratch',
    checks: [
      { id: 'scratch-note', status: 'fail', findings: [{ code: 'time/scratch', title: 'There is no note.txt' }] },
    ],
  });
  expect((await check('scratch')).stdout).toBe('scratch: scratch false\n');
  expect((await tutor(['explain', 'time/scratch'], { cwd, launcher })).stdout).toContain('this one has none');
  expect((await tutor(['list'], { cwd: folder, launcher })).stdout).toContain('Write a note');

  expect((await tutor(['solution', 'scratch'], { cwd: folder, launcher })).stdout).toContain('note.txt (new)');
  writeFileSync(path.join(folder, 'note.txt'), 'hello\n');
  expect(await check('scratch')).toMatchObject({ code: 0, stdout: 'scratch: scratch true\n' });
});
