/**
 * An editor that saves whenever the file has not its own text: `node editor.mjs FILE in-place|rename SAVES LOG`. Each save is another text,
 * written into the log once it is complete.
 */
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const [file, mode, saves, log] = process.argv.slice(2);
const pause = new Int32Array(new SharedArrayBuffer(4));

function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

for (let number = 1; number <= Number(saves);) {
  // Any instant of the tutor's writes is hit sooner or later. The look comes last: what the editor itself overwrites is not lost.
  Atomics.wait(pause, 0, 0, Math.random() * 8);
  if (textOf(file).startsWith('editor')) continue;
  const text = `editor ${mode} ${number}`;
  if (mode === 'in-place') writeFileSync(file, text);
  else {
    writeFileSync(`${file}~`, text);
    renameSync(`${file}~`, file);
  }
  appendFileSync(log, `${text}\n`);
  number += 1;
}
