import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../src/model/check.ts';
import { freePort } from '../../src/servers/listening.ts';
import { appState, express } from '../support/apps.ts';
import { wordsOf } from '../support/describe.ts';
import { checkFolder, findingsOf, story } from '../support/check-folder.ts';
import { realCourse, writeState } from '../support/course-folder.ts';
import { eventually } from '../support/eventually.ts';

const course = realCourse();

/** Checks step 2 of the Express app, with other files laid over it, by this command. */
async function checkCommand(
  run: string,
  over: Readonly<Record<string, string>>,
  look: (result: RunResult, folder: string) => void | Promise<void>,
): Promise<void> {
  const own = Object.entries(over).map(([file, text]) => [file, Buffer.from(text)] as const);
  const state = new Map([...appState(course, express, 'step-2'), ...own]);
  const { folder, remove } = writeState(state, { modules: 'linked' });
  try {
    await look(await checkFolder({ course, folder, step: 'step-2', choice: { kind: 'command', run } }), folder);
  } finally {
    remove();
  }
}

/** Codes of the errors, with the words of the first of them. */
function resultWords(result: RunResult): {
  readonly codes: readonly string[];
  readonly cause: string;
  readonly fix: string;
} {
  const errors = findingsOf(result, 'error');
  const [first] = errors;
  if (first === undefined) throw new Error(`no error\n${story(result)}`);
  return { codes: errors.map(({ code }) => code), ...wordsOf(first, { language: 'node' }) };
}

/** Writes the pid of each process that loads it into a file. */
const NOTES_PID = "import { appendFileSync } from 'node:fs';\nappendFileSync('pids.txt', `${process.pid}\\n`);\n";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Every process that noted itself has ended; the system may take a moment to forget one that was killed. */
async function expectAllEnded(folder: string, least: number): Promise<void> {
  const pids = readFileSync(`${folder}/pids.txt`, 'utf8').trim().split('\n').map(Number);
  expect(pids.length).toBeGreaterThanOrEqual(least);
  await eventually(() => expect(pids.filter(isAlive)).toEqual([]));
}

describe.concurrent("a command of the learner's own", () => {
  test('with a program that is not installed fails step 1, and its consequences are not separate errors', async () => {
    await checkCommand('no-such-program-of-this-machine {port}', {}, (result) => {
      const { codes, cause } = resultWords(result);
      expect(codes).toEqual(['env/program-missing']);
      expect(cause).toContain('no-such-program-of-this-machine');
      expect(result.steps.map(({ passed }) => passed)).toEqual([false, false]);
    });
  });

  test('whose second program is missing is recognised by the exit code of the shell', async () => {
    await checkCommand('true && no-such-program-of-this-machine', {}, (result) => {
      const { codes, cause } = resultWords(result);
      expect(codes).toEqual(['server/exited']);
      expect(cause).toBe('The shell did not find a program named in the command.');
    });
  });

  test('with a file that does not exist yet is answered with the advice to write it', async () => {
    await checkCommand('node absent.js {port}', {}, (result) => {
      const { codes, cause, fix } = resultWords(result);
      expect(codes, story(result)).toEqual(['server/no-entry-file']);
      expect(cause).toMatch(/^The command `node absent\.js \d+` names absent\.js, which is not in the folder/u);
      expect(fix).toMatch(/^Write absent\.js,/u);
      const did = findingsOf(result, 'error')[0]?.evidence.did;
      expect(did).toEqual({ kind: 'run', command: expect.stringMatching(/^node absent\.js \d+$/u) });
    });
  });

  // The words of Python 3.11 and Perl 5.36, which need not be on this machine.
  test.each([
    ["python3: can't open file '/home/ada/absent.py': [Errno 2] No such file or directory", 'absent.py'],
    ['Can\'t open perl script "absent.pl": No such file or directory', 'absent.pl'],
  ])('%s', async (line, file) => {
    const says = `console.error(${JSON.stringify(line)});\nprocess.exit(2);\n`;
    await checkCommand('node says.js', { 'says.js': says }, (result) => {
      const { codes, fix } = resultWords(result);
      expect(codes, story(result)).toEqual(['server/no-entry-file']);
      expect(fix).toContain(file);
    });
  });

  test('that ends at once without output is answered with what a server must do', async () => {
    await checkCommand('true', {}, (result) => {
      expect(resultWords(result).codes).toEqual(['server/exited']);
      expect(findingsOf(result, 'error')[0]?.evidence.did).toEqual({ kind: 'run', command: 'true' });
    });
  });

  /** The Express app's server with this in the place of the port that it reads. */
  function listeningOn(port: number): Readonly<Record<string, string>> {
    const server = readFileSync(`${import.meta.dirname}/../apps/express/step-2/server.js`, 'utf8');
    expect(server).toContain('process.env.PORT ?? 8000');
    return { 'server.js': server.replace('process.env.PORT ?? 8000', String(port)) };
  }

  // Port 0 is any free port, and never the one that was asked for.
  test.each([
    ['another one each time', () => Promise.resolve(0)],
    ['always the same one', freePort],
  ])(
    'that ignores its port is checked where it listens, with a warning and advice about PORT: %s',
    async (_, choose) => {
      await checkCommand('node server.js', listeningOn(await choose()), (result) => {
        expect(result.passed, story(result)).toBe(true);
        const [warning, ...others] = findingsOf(result, 'warning');
        expect(others).toEqual([]);
        expect(warning).toMatchObject({ code: 'server/ignores-port', evidence: { where: [{ file: 'server.js' }] } });
        expect(warning && wordsOf(warning, { language: 'node' }).fix).toContain('PORT');
        const statuses = result.steps.at(-1)?.checks.map(({ status }) => status);
        expect(statuses).toEqual(['warn', 'pass', 'pass', 'pass', 'pass', 'pass', 'pass']);
      });
    },
  );

  test('whose own port is taken by another program says so', async () => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    try {
      await checkCommand('node server.js', listeningOn(port), (result) => {
        expect(resultWords(result).codes, story(result)).toEqual(['server/port-in-use']);
        expect(findingsOf(result, 'error')[0]?.facts).toMatchObject({ port });
      });
    } finally {
      other.close();
    }
  });

  test('with quotation marks around a name with a space', async () => {
    const server = readFileSync(`${import.meta.dirname}/../apps/express/step-2/server.js`, 'utf8');
    await checkCommand('node "my server.js"', { 'my server.js': server }, (result) => {
      expect(result.passed, story(result)).toBe(true);
    });
  });

  test.skipIf(process.platform === 'win32')('that starts its server as a grandchild leaves no process', async () => {
    const manifest = { type: 'module', scripts: { start: 'node --import ./notes-pid.js server.js' } };
    const over = { 'package.json': JSON.stringify(manifest), 'notes-pid.js': NOTES_PID };
    await checkCommand('npm start --silent', over, async (result, folder) => {
      expect(result.passed, story(result)).toBe(true);
      // The shared server and the isolated one.
      await expectAllEnded(folder, 2);
    });
  });

  test.skipIf(process.platform === 'win32')(
    'that ends before the server that it started leaves no process',
    async () => {
      const run = 'node --import ./notes-pid.js server.js & sleep 60 & node --import ./notes-pid.js -e 0; wait';
      await checkCommand(run, { 'notes-pid.js': NOTES_PID }, async (result, folder) => {
        expect(result.passed, story(result)).toBe(true);
        await expectAllEnded(folder, 2);
      });
    },
  );
});
