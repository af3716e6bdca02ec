import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../../src/servers/listening.ts';
import { exitOf, outputOf, startTutor, temporaryFolder } from '../cli/tutor.ts';

/** What `run` prints about a server that ends at once, up to the advice. */
async function servedBy(run: string, folder: string): Promise<string> {
  const port = String(await freePort());
  const child = startTutor(['run', '--dir', folder, '--run', run, '--port', port], { cwd: folder });
  const printed = await outputOf(child, /ended before it listened[^]*\n[^]*(?:Ctrl-C|process\.exit)/u);
  child.kill('SIGINT');
  await exitOf(child, () => printed);
  // Wrapped to the terminal's width.
  return printed.replaceAll(/\s+/gu, ' ');
}

test('run --run does not mention Node when a server in an unknown language ends at once', async () => {
  const printed = await servedBy('exit 0', temporaryFolder());
  expect(printed).toContain('Type the command in a terminal');
  expect(printed).not.toMatch(/\bnode\b|`listen`|process\.exit|server\.listen/iu);
});

test('run --run gives advice for Node when the files of the folder are for Node', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'server.js'), '// nothing listens');
  expect(await servedBy('node server.js', folder)).toContain('nothing calls `process.exit`');
});
