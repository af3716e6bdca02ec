// Writes what V8 compiled of the page host while it showed a page once: with it, the host of a check needs a quarter less processor time. It is
// valid for this version of Node alone; another one compiles the host as usual.
import { fork } from 'node:child_process';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';

/** How long all of it may take on a busy machine. Milliseconds. */
const DEADLINE_MS = 120_000;

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <title>Page</title>
    <style>
      body { margin: 1rem auto; padding: 0 1rem; }
      .message { border: 1px solid #bbb; color: #14532d; display: flex; }
    </style>
    <script src="/htmx.js"></script>
  </head>
  <body>
    <div id="window"><p class="message">Text</p></div>
    <form><label for="text">Text</label><input id="text" name="text"><button>Send</button></form>
  </body>
</html>`;

/**
 * @param {object} host
 * @param {string} host.start absolute path of the file that starts the page host
 * @param {readonly string[]} host.flags options of Node with which the tutor starts it: with others, V8 refuses the cache
 * @param {string} host.htmx absolute path of a htmx, which the page loads
 */
export async function writeCodeCache({ start, flags, htmx }) {
  const script = await readFile(htmx);
  const server = createServer((request, response) => {
    const isPage = request.url === '/';
    response.setHeader('Content-Type', isPage ? 'text/html' : 'text/javascript');
    response.end(isPage ? PAGE : script);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  try {
    await showPage({ start, flags }, `http://127.0.0.1:${port}/`);
  } finally {
    server.close();
  }
}

/** Speaks with the host as the tutor does. @param {{ start: string, flags: readonly string[] }} host @param {string} url */
function showPage({ start, flags }, url) {
  const watch = { watched: ['#window'], events: { recorded: [], requests: [] } };
  const messages = [
    { command: 'open', params: { url, deadlineMs: DEADLINE_MS, watch } },
    { command: 'snapshot', params: {} },
    { command: 'send', params: { text: 'text' } },
    { command: 'untilText', params: { selector: '#window', text: 'Text', deadlineMs: DEADLINE_MS } },
    { command: 'count', params: { selector: '.message' } },
    { command: 'close', params: {} },
    { command: 'write-code-cache' },
  ];
  const child = fork(start, ['--writes-code-cache'], { env: {}, execArgv: [...flags], serialization: 'json' });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
    child.on('message', (/** @type {{ type: string, failure?: unknown }} */ message) => {
      if (message.type === 'failed') reject(new Error(`the page host failed: ${JSON.stringify(message.failure)}`));
      const next = message.type === 'ready' || message.type === 'reply' ? messages.shift() : undefined;
      if (next !== undefined) child.send({ id: messages.length, tab: 1, ...next });
    });
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(undefined);
      else reject(new Error(`the page host ended with ${code}`));
    });
  });
}
