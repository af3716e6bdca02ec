// Makes the pictures in docs/pictures: `npm run pictures`. The real program runs in a real terminal; what is on its screen
// is drawn. What differs from run to run (how long a check took, random words) is removed or replaced, so that a picture
// changes only when the program does.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeReport, VIEWS } from './picture-report.mjs';
import { svgOf } from './picture-svg.mjs';
import { PictureTerminal, runsOf } from './picture-terminal.mjs';

/** @typedef {import('./picture-terminal.mjs').Cell} Cell */

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const LAUNCHER = path.join(ROOT, 'bin', 'htmx-realtime-tutor.js');
const PICTURES = path.join(ROOT, 'docs', 'pictures');
const COLUMNS = 80;
const ENVELOPE = '<div id="chat-window" hx-swap-oob="beforeend">${reply}</div>';

/**
 * @typedef {object} Scene
 * @property {string} name of the file
 * @property {string} title
 * @property {string[]} args of the tutor
 * @property {number} rows of the terminal
 * @property {(folder: string) => void} prepare makes the learner's folder
 * @property {RegExp} until what the screen shows when the picture is taken
 * @property {RegExp} [last] the last row of the picture
 * @property {boolean} [isScreen] it draws a screen of its own, without the typed command above
 */

/** @type {Scene[]} */
const SCENES = [
  {
    name: 'check',
    title:
      'A check of step 4 that fails: each step with its mark, then the finding with what was done, expected and received, the cause and the fix.',
    args: ['check', 'step-4'],
    rows: 120,
    prepare: (folder) => mistaken(folder),
    until: /^ {2}htmx-realtime-tutor solution/mu,
    last: /^More /u,
  },
  {
    name: 'lesson',
    title: 'The lesson of step 4 in the terminal: headings, prose, and HTML with colours.',
    args: ['lesson', 'step-4'],
    rows: 36,
    prepare: (folder) => mistaken(folder),
    until: /Space: next page/u,
  },
  {
    name: 'watch-failure',
    title:
      'The watch screen at step 4 with a failing check: the steps, the checks, the finding whole, and a line of keys.',
    args: ['watch'],
    rows: 37,
    prepare: (folder) => mistaken(folder),
    until: /✓✓✓\[[\s\S]*oob\/no-id[\s\S]*main\.js:\d+[\s\S]*m explains it[\s\S]*server │ Listening/u,
    isScreen: true,
  },
  {
    name: 'watch-passed',
    title: 'The watch screen at step 4 when every check has passed: what that proves, and the key for the next step.',
    args: ['watch'],
    rows: 24,
    prepare: (folder) => solved(folder),
    until: /n goes on[\s\S]*server │ Listening/u,
    isScreen: true,
  },
];

/** @param {readonly string[]} args @param {string} cwd */
function tutor(args, cwd) {
  execFileSync(process.execPath, [LAUNCHER, ...args], { cwd, stdio: 'ignore' });
}

/** A learner's folder at step 4, with the step's solution. @param {string} folder */
function solved(folder) {
  tutor(['start', folder, '--yes', '--backend', 'node'], path.dirname(folder));
  tutor(['solution', 'step-4', '--apply'], folder);
}

/** As `solved`, with a reply that has no id. @param {string} folder */
function mistaken(folder) {
  solved(folder);
  const file = path.join(folder, 'main.js');
  const code = readFileSync(file, 'utf8');
  if (!code.includes(ENVELOPE)) throw new Error('the solution of step 4 has changed: see scripts/pictures.mjs');
  writeFileSync(file, code.replace(ENVELOPE, '<div class="reply">${reply}</div>'));
}

/** Printed commands have the tutor's plain name only where the shell finds it by that, as after `npm link`. @param {string} home */
function linkIn(home) {
  const linked = path.join(home, 'bin');
  mkdirSync(linked);
  symlinkSync(LAUNCHER, path.join(linked, 'htmx-realtime-tutor'));
  return linked;
}

/** @param {Scene} scene @param {string} home an empty folder */
async function take({ name, title, args, rows, prepare, until, last, isScreen }, home) {
  const folder = path.join(home, 'htmx-realtime-demo');
  prepare(folder);
  const linked = linkIn(home);
  const prompt = isScreen ? '' : `$ htmx-realtime-tutor ${args.join(' ')}`;
  const terminal = new PictureTerminal(prompt, [LAUNCHER, ...args], { cwd: folder, columns: COLUMNS, rows, linked });
  try {
    await terminal.sees(until);
    const cells = terminal.cells().map((row) => withoutChance(row, home));
    const text = cells.map(textOf);
    const end =
      last === undefined ? text.findLastIndex((row) => row !== '') : text.findLastIndex((row) => last.test(row));
    const shown = cells.slice(0, end + 1);
    writeFileSync(path.join(PICTURES, `${name}.svg`), svgOf(shown.map(runsOf), { title, columns: COLUMNS }));
    process.stdout.write(`docs/pictures/${name}.svg  ${shown.length} rows\n`);
  } finally {
    await terminal.close();
  }
}

const DURATION = /(?:, | · | {2,})(\d+(?:\.\d+)? (?:ms|s))$/u;
const RANDOM_WORD = /(?<=hello )[A-Za-z]{6,}/gu;
/** Of the server that was started for the check, and of the one that runs behind the watch screen's address. */
const RANDOM_PORT = /(?<=localhost:|itself at )\d{5}/gu;
/** Where the watch screen shows the page. The screen says so when another program uses it. */
const OWN_PORT = 8000;

/** A row without what differs from run to run. @param {readonly Cell[]} row @param {string} home @returns {Cell[]} */
function withoutChance(row, home) {
  let cells = replaced(row, RANDOM_WORD, (word) => 'HonoPivote'.repeat(2).slice(0, word.length));
  cells = replaced(cells, RANDOM_PORT, () => '30258');
  cells = replaced(cells, new RegExp(home.replaceAll(/[\\.]/gu, String.raw`\$&`), 'gu'), () => '~');
  const duration = DURATION.exec(textOf(cells));
  if (duration === null) return cells;
  // What comes before it in the right column moves up to the edge.
  const cut = duration[0].startsWith('  ') ? (duration[1] ?? '') : duration[0];
  const end = textOf(cells).length;
  const kept = cells.slice(0, end - cut.length);
  const gap = textOf(kept).trimEnd().lastIndexOf('  ') + 1;
  const blanks = Array.from({ length: cut.length }, () => blank());
  return duration[0].startsWith(',') && gap > 0
    ? [...kept.slice(0, gap), ...blanks, ...kept.slice(gap), ...cells.slice(end)]
    : [...kept, ...blanks, ...cells.slice(end)];
}

/** @param {readonly Cell[]} row @param {RegExp} pattern @param {(found: string) => string} by @returns {Cell[]} */
function replaced(row, pattern, by) {
  let cells = [...row];
  for (const match of [...textOf(row).matchAll(pattern)].toReversed()) {
    const look = cells[match.index] ?? blank();
    const fresh = [...by(match[0])].map((text) => ({ ...look, text, width: 1 }));
    const rest = Array.from({ length: match[0].length - fresh.length }, () => blank());
    cells = [...cells.slice(0, match.index), ...fresh, ...cells.slice(match.index + match[0].length), ...rest];
  }
  return cells;
}

/** @param {readonly Cell[]} cells */
function textOf(cells) {
  return cells
    .map(({ text }) => text)
    .join('')
    .trimEnd();
}

/** @returns {Cell} */
function blank() {
  return {
    text: ' ',
    width: 1,
    colour: undefined,
    bold: false,
    dim: false,
    italic: false,
    underline: false,
    inverse: false,
  };
}

/** Whether nobody listens on the port. @param {number} port @returns {Promise<boolean>} */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

mkdirSync(PICTURES, { recursive: true });
const wanted = process.argv.slice(2);
const scenes = SCENES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
// Before the first picture, so that not half of them are new.
if (scenes.some(({ isScreen }) => isScreen) && !(await isFree(OWN_PORT))) {
  process.stderr.write(
    `Something listens on port ${OWN_PORT}, and the watch screen would say so. End it, or name pictures without that screen: npm run pictures check lesson report-light report-dark\n`,
  );
  process.exit(1);
}
for (const scene of scenes) {
  const home = mkdtempSync(path.join(tmpdir(), 'tutor-pictures-'));
  try {
    await take(scene, home);
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}
const views = VIEWS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
if (views.length > 0) {
  const home = mkdtempSync(path.join(tmpdir(), 'tutor-pictures-'));
  try {
    const folder = path.join(home, 'htmx-realtime-demo');
    mistaken(folder);
    await takeReport(folder, { launcher: LAUNCHER, linked: linkIn(home), pictures: PICTURES, views });
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}
