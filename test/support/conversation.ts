import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';

/** A port that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, 'localhost', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const QUIET_MS = 50;
const PATIENCE_MS = 8000;
/** Events of a stream that are read. */
const EVENTS = 2;

/**
 * What plain clients see of a server, without any check: the page and other paths, a conversation of two WebSocket clients of which one vanishes,
 * and the beginnings of two event streams. Two servers that behave alike give the same text.
 */
export async function conversation(folder: string, withStream: boolean): Promise<string> {
  const port = await freePort();
  const server = spawn(process.execPath, ['main.js'], {
    cwd: folder,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  server.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  server.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const ended = new Promise((resolve) => server.once('exit', resolve));
  try {
    if (!(await isListening(port, PATIENCE_MS))) return `does not listen: ${printed}`;
    const [pages, sockets, streams] = await Promise.all([
      pagesOf(port),
      socketsOf(port),
      withStream ? streamsOf(port) : '',
    ]);
    const again = await pagesOf(port);
    return [pages, sockets, streams, again === pages ? '' : again]
      .join('\n')
      .replaceAll(/\d\d?:\d\d(?::\d\d)?/gu, 'TIME');
  } finally {
    server.kill('SIGKILL');
    await ended;
  }
}

async function isListening(port: number, deadlineMs: number): Promise<boolean> {
  for (const since = performance.now(); performance.now() - since < deadlineMs;) {
    const answer = await fetch(`http://localhost:${port}/`).catch(() => undefined);
    if (answer !== undefined) return true;
    await pause(50);
  }
  return false;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Status and kind of each file; what an unknown path gets is the learner's own, as long as others go on. */
async function pagesOf(port: number): Promise<string> {
  const seen: string[] = [];
  for (const path of ['/', '/?a=b', '/static/htmx.min.js', '/static/ws.js', '/static/sse.js']) {
    const answer = await fetch(`http://localhost:${port}${path}`, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
      String,
    );
    if (typeof answer === 'string' || !answer.ok) seen.push(`GET ${path} is not there`);
    else seen.push(`GET ${path} ${answer.headers.get('content-type')} ${(await answer.text()).length}`);
  }
  return seen.join('\n');
}

const HEADERS = {
  'HX-Request': 'true',
  'HX-Current-URL': 'http://localhost/',
  'HX-Target': null,
  'HX-Trigger': 'form',
};

async function answersPing(socket: WebSocket): Promise<void> {
  if (socket.readyState !== WebSocket.OPEN) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS);
    const done = (): void => {
      clearTimeout(timer);
      socket.off('pong', done).off('close', done);
      resolve();
    };
    socket.on('pong', done).on('close', done).ping();
  });
}

async function socketsOf(port: number): Promise<string> {
  const log: string[] = [];
  const clients = new Set<WebSocket>();
  const open = async (name: string, path = '/ws'): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://localhost:${port}${path}`);
    clients.add(socket);
    socket.on('message', (data: Buffer, binary) =>
      log.push(`${name} gets ${binary ? 'binary' : 'text'} ${data.toString()}`),
    );
    socket.on('close', (code) => log.push(`${name} closed ${code}`));
    socket.on('unexpected-response', (_, response) => log.push(`${name} refused ${response.statusCode}`));
    await new Promise<void>((resolve) => {
      socket.once('open', resolve);
      socket.once('error', () => resolve());
      setTimeout(resolve, PATIENCE_MS);
    });
    return socket;
  };
  /** A server reads in order: what it answers at once is there before the answer to a ping. */
  const settled = async (): Promise<void> => {
    await Promise.all([...clients].map(answersPing));
    await pause(QUIET_MS);
    // Clients of one server get their messages in any order.
    log.push(...log.splice(log.lastIndexOf('--') + 1).toSorted(), '--');
  };
  const first = await open('A');
  const second = await open('B');
  const send = async (socket: WebSocket, data: string | Buffer): Promise<void> => {
    if (socket.readyState === WebSocket.OPEN) socket.send(data);
    await settled();
  };
  for (const message of ['Hello', `<b>&"'</b> żółw 🙂`, '', '  ', 'x'.repeat(3000)])
    await send(first, JSON.stringify({ message, HEADERS }));
  await send(second, JSON.stringify({ message: 'from B', HEADERS }));
  for (const odd of ['not JSON', '{}', 'null', '{"message":null}', '7', '[]', '{"message":7}']) await send(first, odd);
  await send(second, JSON.stringify({ message: 'still there?', HEADERS }));
  first.terminate();
  await settled();
  await send(second, JSON.stringify({ message: 'alone', HEADERS }));
  const third = await open('C', '/other');
  await settled();
  second.close();
  third.terminate();
  await settled();
  return log.join('\n');
}

async function streamsOf(port: number): Promise<string> {
  const read = async (): Promise<string> => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(`http://localhost:${port}/sse/counter`, { signal }).catch(() => undefined);
    if (answer?.ok !== true) return 'no stream';
    const head = `${answer.headers.get('content-type')} ${answer.headers.get('cache-control')}`;
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of answer.body ?? []) {
        text += decoder.decode(chunk, { stream: true });
        if (text.split('\n\n').length > EVENTS) return `${head}\n${text}`;
      }
      return `${head}\n${text} ended`;
    } catch {
      return `${head}\n${text} and no more`;
    }
  };
  return (await Promise.all([read(), read()])).join('\n');
}
