// How soon the watch screen answers a save, on a real terminal.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PictureTerminal } from './picture-terminal.mjs';

const WATCH = { columns: 80, rows: 24 };

/** @typedef {object} Answer milliseconds since the file was written
 * @property {number} checking the screen says that a check runs
 * @property {number} first the first result is there
 * @property {number} verdict all are
 */

/**
 * Saves the server again and again, and sees when the screen tells what of it.
 * @param {{ launcher: string, folder: string, step: string, rounds: number }} options `folder`: a solution of that step
 * @returns {Promise<readonly Answer[]>}
 */
export async function answersToSaves({ launcher, folder, step, rounds }) {
  const file = path.join(folder, 'main.js');
  const before = readFileSync(file);
  const options = { cwd: folder, linked: path.dirname(launcher), ...WATCH };
  const terminal = new PictureTerminal('', [launcher, 'watch'], options);
  const passed = new RegExp(`${step} has passed.*main\\.js saved`, 'u');
  const answers = [];
  try {
    await terminal.sees(new RegExp(`${step} has passed`, 'u'));
    for (let round = 0; round < rounds; round += 1) {
      // What the last round's screen says must not be taken for this one's.
      await terminal.sees(/Your server · http:/iu);
      const started = performance.now();
      const since = () => performance.now() - started;
      appendFileSync(file, `// saved ${round}\n`);
      await terminal.sees(/Checking \d+ of/u);
      const checking = since();
      await terminal.sees(/Checking [1-9]\d* of|has passed/u);
      const first = since();
      await terminal.sees(passed);
      answers.push({ checking, first, verdict: since() });
    }
    return answers;
  } finally {
    await terminal.close();
    writeFileSync(file, before);
  }
}
