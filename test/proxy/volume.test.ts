import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { freePort } from '../../src/servers/listening.ts';
import { exitOf, outputOf, startTutor } from '../cli/tutor.ts';
import { realCourse, stepState, writeState } from '../support/course-folder.ts';
import { memoryOf } from '../support/measured.ts';

const CLIENTS = 50;
const EACH = 200;
/** Above what the tutor and the server take after the first messages, in megabytes. */
const MOST_GROWTH_MB = 40;

test('10,000 messages of 50 clients go through the proxy of run, each answered in order, and its memory stays', async () => {
  const { folder, remove } = writeState(stepState(realCourse(), 'step-4', 'solution'), { modules: 'none' });
  try {
    const port = await freePort();
    const child = startTutor(['run', '--dir', folder, '--port', String(port)], { cwd: folder });
    child.stdout.resume();
    await outputOf(child, /--no-coach turns that\s+off/u);
    const memory = (): number => memoryOf(child.pid ?? 0, 'no process');
    const talk = (client: number, count: number): Promise<readonly string[]> =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://localhost:${port}/ws`);
        const answers: string[] = [];
        socket.on('error', reject);
        socket.on('open', () => {
          for (let n = 0; n < count; n += 1) socket.send(JSON.stringify({ message: `m${client}-${n}!` }));
        });
        socket.on('message', (data) => {
          answers.push(/m\d+-\d+!/u.exec(String(data))?.[0] ?? '');
          if (answers.length === count) socket.close();
        });
        socket.on('close', () => resolve(answers));
      });
    const all = (count: number): Promise<readonly (readonly string[])[]> =>
      Promise.all(Array.from({ length: CLIENTS }, (_, client) => talk(client, count)));
    await all(20);
    const before = memory();
    for (const [client, answers] of (await all(EACH)).entries())
      expect(answers).toEqual(Array.from({ length: EACH }, (_, n) => `m${client}-${n}!`));
    expect(memory() - before).toBeLessThan(MOST_GROWTH_MB);
    child.kill('SIGINT');
    expect(await exitOf(child, () => 'run')).toBe(130);
  } finally {
    remove();
  }
});
