// What somebody would write to see for themselves that a solution does what the steps up to one promise: the program that the benchmark compares
// `check` with. It starts the server, says to it what the contract says, waits for the answers, and ends. It judges nothing else, repeats nothing
// and prints nothing. Usage: node scripts/bare.mjs STEP FOLDER COMMAND ARGUMENTS…, with PORT where the port belongs.
import { spawn } from 'node:child_process';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { PageHost } from './page-host.mjs';
import { accepts, freePort } from './ports.mjs';

const [step, folder, command, ...args] = process.argv.slice(2);
const STEPS = ['step-2', 'step-4', 'step-5', 'challenge'];
const reaches = (id) => STEPS.indexOf(step) >= STEPS.indexOf(id);

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
/** Of a busy machine. */
const DEADLINE_MS = 60_000;
const TICKS = 3;
setTimeout(() => {
  throw new Error(`${step} was not done within ${DEADLINE_MS} ms`);
}, DEADLINE_MS).unref();

/** What must not go on when this program ends. */
const ends = [];
process.on('exit', () => ends.forEach((end) => end()));

// The page engine takes longest to start.
const host = reaches('step-4') ? new PageHost(DIST, { deadlineMs: DEADLINE_MS }) : undefined;
ends.push(() => host?.kill());
const [server, other] = await Promise.all([start(), reaches('step-5') ? start() : undefined]);
await Promise.all([
  sockets(),
  ...(host === undefined ? [] : [chat()]),
  ...(other === undefined ? [] : [restart(other)]),
  ...(reaches('challenge') ? [streams(), counter()] : []),
]);
await Promise.all([server.stop(), other?.stop(), host?.kill()]);
process.exit();

/** A server that listens. @param {number} [again] the port on which it was before */
async function start(again) {
  const port = again ?? (await freePort());
  const child = spawn(
    command,
    args.map((arg) => (arg === 'PORT' ? String(port) : arg)),
    { cwd: folder, env: { ...process.env, PORT: String(port) }, stdio: 'ignore' },
  );
  ends.push(() => child.kill());
  const ended = new Promise((resolve) => child.once('close', resolve));
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  // As often as somebody presses Ctrl-C: uvicorn waits for an open stream until it is told twice.
  const stop = async () => {
    child.kill('SIGINT');
    const again = setInterval(() => child.kill('SIGINT'), 100);
    await ended;
    clearInterval(again);
  };
  return { port, stop };
}

function word() {
  return Math.random().toString(36).slice(2);
}

/** Step 2, and from step 3 on what is no message: answers in order, two clients at once, clients that vanish, and one that stays. */
async function sockets() {
  const first = await client();
  for (const text of ['', 'one', 'zwei für € und 😀', 'three & four']) await first.ask(text);
  await Promise.all(['a', 'b', 'c'].map((text) => first.ask(text)));
  const both = await Promise.all([client(), client()]);
  await Promise.all(both.map((each) => each.ask('at once')));
  for (const waits of [true, false, false]) {
    const leaver = await client();
    const asked = leaver.ask('before I go');
    if (waits) await asked;
    leaver.socket.terminate();
    await (await client()).ask('still there?');
  }
  if (reaches('step-4')) {
    for (const text of ['no JSON', '{"other":"text"}', '{"message":null}', 'null', '42', '["text"]']) {
      (await client()).socket.send(text);
      await (await client()).ask('still there?');
    }
  }
  if (first.socket.readyState !== WebSocket.OPEN) throw new Error('the first connection did not stay open');
}

/** A connection to /ws, and messages on it that have been answered with their own words. */
async function client() {
  const socket = new WebSocket(`ws://localhost:${server.port}/ws`);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.on('error', () => undefined);
  const ask = (text) => {
    const own = word();
    socket.send(JSON.stringify({ message: `${text} ${own}`, HEADERS: {} }));
    return new Promise((resolve) => {
      const look = (data) => {
        if (!data.toString().includes(own)) return;
        socket.off('message', look);
        resolve(undefined);
      };
      socket.on('message', look);
    });
  };
  return { socket, ask };
}

/** Opens the page in a tab of the engine. */
function open(tab, port = server.port) {
  const watch = { watched: ['#chat-window'], events: { recorded: [], requests: [] } };
  return host.ask('open', { url: `http://localhost:${port}/`, deadlineMs: DEADLINE_MS, watch }, tab);
}

/** Types a message into a tab, and waits until it is shown. Resolves with the text of the window. */
async function type(tab, text) {
  const own = word();
  await host.ask('send', { text: `${text} ${own}`, field: 'message' }, tab);
  return (await shows(tab, '#chat-window', own)).slice(-200);
}

async function shows(tab, selector, text) {
  const seen = await host.ask('untilText', { selector, text, deadlineMs: DEADLINE_MS }, tab);
  if (!seen.met) throw new Error(`${text} is not shown`);
  return seen.text;
}

/** Steps 3 and 4, from step 5 on with a second tab, and in the challenge with the time of day. */
async function chat() {
  const second = reaches('step-5') ? open(2) : undefined;
  await open(1);
  for (const text of ['hello', 'again', '<b id="probe">', `"double" 'single' a&b 1<2`]) await type(1, text);
  await second;
  if (second !== undefined) {
    const some = async (tab) => {
      for (const text of ['one', 'two', 'three']) await type(tab, text);
    };
    await Promise.all([some(1), some(2)]);
    await type(1, 'last');
  }
  if (!reaches('challenge')) return;
  const timeOf = (text) => /\d\d:\d\d:\d\d(?!.*\d\d:\d\d:\d\d)/su.exec(text)?.[0];
  const before = timeOf(await type(1, 'what time is it?'));
  // Its second has to be over.
  await new Promise((resolve) => setTimeout(resolve, 1000 - (Date.now() % 1000)));
  if (before === undefined || timeOf(await type(1, 'and now?')) === before) throw new Error('the time stands still');
}

/** Step 5: the page connects again when its server has been stopped and started. */
async function restart(first) {
  const tab = 3;
  await open(tab, first.port);
  await host.until(() => opened(tab) > 0);
  // htmx waits for up to a second, as chance decides.
  await host.ask('fixRandom', { value: 0.1 }, tab);
  await first.stop();
  const before = opened(tab);
  const again = await start(first.port);
  await host.until(() => opened(tab) > before);
  await type(tab, 'back');
  first.stop = again.stop;
}

function opened(tab) {
  return host.records(tab).filter(({ type: of }) => of === 'socket-open').length;
}

/** Step 6: three ticks for two clients, one for a third that leaves then, and for a real EventSource. */
async function streams() {
  const { EventSource } = await import('eventsource');
  const source = new EventSource(`http://localhost:${server.port}/sse/counter`);
  const real = new Promise((resolve) => source.addEventListener('message', resolve, { once: true }));
  await Promise.all([ticks(TICKS), ticks(TICKS), ticks(1), real]);
  source.close();
}

/** Leaves the stream after so many events. */
function ticks(count) {
  return new Promise((resolve, reject) => {
    const request = get({ port: server.port, path: '/sse/counter', host: 'localhost', agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
        if (text.split(/\r?\n\r?\n/u).length <= count) return;
        request.destroy();
        resolve(undefined);
      });
    });
    request.once('error', reject);
  });
}

/** Step 7: the number in the page goes up three times, with a message in between. */
async function counter() {
  const tab = 4;
  await open(tab);
  await shows(tab, 'body', `count: ${TICKS - 1}`);
  await type(tab, 'counting?');
  await shows(tab, 'body', `count: ${TICKS}`);
}
