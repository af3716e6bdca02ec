/**
 * An editor that saves whenever the file has not its own text: `node editor.mjs FILE in-place|rename SAVES LOG`. Each save is another text,
 * written into the log once it is complete. A text of its own that a save overwrites is logged as `overwrote TEXT`: the tutor may have put it back
 * between the look and the save, and the editor then replaces it itself.
 */
import {
  appendFileSync,
  closeSync,
  constants,
  ftruncateSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';

const [file, mode, saves, log] = process.argv.slice(2);
const pause = new Int32Array(new SharedArrayBuffer(4));

function textOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** @returns what was overwritten */
function saveInPlace(text) {
  // In one call: the tutor may give the file its name again between two.
  const handle = openSync(file, constants.O_RDWR | constants.O_CREAT);
  const before = readFileSync(handle, 'utf8');
  ftruncateSync(handle);
  writeSync(handle, text, 0);
  closeSync(handle);
  return before;
}

/** @returns what was overwritten */
function saveByRename(text) {
  const old = `${log}.old`;
  writeFileSync(`${file}~`, text);
  rmSync(old, { force: true });
  try {
    linkSync(file, old);
  } catch {
    // The file is being replaced.
  }
  renameSync(`${file}~`, file);
  return textOf(old);
}

for (let number = 1; number <= Number(saves);) {
  // Any instant of the tutor's writes is hit sooner or later. The look comes last: what the editor itself overwrites is not lost.
  Atomics.wait(pause, 0, 0, Math.random() * 8);
  if (textOf(file).startsWith('editor')) continue;
  const text = `editor ${mode} ${number}`;
  const own = mode === 'in-place' ? saveInPlace(text) : saveByRename(text);
  if (own.startsWith('editor')) appendFileSync(log, `overwrote ${own}\n`);
  appendFileSync(log, `${text}\n`);
  number += 1;
}
