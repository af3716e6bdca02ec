import * as v from 'valibot';

/**
 * What VS Code's `$eslint-compact` reads a line by: file, line, column, severity, message, code. Its source has this expression (repository
 * microsoft/vscode, src/vs/workbench/contrib/tasks/common/problemMatcher.ts, `fillDefaults` of the class ProblemPatternRegistryImpl), and the matcher of
 * that name takes file names as absolute (`FileLocationKind.Absolute`).
 */
// oxlint-disable-next-line require-unicode-regexp -- as it is there
export const ESLINT_COMPACT = /^(.+):\sline\s(\d+),\scol\s(\d+),\s(Error|Warning|Info)\s-\s(.+)\s\((.+)\)$/;

export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  readonly message: string;
  readonly code: string;
}

/** The problems that VS Code lists for what a task prints. */
export function problemsIn(text: string): readonly Problem[] {
  return text.split(/\r?\n/u).flatMap((each) => {
    const [, file = '', line, column, severity = '', message = '', code = ''] = ESLINT_COMPACT.exec(each) ?? [];
    return file === '' ? [] : [{ file, line: Number(line), column: Number(column), severity, message, code }];
  });
}

const expression = v.pipe(
  v.string(),
  v.check((text) => !new RegExp(text).test(''), 'matches an empty line'),
);
const matcher = {
  base: v.literal('$eslint-compact'),
  owner: v.string(),
  source: v.string(),
};
const task = {
  label: v.string(),
  type: v.picklist(['shell', 'process']),
  command: v.pipe(v.string(), v.nonEmpty()),
  args: v.array(v.string()),
};

/** Of a tasks.json what the tutor uses, as VS Code documents it ("Schema for tasks.json"); VS Code takes no other properties in a problem matcher. */
export const TasksFile = v.strictObject({
  version: v.literal('2.0.0'),
  tasks: v.tuple([
    v.strictObject({
      ...task,
      group: v.strictObject({ kind: v.picklist(['build', 'test']), isDefault: v.boolean() }),
      problemMatcher: v.strictObject(matcher),
    }),
    v.strictObject({
      ...task,
      isBackground: v.literal(true),
      problemMatcher: v.strictObject({
        ...matcher,
        background: v.strictObject({
          activeOnStart: v.boolean(),
          beginsPattern: expression,
          endsPattern: expression,
        }),
      }),
    }),
  ]),
});

export type Background = v.InferOutput<typeof TasksFile>['tasks'][1]['problemMatcher']['background'];

/** The problems of each check of a background task that is over, as VS Code tells them apart. */
export function checksIn(text: string, { beginsPattern, endsPattern }: Background): readonly (readonly Problem[])[] {
  const [begins, ends] = [new RegExp(beginsPattern), new RegExp(endsPattern)];
  const over: (readonly Problem[])[] = [];
  let found: Problem[] = [];
  for (const line of text.split(/\r?\n/u).slice(0, -1)) {
    if (begins.test(line)) found = [];
    found.push(...problemsIn(line));
    if (ends.test(line)) over.push(found);
  }
  return over;
}
