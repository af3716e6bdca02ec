// Writes what V8 compiled of the page host while it showed a page once: with it, the host of a check needs a quarter less processor time. It is
// valid for this version of Node alone; another one compiles the host as usual.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { PageHost } from './page-host.mjs';

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
 * @param {string} dist absolute path of the folder with the built host, which gets the cache
 * @param {string} htmx absolute path of a htmx, which the page loads
 */
export async function writeCodeCache(dist, htmx) {
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
  const watch = { watched: ['#window'], events: { recorded: [], requests: [] } };
  const commands = [
    { command: 'open', params: { url: `http://127.0.0.1:${port}/`, deadlineMs: DEADLINE_MS, watch } },
    { command: 'snapshot' },
    { command: 'send', params: { text: 'text' } },
    { command: 'untilText', params: { selector: '#window', text: 'Text', deadlineMs: DEADLINE_MS } },
    { command: 'count', params: { selector: '.message' } },
    { command: 'close' },
  ];
  const host = new PageHost(dist, { deadlineMs: DEADLINE_MS, args: ['--writes-code-cache'] });
  try {
    for (const { command, params } of commands) await host.ask(command, params);
    await host.end();
  } finally {
    server.close();
    await host.kill();
  }
}
