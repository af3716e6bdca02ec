import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { FOLDER_COMMANDS, asTyped } from '../../src/commands/common/own-command.ts';
import { TestTerminal } from '../support/pty.ts';
import { afterNpmStart, byNpx, inClone, installed, outsideClone } from './printed-places.ts';
import type { Place } from './printed-places.ts';
import { ROOT, temporaryFolder, tutor } from './tutor.ts';

/** Exit codes of a command that the tutor understood: it passed, or what it checked did not. */
const UNDERSTOOD = [0, 1];
const DEADLINE_MS = 120_000;

/** What documents write for something that a person puts in. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/\bCODE\b/u, 'oob/no-id'],
  [/\bCOMMAND\b/u, 'check'],
  [/"\$folder"|submissions\/ada|\.\/htmx-demo|\.\.\/demo/u, 'htmx-realtime-demo'],
  [/\s+>\s.*$/u, ''],
  // The command goes on in the next line.
  [/\s*\\$/u, ''],
  // The end of what a shell evaluates: `eval "$(… completion bash)"`.
  [/(completion \w+)\)"$/u, '$1'],
];

/** Commands that are not run here, with the reason; each is compared with its help only. */
const NOT_RUN: readonly (readonly [RegExp, string])[] = [
  [/--run "(?:pearl|perl|serve|the|\/path)/u, 'names a program that is not on every machine'],
  [/--browser/u, 'needs a browser'],
];

/** Commands that a person ends by Ctrl-C, and what is seen on a terminal when they are up. The tour ends by itself, much later. */
const LONG: readonly (readonly [command: RegExp, up: RegExp])[] = [
  [/^(?:watch|run)\b/u, /localhost:(?<port>\d+)/u],
  [/^tour\b/u, /step-1[^\n]*/u],
];

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
  for (const command of [
    `next --skip${dir}`,
    `check step-2${dir}`,
    `hint${dir}`,
    `status${dir}`,
    `lesson pitfalls${dir}`,
  ])
    expect(await failing((await inShell(`${self} ${command}`, there)).text, self, there), command).toEqual([]);
});

test('in a folder that start never made, every command that is printed works', async () => {
  const place = installed(temporaryFolder());
  expect((await inShell('htmx-realtime-tutor solution step-2 --to typed', place)).code).toBe(0);
  const there = { ...place, cwd: path.join(place.cwd, 'typed') };
  for (const command of ['check step-3', 'hint step-3', 'lesson step-3', 'solution step-3'])
    expect(
      await failing((await inShell(`htmx-realtime-tutor ${command}`, there)).text, 'htmx-realtime-tutor', there),
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
function shapesOf(found: readonly string[]): readonly string[] {
  const plain = found.map((line) => {
    const command = line
      .trim()
      .replace(/^(?:npx |node \S*bin\/)/u, '')
      .replace('tutor.js ', 'tutor ');
    const args = command.replace(/^htmx-realtime-tutor /u, '').replace(/[.,;:]$/u, '');
    const filled = PLACEHOLDERS.reduce((text, [from, to]) => text.replace(from, to), args);
    return filled.replace(/^explain [a-z]+\/[a-z0-9-]+$/u, 'explain oob/no-id');
  });
  return [...new Set(plain)].toSorted();
}

/** Those that the tutor answers with wrong usage, or with a fault of its own. */
async function misunderstood(commands: readonly string[], place: Place): Promise<readonly string[]> {
  expect(commands.length).toBeGreaterThan(5);
  const failed: string[] = [];
  for (const command of commands.filter((each) => !NOT_RUN.some(([pattern]) => pattern.test(each)))) {
    const fault = await faultOf(`htmx-realtime-tutor ${command}`, command, place);
    if (fault !== undefined) failed.push(fault);
  }
  return failed;
}

/** Runs each command of the tutor in a printed text, as it is printed. */
async function failing(text: string, self: string, place: Place): Promise<readonly string[]> {
  const calls = [...text.matchAll(/`([^`]+)`|^ {2}([^\s`][^`\n]*?)(?: {2,}[^`\n]*)?$|^(.*) creates it\.$/gmu)]
    .map(([, inText, alone, sentence]) => (inText ?? alone ?? sentence ?? '').replaceAll(/\s+/gu, ' ').trim())
    .filter((line) => line.includes('htmx-realtime-tutor'));
  const failed = calls.filter((call) => !call.startsWith(`${self} `) && !/^(?:eval|\.htmx)/u.test(call));
  for (const call of new Set(calls)) {
    const args = call.slice(self.length + 1);
    if (!call.startsWith(`${self} `) || NOT_RUN.some(([pattern]) => pattern.test(args)) || args === '--help') continue;
    const command = PLACEHOLDERS.reduce((line, [from, to]) => line.replace(from, to), call);
    const fault = await faultOf(command, args, place);
    if (fault !== undefined) failed.push(fault);
  }
  return failed;
}

/** Runs a command line as it is printed. @param args without what calls the tutor. @returns what is wrong with it */
async function faultOf(line: string, args: string, place: Place): Promise<string | undefined> {
  const [, up] = LONG.find(([pattern]) => pattern.test(args)) ?? [];
  if (up !== undefined) return faultOfLong(line, up, place);
  const { code, text } = await inShell(line, place);
  return UNDERSTOOD.includes(code) && !/^This folder (?:is|has)/mu.test(text)
    ? undefined
    : `${line}: exit code ${code}\n${text}`;
}

/** Starts it on a terminal, sees that it is up, and ends it as a person does; nothing of it may be left. */
async function faultOfLong(line: string, up: RegExp, { cwd, env }: Place): Promise<string | undefined> {
  const terminal = new TestTerminal('sh', ['-c', line], { cwd, env, whenFinished: onTestFinished });
  const isUp = await terminal.sees(up, DEADLINE_MS).then(
    () => undefined,
    (error: Error) => error.message,
  );
  const port = up.exec(terminal.text())?.groups?.['port'];
  const answered = port === undefined ? undefined : await isAnswered(port);
  terminal.press('\u0003');
  const { exitCode } = await terminal.exited;
  if (isUp !== undefined) return `${line}: ${isUp}`;
  if (answered === false) return `${line}: nothing answers on port ${port}`;
  if (![0, 130].includes(exitCode)) return `${line}: exit code ${exitCode} after Ctrl-C\n${terminal.raw}`;
  return port !== undefined && (await isAnswered(port)) ? `${line}: port ${port} still answers` : undefined;
}

/** Whether something listens on a port of this machine. */
function isAnswered(port: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1');
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
}

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both. */
  readonly text: string;
}

function inShell(line: string, { cwd, env }: Place): Promise<Answer> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:FORCE_COLOR|NO_COLOR|CI|COLUMNS|npm_.*)$/u.test(name)),
  );
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', line], {
      cwd,
      env: { ...inherited, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: DEADLINE_MS,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === null) reject(new Error(`${line} did not end in ${DEADLINE_MS} ms\n${stdout}\n${stderr}`));
      else resolve({ code, stdout, stderr, text: `${stdout}\n${stderr}` });
    });
  });
}
