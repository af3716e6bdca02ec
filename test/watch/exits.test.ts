import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ROOT } from '../cli/tutor.ts';
import { realCourse } from '../support/course-folder.ts';
import { ownFolder } from '../support/own-folder.ts';
import { TestTerminal } from '../support/pty.ts';
import type { WhenFinished } from '../support/pty.ts';
import { eventually } from '../support/eventually.ts';

const LAUNCHER = path.join(ROOT, 'bin', 'htmx-realtime-tutor.js');
const course = realCourse();

/**
 * A shell as a person has one: it starts the tutor, and afterwards reports the state of the terminal. It ignores the signals
 * that end the tutor, as an interactive shell does.
 */
const SHELL = `trap : INT
before=$(stty -g)
"$@"
code=$?
while :; do
  [ "$before" = "$(stty -g)" ] && modes=same || modes=changed
  echo "[code $code, modes $modes]"
  read -r again || exit
done`;

interface InShell {
  readonly terminal: TestTerminal;
  readonly folder: string;
  readonly tutorPid: () => number;
}

function inShell(args: readonly string[], whenFinished: WhenFinished): InShell {
  const folder = ownFolder(course, { step: 'step-2', moment: 'solution', whenFinished });
  const terminal = new TestTerminal('/bin/sh', ['-c', SHELL, 'sh', process.execPath, LAUNCHER, ...args], {
    cwd: folder,
    whenFinished,
    env: { NODE_OPTIONS: '--inspect-port=0' },
  });
  const tutorPid = (): number => {
    const child = readFileSync(`/proc/${terminal.pid}/task/${terminal.pid}/children`, 'utf8').trim().split(' ')[0];
    return Number(child);
  };
  return { terminal, folder, tutorPid };
}

/** Commands of the processes that work in this folder, without the shell itself. */
function processesIn(folder: string, shell: number): readonly string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/u.test(entry) && Number(entry) !== shell)
    .flatMap((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8')] : [];
      } catch {
        // It has just ended, or belongs to somebody else.
        return [];
      }
    });
}

async function expectGivenBack({ terminal, folder }: InShell, code: number): Promise<void> {
  await terminal.sees(new RegExp(`\\[code ${code}, modes`, 'u'));
  expect(terminal.text()).toContain(`[code ${code}, modes same]`);
  expect(terminal.isAsUsual).toBe(true);
  await expectNobodyLeft(folder, terminal.pid);
}

/** What watches over the servers ends after the tutor: it must see that the tutor is gone. */
async function expectNobodyLeft(folder: string, shell: number): Promise<void> {
  await eventually(() => expect(processesIn(folder, shell)).toEqual([]));
}

/** Plants a bug into the running tutor through Node's inspector: on USR2 something throws unexpectedly. */
async function makeFaulty({ terminal, tutorPid }: InShell): Promise<void> {
  process.kill(tutorPid(), 'SIGUSR1');
  const address = await eventually(() => {
    const found = /Debugger listening on (ws:\/\/\S+)/u.exec(terminal.raw)?.[1];
    if (found === undefined) throw new Error('the inspector has not said where it listens');
    return found;
  });
  const inspector = new WebSocket(address);
  await once(inspector, 'open');
  const expression = "process.once('SIGUSR2', () => { throw new Error('planted by the test'); })";
  const answered = once(inspector, 'message');
  inspector.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
  await answered;
  // With a debugger attached, Node would wait for it before it ends.
  const closed = once(inspector, 'close');
  inspector.close();
  await closed;
}

describe.skipIf(process.platform !== 'linux').concurrent('the terminal is restored, and no process remains', () => {
  test('q, after a check', async ({ onTestFinished }) => {
    const shell = inShell(['watch'], onTestFinished);
    await shell.terminal.sees(/has passed[^]*your server · http/u);
    expect(shell.terminal.isAsUsual).toBe(false);
    expect(processesIn(shell.folder, shell.terminal.pid).length).toBeGreaterThan(1);
    shell.terminal.press('q');
    await expectGivenBack(shell, 0);
    expect(shell.terminal.text()).toContain('Everything is kept.');
  });

  test('Ctrl-C, while a check runs', async ({ onTestFinished }) => {
    const shell = inShell(['watch'], onTestFinished);
    await shell.terminal.sees(/Checking \d/u);
    shell.terminal.press('\u0003');
    await expectGivenBack(shell, 130);
  });

  test('TERM, in a text', async ({ onTestFinished }) => {
    const shell = inShell(['watch', '--no-color'], onTestFinished);
    shell.terminal.press('?');
    await shell.terminal.sees(/━ Keys ━/u);
    process.kill(shell.tutorPid(), 'SIGTERM');
    await expectGivenBack(shell, 143);
  });

  test('a KILL, which leaves the tutor no time to clean up', async ({ onTestFinished }) => {
    const shell = inShell(['watch'], onTestFinished);
    await shell.terminal.sees(/has passed[^]*your server · http/u);
    process.kill(shell.tutorPid(), 'SIGKILL');
    // Another process restores the terminal a moment later: the shell's first output may still land on the screen that disappears.
    await eventually(() => {
      shell.terminal.press('again\r');
      expect(shell.terminal.text()).toMatch(/\[code 137, modes same\]$/mu);
    });
    expect(shell.terminal.isAsUsual).toBe(true);
    await expectNobodyLeft(shell.folder, shell.terminal.pid);
  });

  test('a bug of the tutor itself, reported below the screen', async ({ onTestFinished }) => {
    const shell = inShell(['watch'], onTestFinished);
    await shell.terminal.sees(/has passed/u);
    await makeFaulty(shell);
    process.kill(shell.tutorPid(), 'SIGUSR2');
    await expectGivenBack(shell, 70);
    expect(shell.terminal.text()).toContain('This is a fault of the tutor itself');
  });

  test('a terminal whose window is closed', async ({ onTestFinished }) => {
    const shell = inShell(['watch'], onTestFinished);
    await shell.terminal.sees(/has passed[^]*your server · http/u);
    const { pid } = shell.terminal;
    shell.terminal.hangUp();
    await shell.terminal.exited;
    await expectNobodyLeft(shell.folder, pid);
  });
});
