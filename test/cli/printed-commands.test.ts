import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FOLDER_COMMANDS, asTyped } from '../../src/commands/common/own-command.ts';
import { afterNpmStart, byNpx, inClone, installed, outsideClone } from './printed-places.ts';
import { ROOT, temporaryFolder, tutor } from './tutor.ts';
import { failing, inShell, misunderstood, shapesOf } from './run-printed.ts';

const COMMAND = /(?:npx |node [\w./-]*bin\/)?htmx-realtime-tutor(?:\.js)? [a-z][^`\n|]*/gu;

test('every command in lessons, hints, findings and documents is understood by the tutor as it is written', async () => {
  const files = ['steps', 'docs', path.join('test', 'messages', 'golden')].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
  );
  const found = ['README.md', ...files.filter((name) => name.endsWith('.md'))].flatMap(
    (file) => readFileSync(path.join(ROOT, file), 'utf8').match(COMMAND) ?? [],
  );
  const place = installed(temporaryFolder());
  expect((await inShell('htmx-realtime-tutor start --yes', place)).code).toBe(0);
  expect(await misunderstood(shapesOf(found), place)).toEqual([]);
});

test('every example in the help is understood', async () => {
  const outer = temporaryFolder();
  // Examples write beside the folder: `--to ../step-6`.
  const place = { ...installed(outer), cwd: path.join(outer, 'class') };
  mkdirSync(place.cwd);
  writeFileSync(path.join(place.cwd, 'console.txt'), 'htmx:oobErrorNoTarget\n');
  const { stdout } = await inShell('htmx-realtime-tutor start --yes && htmx-realtime-tutor --help', place);
  const names = [...stdout.matchAll(/^ {2}([a-z]+)(?: \[|  )/gmu)].map(([, name = '']) => name);
  expect(names).toEqual(expect.arrayContaining([...FOLDER_COMMANDS]));
  const helps = await Promise.all(names.map((name) => inShell(`htmx-realtime-tutor help ${name}`, place)));
  const examples = helps.flatMap(({ stdout: help }) =>
    [...help.matchAll(/^ {2}(htmx-realtime-tutor .+?)(?: {2,}.*)?$/gmu)].map(([, line = '']) => line),
  );
  expect(examples.length).toBeGreaterThan(names.length);
  expect(await misunderstood(shapesOf(examples), place)).toEqual([]);
});

test('the commands that name a folder are those that take --dir', async () => {
  const cwd = temporaryFolder();
  const refused = await Promise.all(
    FOLDER_COMMANDS.map(async (name) =>
      (await tutor([name, '--help'], { cwd })).stdout.includes('--dir') ? [] : [name],
    ),
  );
  expect(refused.flat()).toEqual([]);
});

test.each([
  ['htmx-realtime-tutor check and go', 'npx htmx-realtime-tutor check and go'],
  ['`htmx-realtime-tutor check step-2`', '`npx htmx-realtime-tutor check --dir d step-2`'],
  ['htmx-realtime-tutor check --dir other', 'npx htmx-realtime-tutor check --dir other'],
  ['htmx-realtime-tutor explain oob/no-id', 'npx htmx-realtime-tutor explain oob/no-id'],
  ['npx htmx-realtime-tutor check', 'npx htmx-realtime-tutor check'],
  ['node bin/htmx-realtime-tutor.js check', 'node bin/htmx-realtime-tutor.js check'],
  ['htmx-realtime-tutor copies the file', 'htmx-realtime-tutor copies the file'],
])('%s', (text, typed) => {
  const dir = text.includes(' and ') ? '' : ' --dir d';
  expect(asTyped(text, { self: 'npx htmx-realtime-tutor', dir })).toBe(typed);
});

test.each([
  ['installed', installed],
  ['by npx', byNpx],
  ['in a clone', inClone],
  ['after npm start', afterNpmStart],
  ['from outside of a clone', outsideClone],
] as const)('%s, start demo2: every command that is printed works where it is printed', async (_, placeFor) => {
  const place = placeFor(temporaryFolder());
  const { self } = place;
  const started = await inShell(`${self} start demo2 --yes`, place);
  expect(started.code, started.text).toBe(0);
  const [, entered = '.'] = /^ {2}cd (.+)$/mu.exec(started.stdout) ?? [];
  const there = { ...place, cwd: path.join(place.cwd, entered) };
  expect(await failing(started.text, self, there)).toEqual([]);
  const dir = entered === '.' ? ' --dir demo2' : '';
  const seen = new Set<string>();
  for (const command of [
    `next --skip${dir}`,
    `check step-2${dir}`,
    `hint${dir}`,
    `status${dir}`,
    `lesson pitfalls${dir}`,
  ])
    expect(await failing((await inShell(`${self} ${command}`, there)).text, self, there, seen), command).toEqual([]);
});

test('in a folder that start never made, every command that is printed works', async () => {
  const place = installed(temporaryFolder());
  expect((await inShell('htmx-realtime-tutor solution step-2 --to typed', place)).code).toBe(0);
  const there = { ...place, cwd: path.join(place.cwd, 'typed') };
  const seen = new Set<string>();
  for (const command of ['check step-3', 'hint step-3', 'lesson step-3', 'solution step-3'])
    expect(
      await failing((await inShell(`htmx-realtime-tutor ${command}`, there)).text, 'htmx-realtime-tutor', there, seen),
      command,
    ).toEqual([]);
});

test("an empty folder, and a folder above the learner's, are answered by what to type", async () => {
  const place = installed(temporaryFolder());
  const empty = await inShell('htmx-realtime-tutor check', place);
  // Packages are in it, so it is not empty.
  expect([empty.code, empty.stdout, empty.stderr.split('\n')[0]]).toEqual([1, '', 'This folder has no server in it.']);
  const bare = await tutor(['check'], { cwd: temporaryFolder() });
  expect([bare.code, bare.stdout, bare.stderr.split('\n')[0]]).toEqual([1, '', 'This folder is empty.']);
  await inShell("htmx-realtime-tutor start 'my demo' --yes", place);
  const above = await inShell('htmx-realtime-tutor check', place);
  expect([above.code, above.stdout]).toEqual([1, '']);
  expect(above.stderr).toContain("check --dir 'my demo'");
  expect(await failing(above.stderr, 'htmx-realtime-tutor', place)).toEqual([]);
  const report = await inShell('htmx-realtime-tutor check --json', place);
  expect([report.code, JSON.parse(report.stdout).passed]).toEqual([1, false]);
});

test('a folder without a server that the tutor can start is answered by what to type, not by the findings of Node', async () => {
  const place = installed(temporaryFolder());
  const handIn = (name: string, files: readonly string[]): void => {
    for (const file of files) {
      mkdirSync(path.dirname(path.join(place.cwd, name, file)), { recursive: true });
      writeFileSync(path.join(place.cwd, name, file), '');
    }
  };
  const answer = async (name: string): Promise<string> => {
    const { code, stdout, stderr } = await inShell(`htmx-realtime-tutor check all --dir ${name}`, place);
    expect([code, stdout]).toEqual([1, '']);
    return stderr.replaceAll(/\s+/gu, ' ');
  };
  handIn('nested', ['project/main.js']);
  expect(await answer('nested')).toContain(
    'has no server in it. Name yours: `htmx-realtime-tutor check --dir nested/project`.',
  );
  handIn('flask', ['app.py', 'README.md']);
  expect(await answer('flask')).toMatch(
    /has app\.py, .*`htmx-realtime-tutor check --dir flask --run "python3 app\.py"`/u,
  );
  handIn('packed', ['work.zip']);
  expect(await answer('packed')).toContain('has no server in it. It has work.zip.');
  handIn('other', ['server.js']);
  expect((await inShell('htmx-realtime-tutor check step-2 --dir other', place)).stdout).toContain(
    'server/no-entry-file',
  );
});

test("in a folder of one's own, status names what works there", async () => {
  const place = installed(temporaryFolder());
  expect((await inShell('htmx-realtime-tutor solution step-2 --to typed', place)).code).toBe(0);
  const there = { ...place, cwd: path.join(place.cwd, 'typed') };
  const { stdout } = await inShell('htmx-realtime-tutor status', there);
  const commands = [...stdout.matchAll(/^ {2}(htmx-realtime-tutor \S+(?: \S+)?)/gmu)].map(([, command = '']) =>
    command.trim(),
  );
  expect(commands).toEqual([
    'htmx-realtime-tutor check',
    'htmx-realtime-tutor lesson step-2',
    'htmx-realtime-tutor start .',
  ]);
});

test("the tutor's own folder is not a learner's", async () => {
  const place = inClone(temporaryFolder());
  const { code, stdout, stderr } = await inShell('node bin/htmx-realtime-tutor.js check', place);
  expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', "This folder is the tutor's own, not a learner's."]);
  expect(await failing(stderr, 'node bin/htmx-realtime-tutor.js', place)).toEqual([]);
});

test.each(['run', 'diff', 'assets', 'status', 'watch', 'undo', 'history', 'reset', 'next', 'solution --apply'])(
  "%s does not take the tutor's own folder for a learner's, and names the one below",
  async (command) => {
    const place = inClone(temporaryFolder());
    await inShell('node bin/htmx-realtime-tutor.js start my-chat --yes', place);
    const files = readdirSync(place.cwd).toSorted();
    const { code, stdout, stderr } = await inShell(`node bin/htmx-realtime-tutor.js ${command}`, place);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.replaceAll(/\s+/gu, ' ')).toBe(
      `This folder is the tutor's own, not a learner's. Name yours: \`node bin/htmx-realtime-tutor.js ${command} --dir my-chat\`. `,
    );
    expect(readdirSync(place.cwd).toSorted()).toEqual(files);
  },
);

test('above a folder of another name, status names it', async () => {
  const cwd = temporaryFolder();
  await tutor(['start', 'my-chat', '--yes'], { cwd });
  const { code, stdout } = await tutor(['status'], { cwd });
  expect([code, stdout]).toEqual([0, expect.stringMatching(/status --dir my-chat/u)]);
  expect((await tutor(['undo'], { cwd })).stderr).toMatch(/undo --dir my-chat/u);
});

test('a missing folder is quoted for the shell', async () => {
  const place = installed(temporaryFolder());
  const { stderr } = await inShell("htmx-realtime-tutor check --dir 'no dir'", place);
  expect(stderr).toContain("htmx-realtime-tutor start 'no dir' creates it.");
});

/** Commands of a text, each shape once: what differs only in a code or a redirection is one. */
