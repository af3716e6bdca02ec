import { PassThrough } from 'node:stream';
import { runCommandLine } from '../../../src/command-line.ts';
import type { Chapter } from '../../../src/commands/common/chapter.ts';
import { GREETING } from './index.ts';

/** Runs one command line of the program in this process. */
export async function run(
  cwd: string,
  args: readonly string[],
  chapter: Chapter = GREETING,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const streamTo = (add: (chunk: string) => void): NodeJS.WriteStream => {
    const stream = new PassThrough();
    stream.on('data', (chunk: Buffer) => add(chunk.toString('utf8')));
    // No terminal: of a stream's terminal side nothing is asked.
    return stream as unknown as NodeJS.WriteStream;
  };
  const code = await runCommandLine(args, {
    chapter,
    cwd,
    env: process.env,
    stdin: process.stdin,
    stdout: streamTo((chunk) => (stdout += chunk)),
    stderr: streamTo((chunk) => (stderr += chunk)),
    interactive: false,
    signal: new AbortController().signal,
    self: 'greet',
  });
  return { code, stdout, stderr };
}
