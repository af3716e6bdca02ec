import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageEngine } from '../../src/model/page.ts';
import { openDomEngine } from '../../src/observe/page/dom/engine.ts';
import { htmxPage, servePage, WATCHING } from '../support/page-server.ts';

let engine: PageEngine;
beforeAll(async () => {
  engine = await openDomEngine();
});
afterAll(() => engine.close());

/** What a page finds of the realm of the engine's process, behind the objects that jsdom gives it. */
const TOOLS = `
  const HostFunction = document.createElement.constructor;
  const HostObject = Object.getPrototypeOf(HostFunction.prototype).constructor;
  const HostArray = HostObject.entries({}).constructor;
  const HostError = (() => { try { HostObject.defineProperty(1); } catch (error) { return Object.getPrototypeOf(error.constructor); } })();
  const hostPromise = fetch('/htmx.js');
  const Emitter = Object.getPrototypeOf(Object.getPrototypeOf(window._virtualConsole)).constructor;
  const implOf = (object) => object[HostObject.getOwnPropertySymbols(object).find((each) => String(each) === 'Symbol(impl)')];
  const opened = new WebSocket('ws://' + location.host + '/ws');
  const isOpen = new Promise((resolve) => opened.addEventListener('open', resolve));
  const socketOf = async () => { await isOpen; return implOf(opened)._ws._socket; };
  // What an attempt to replace something has left.
  const replaced = (holder, key) => {
    const mine = function mine() {};
    try { holder[key] = mine; } catch {}
    try { Object.defineProperty(holder, key, { value: mine }); } catch {}
    try { Object.defineProperty(holder, key, { get: () => mine }); } catch {}
    return holder[key] === mine ? 'replaced' : 'kept';
  };
  const connected = async (options) => {
    const Socket = (await socketOf()).constructor;
    return new Promise((resolve) => {
      const socket = new Socket();
      socket.on('error', (error) => resolve(error.code));
      socket.on('connect', () => { socket.destroy(); resolve('connected'); });
      socket.connect(options);
    });
  };
`;

/** The outcomes of expressions in one page, by their names. `PIPE` stands for a socket of the file system that accepts connections. */
async function outcomesOf(
  expressions: readonly (readonly [string, string])[],
  pipe = '',
): Promise<Readonly<Record<string, string>>> {
  const script = `<script>${TOOLS}
    const PIPE = ${JSON.stringify(pipe)};
    const tell = (name, outcome) => console.log('outcome ' + name + ': ' + outcome);
    const run = async (name, make) => { try { tell(name, await make()); } catch (error) { tell(name, error.name); } };
    ${expressions.map(([name, expression]) => `run(${JSON.stringify(name)}, async () => (${expression}));`).join('\n')}
  </script>`;
  const server = await servePage(htmxPage(script));
  try {
    const opened = await engine.open(server.url, {
      client: 'tab 1',
      deadlineMs: 10_000,
      onRecord: () => undefined,
      ...WATCHING,
    });
    if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
    const tab = opened.value;
    const said = (): Readonly<Record<string, string>> =>
      Object.fromEntries(
        tab.records.flatMap((record) => {
          const [, name, outcome] =
            record.type === 'console' ? (/^outcome (.*?): (.*)$/su.exec(record.text) ?? []) : [];
          return name === undefined ? [] : [[name, outcome ?? '']];
        }),
      );
    await tab.until(() => Object.keys(said()).length === expressions.length, 10_000);
    await tab.close();
    return said();
  } finally {
    await server.close();
  }
}

/** All ways in a page that is opened once: name, expression, outcome. */
function inOnePage(ways: readonly (readonly [string, string, string])[]): void {
  let outcomes: Readonly<Record<string, string>>;
  beforeAll(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tutor-pipe-'));
    const pipe = path.join(folder, 'pipe');
    const listening = net.createServer((socket) => socket.end());
    await new Promise<void>((resolve) => listening.listen(pipe, resolve));
    outcomes = await outcomesOf(
      ways.map(([name, expression]) => [name, expression]),
      pipe,
    );
    await new Promise((resolve) => listening.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });
  test.each(ways.map(([name, , outcome]) => [name, outcome]))('%s', (name, outcome) => {
    expect(outcomes[name]).toBe(outcome);
  });
}

describe("a page's own realm works as in a browser", () => {
  inOnePage([
    ['eval', `eval('1 + 1')`, '2'],
    ['new Function', `new Function('return 1 + 1')()`, '2'],
    ['a constructor of its own realm', `(() => {}).constructor('return 1 + 1')()`, '2'],
    ['prototypes that it extends', `(Array.prototype.last = function () { return this.at(-1); }, [1, 2].last())`, '2'],
    ['a method of its own with the name of a built-in one', `Object.assign({}, { toString: () => 'own' }) + ''`, 'own'],
  ]);
});

const FUNCTIONS = [
  'document.createElement',
  'window.constructor',
  'console.log',
  'fetch',
  'setTimeout',
  'opened.send',
  'new EventSource("/sse").close',
  'Object.getPrototypeOf(document).constructor',
  'document.addEventListener.constructor.prototype',
  'structuredClone',
  'localStorage.getItem',
  'navigator.constructor',
  'WebAssembly.Module',
  'SharedArrayBuffer',
  'FinalizationRegistry',
  'WeakRef',
  'Object.getPrototypeOf(Object.getPrototypeOf(document.querySelectorAll("p"))).constructor',
  'HostArray',
  'hostPromise.then',
  'Emitter',
  'structuredClone({}).constructor',
  'opened[Symbol.toStringTag].constructor',
];

describe("no way to the engine's process", () => {
  const ofConstructors = FUNCTIONS.map((way) => [
    `the constructor of ${way}`,
    `[() => ${way}.constructor('return typeof process')(), () => HostObject.getPrototypeOf(async () => 0).constructor('return typeof process')()].map((each) => { try { return each(); } catch (error) { return 'refused'; } }).includes('object')`,
    'false',
  ]) as [string, string, string][];
  inOnePage([
    ...ofConstructors,
    ['the constructor that makes no code', `HostFunction('return 1')()`, 'EvalError'],
    [
      'globals',
      `[typeof process, typeof require, typeof module, typeof global, typeof Buffer].join()`,
      Array(5).fill('undefined').join(),
    ],
    [
      'threads',
      `[typeof Worker, typeof SharedWorker, typeof MessageChannel].join()`,
      Array(3).fill('undefined').join(),
    ],
    ['the module system', `import("node:fs").then(() => "imported", () => "refused")`, 'refused'],
    [
      'the module system in code that is made',
      `new Function('return import("node:fs")')().then(() => "imported", () => "refused")`,
      'refused',
    ],
    [
      'WebAssembly has what the page gives it',
      `WebAssembly.Module.imports(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))).length`,
      '0',
    ],
    [
      'the frames of a stack',
      `(() => { const seen = []; const was = Error.prepareStackTrace; Error.prepareStackTrace = (_, sites) => { for (const site of sites) seen.push(site.getThis(), site.getFunction()); };
        const asked = { toString() { void new Error().stack; return 'p'; } }; document.querySelectorAll(asked); document.createElement(asked); Error.prepareStackTrace = was;
        return seen.some((each) => each !== undefined && each !== asked && !(each instanceof Function) && each !== window); })()`,
      'false',
    ],
    ["the frames of the engine's own errors", `replaced(HostError, 'prepareStackTrace')`, 'kept'],
    [
      'the caller of a listener',
      `(() => { let found; function listener() { found = listener.caller; } document.addEventListener('x', listener); document.dispatchEvent(new Event('x')); return String(found); })()`,
      'null',
    ],
    [
      'a new property of every object',
      `(() => { try { Object.defineProperty(HostObject.prototype, 'path', { set() {} }); } catch {} return 'path' in HostObject; })()`,
      'false',
    ],
    ['methods of all objects', `replaced(HostObject.prototype, 'toString')`, 'kept'],
    [
      'methods of functions',
      `['call', 'apply', 'bind', Symbol.hasInstance].map((key) => replaced(HostFunction.prototype, key)).join()`,
      'kept,kept,kept,kept',
    ],
    [
      'methods of lists, and what makes their copies',
      `['push', 'map', Symbol.iterator].map((key) => replaced(HostArray.prototype, key)).join() + ',' + replaced(HostArray, Symbol.species)`,
      'kept,kept,kept,kept',
    ],
    [
      'methods of promises',
      `['then', 'catch', 'finally', 'constructor'].map((key) => replaced(Object.getPrototypeOf(hostPromise), key)).join()`,
      'kept,kept,kept,kept',
    ],
    [
      'static functions',
      `[replaced(HostObject, 'assign'), replaced(HostArray, 'from'), replaced(hostPromise.constructor, 'resolve')].join()`,
      'kept,kept,kept',
    ],
    [
      "methods of Node's emitters, which once led to the process",
      `['emit', 'on', 'addListener'].map((key) => replaced(Emitter.prototype, key)).join()`,
      'kept,kept,kept',
    ],
    [
      "methods of Node's sockets",
      `socketOf().then((socket) => ['connect', 'write', 'on'].map((key) => replaced(Object.getPrototypeOf(socket), key)).join())`,
      'kept,kept,kept',
    ],
    [
      "methods of the system's handles",
      `socketOf().then(({ _handle }) => [replaced(Object.getPrototypeOf(_handle), 'connect'), replaced(Object.getPrototypeOf(Object.getPrototypeOf(_handle)), 'writeUtf8String')].join())`,
      'kept,kept',
    ],
  ]);
});

describe("what a page can do with the engine's own objects", () => {
  inOnePage([
    ['connect to its own server', `connected({ host: location.hostname, port: Number(location.port) })`, 'connected'],
    ['connect to another host', `connected({ host: '192.0.2.1', port: 80 })`, 'ENOTFOUND'],
    [
      'connect to one that looks like its own',
      `(() => { let asked = 0; return connected({ get host() { return (asked += 1) === 1 ? 'localhost' : '192.0.2.1'; }, port: 1 }); })()`,
      'ECONNREFUSED',
    ],
    [
      'look a name up by itself',
      `connected({ host: 'localhost', port: 1, lookup: (name, options, done) => done(null, [{ address: '192.0.2.1', family: 4 }]) })`,
      'ECONNREFUSED',
    ],
    ['connect to a service by a socket of the file system', `connected({ path: PIPE })`, 'ENOTFOUND'],
    [
      'connect to one by a property that comes later',
      `(() => { let asked = 0; return connected({ get path() { return (asked += 1) === 1 ? undefined : PIPE; }, host: 'localhost', port: 1 }); })()`,
      'ECONNREFUSED',
    ],
    [
      'connect by a handle of its own',
      `socketOf().then((socket) => new Promise((resolve) => {
        const { constructor: Handle } = socket._handle;
        const handle = { connect(request) { resolve(new Handle(0).connect(request, '192.0.2.1', 80) < 0 ? 'refused' : 'connecting'); return 0; }, close() {}, readStart() {}, getAsyncId: () => 1 };
        new socket.constructor({ handle }).connect({ host: '127.0.0.1', port: 9 });
      }))`,
      'refused',
    ],
    [
      "write to the engine's pipes",
      `socketOf().then((socket) => new socket.constructor({ fd: 1 }) && 'opened')`,
      'Error',
    ],
    ['listen', `socketOf().then(({ _handle }) => new _handle.constructor(1).bind('127.0.0.1', 0) < 0)`, 'true'],
    [
      'read a file',
      `implOf(document)._resourceLoader._resourceLoader && Object.getPrototypeOf(Object.getPrototypeOf(implOf(document)._resourceLoader._resourceLoader)).fetch('file:///etc/passwd', {}).then(() => 'read', ({ code }) => code)`,
      'ERR_ACCESS_DENIED',
    ],
  ]);
});
