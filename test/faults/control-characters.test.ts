import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import type { RunEvent } from '../../src/model/event.ts';
import type { PageEngine } from '../../src/model/page.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { createReporter, REPORTER_NAMES } from '../../src/reporters/index.ts';
import { LAUNCHER, outputOf, startTutor, tutor } from '../cli/tutor.ts';
import { checkFolder } from '../support/check-folder.ts';
import { realCourse, stepState, writeState } from '../support/course-folder.ts';
import { TestTerminal } from '../support/pty.ts';
import { freshWorkspace } from '../support/workspace.ts';

/** A title for the window, colours, a cleared screen, C1 controls, a turned direction, a line that is overwritten. */
const STEERS = '\u001b]0;PWNED\u0007\u001b[7;31;5m\u001b[2J\u009b31m\u0090q\u009c\u202eright\u2066\u2028\b\rPWNED';
const TEXT = JSON.stringify(STEERS);

/** A slip of step 7's server or page that lets the text go another way. `more`: in `npm run faults` only. */
interface Way {
  readonly about: string;
  readonly file?: 'main.js' | 'package.json' | 'templates/index.html';
  readonly from: RegExp;
  readonly to: string;
  readonly more?: true;
}

const WAYS: readonly Way[] = [
  {
    about: 'an error at the start',
    from: /^const server = /mu,
    to: `throw new Error(${TEXT});\nconst server = `,
    more: true,
  },
  {
    about: 'an error in a file of that name',
    from: /^const server = /mu,
    to: `await import('data:text/javascript,' + encodeURIComponent('throw new Error(' + JSON.stringify(${TEXT}) + ')//# sourceURL=' + ${TEXT}));\nconst server = `,
    more: true,
  },
  {
    about: 'an error in a handler',
    from: /socket\.send\(renderReply\(message\)\)/u,
    to: `{ console.log(${TEXT}); throw new Error(${TEXT}); }`,
    more: true,
  },
  { about: 'a reply', from: /socket\.send\(renderReply\(message\)\)/u, to: `socket.send(${TEXT})`, more: true },
  {
    about: 'a reply in front of the words',
    from: /socket\.send\(renderReply\(message\)\)/u,
    to: `socket.send(${TEXT} + renderReply(message))`,
    more: true,
  },
  {
    about: 'a binary reply',
    from: /socket\.send\(renderReply\(message\)\)/u,
    to: `socket.send(Buffer.from(${TEXT}))`,
    more: true,
  },
  {
    about: 'the reason of a close',
    from: /socket\.send\(renderReply\(message\)\)/u,
    to: `socket.close(4000, ${TEXT})`,
  },
  {
    about: 'the header of a page',
    from: /'\.html': 'text\/html; charset=utf-8'/u,
    to: `'.html': 'text/plain; \\u009b31m; \\u009c'`,
    more: true,
  },
  {
    about: 'the status of a handshake',
    from: /sockets\.on\('connection'/u,
    to: `server.prependListener('upgrade', (_, socket) => socket.end('HTTP/1.1 403 \\u009b31m\\r\\nX-\\u009b: \\u009b2J\\r\\nLocation: \\u009b\\r\\n\\r\\n', 'latin1'));\nsockets.on('connection'`,
    more: true,
  },
  {
    about: 'a redirect',
    from: /^async function handleRequest\(request, response\) \{/mu,
    to: `async function handleRequest(request, response) {\n  if (request.url === '/') return response.socket.end('HTTP/1.1 302 Found\\r\\nLocation: /\\u009b2J\\r\\nContent-Length: 0\\r\\n\\r\\n', 'latin1');`,
    more: true,
  },
  {
    about: 'no HTTP at all',
    from: /^async function handleRequest\(request, response\) \{/mu,
    to: `async function handleRequest(request, response) {\n  if (request.url === '/') return response.socket.end(${TEXT});`,
    more: true,
  },
  {
    about: 'the data of an event',
    from: /response\.write\(`data: /u,
    to: `response.write(\`data: \${${TEXT.replace(String.raw`\b\r`, '')}} `,
    more: true,
  },
  {
    about: 'the name of an event',
    from: /response\.write\(`data: /u,
    to: `response.write(\`event: \${${TEXT.replace(String.raw`\b\r`, '')}}\\ndata: `,
    more: true,
  },
  { about: 'the type of a stream', from: /'text\/event-stream'/u, to: `'text/plain\\u009b'`, more: true },
  {
    about: 'the console and an error of the page',
    file: 'templates/index.html',
    from: /<body>/u,
    to: `<body><script>console.error(${TEXT}); throw new Error(${TEXT})</script>`,
  },
  {
    about: 'a script of the page',
    file: 'templates/index.html',
    from: /\/static\/ws\.js/u,
    to: `/static/${STEERS}`,
    more: true,
  },
  {
    about: 'an id of the page',
    file: 'templates/index.html',
    from: /id="chat-window"/u,
    to: `id="${STEERS}"`,
    more: true,
  },
  {
    about: 'an attribute of the page',
    file: 'templates/index.html',
    from: /ws-connect="[^"]*"/u,
    to: `ws-connect="/${STEERS}"`,
    more: true,
  },
  {
    about: 'the manifest',
    file: 'package.json',
    from: /"node main\.js"/u,
    to: JSON.stringify(`node main.js ${STEERS}`),
    more: true,
  },
  { about: 'the name of a package', file: 'package.json', from: /"ws": /u, to: `${TEXT}: "1", "ws": `, more: true },
];

const ALL = process.env['FAULT_CONTROLS'] === 'all';
const course = realCourse();
let engine: PageEngine;
beforeAll(async () => {
  engine = await openDomEngine();
});
afterAll(() => engine.close());

function stateWith({ file = 'main.js', from, to }: Way): Map<string, Buffer> {
  const state = new Map(stepState(course, 'step-7', 'solution'));
  const before = state.get(file)?.toString() ?? '';
  const after = before.replace(from, () => to);
  expect(after).not.toBe(before);
  return state.set(file, Buffer.from(after));
}

/** What steers in a text, our own colours aside. */
function steering(text: string): string {
  const shown = text.replaceAll(/\u001b\[(?:\d{1,2};)*\d{1,2}m/gu, (colour) =>
    colour.includes('7;31;5') ? colour : '',
  );
  const found = /[^\n]{0,60}[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}][^\n]{0,60}/u.exec(shown.replaceAll('\n', ' \u2424 '));
  return found === null ? '' : JSON.stringify(found[0]);
}

test.each(WAYS.filter(({ more }) => ALL || more === undefined))('no report is steered by $about', async (way) => {
  const { folder, remove } = writeState(stateWith(way), { modules: 'none' });
  const events: RunEvent[] = [];
  try {
    await checkFolder({ course, folder, step: 'step-7', engine, emit: (event) => events.push(event) });
  } finally {
    remove();
  }
  for (const name of REPORTER_NAMES)
    for (const colour of [true, false]) {
      const out = new PassThrough().setEncoding('utf8');
      const reporter = createReporter(name, {
        out,
        wording: WORDING,
        width: 80,
        colour,
        unicode: true,
        quiet: false,
        verbose: true,
        summaryFile: undefined,
      });
      for (const event of events) reporter(event);
      const text = String(out.read());
      // Of a run that passed one of them says no more than that.
      expect(text.length).toBeGreaterThan(20);
      expect(steering(text), `${name}${colour ? ' with colours' : ''}`).toBe('');
    }
});

/** A folder with a server that prints the text when it starts, and fails with it. */
function steeringFolder(): string {
  const { folder } = freshWorkspace();
  const [way] = WAYS.filter(({ about }) => about === 'an error in a handler');
  if (way === undefined) throw new Error('no such way');
  for (const [file, bytes] of stateWith(way)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    const printing = file === 'main.js' ? `console.log(${TEXT});\nconsole.error(${TEXT});\n` : '';
    writeFileSync(path.join(folder, file), printing + bytes.toString());
  }
  return folder;
}

test('what a server prints, and the name of a file, steer no terminal', async () => {
  const cwd = steeringFolder();
  const checked = await tutor(['check', 'step-2'], { cwd });
  expect(checked.stdout).toContain(String.raw`\u202eright\u2066`);
  expect(steering(checked.stdout + checked.stderr)).toBe('');
  const running = startTutor(['run', '--port', '18493'], { cwd, openInput: true });
  let printed = await outputOf(running, /PWNED[^]*PWNED/u);
  writeFileSync(path.join(cwd, 'a\u001b]0;PWNED\u0007\u202e.js'), '');
  printed += await outputOf(running, /saved/u);
  expect(steering(printed)).toBe('');
  const watching = startTutor(['watch', '--plain'], { cwd, openInput: true });
  expect(steering(await outputOf(watching, /not passed/u))).toBe('');
});

test('the screen of watch shows what a server prints without being steered by it', async () => {
  const terminal = new TestTerminal(process.execPath, [LAUNCHER, 'watch'], {
    cwd: steeringFolder(),
    rows: 80,
    whenFinished: onTestFinished,
  });
  await terminal.sees(/u202eright/u, 15_000);
  for (const sign of [
    '\u001b]0;PWNED',
    '\u001b[7;31;5m',
    '\u009b',
    '\u0090',
    '\u202e',
    '\u2066',
    '\u2028',
    '\b',
    '\u0007',
  ])
    expect(terminal.raw, JSON.stringify(sign)).not.toContain(sign);
});
