import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

const port = Number(process.env.PORT || 8000);
const folder = import.meta.dirname;
const LAST = 12;

const files = {
  '/': ['templates/index.html', 'text/html; charset=utf-8'],
  '/static/htmx.min.js': ['static/htmx.min.js', 'text/javascript'],
  '/static/sse.js': ['static/sse.js', 'text/javascript'],
};

const server = createServer((request, response) => {
  handleRequest(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
});

async function handleRequest(request, response) {
  const [pathname] = request.url.split('?');
  if (pathname === '/sse/parts') return streamParts(request, response);
  if (!Object.hasOwn(files, pathname)) {
    return response.writeHead(404).end('Nothing is served here.');
  }
  const [name, type] = files[pathname];
  const content = await readFile(path.join(folder, name));
  return response.writeHead(200, { 'Content-Type': type }).end(content);
}

/** Four parts a second, from the one that this client lacks. */
function streamParts(request, response) {
  let part = lastPart(request.headers['last-event-id']);
  // Only this status keeps a browser from coming back.
  if (part === LAST) return response.writeHead(204).end();
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
  });
  response.write('retry: 1000\n\n');
  const timer = setInterval(() => {
    part += 1;
    response.write(`id: ${part}\ndata: <li>Part ${part}</li>\n\n`);
    if (part < LAST) return;
    clearInterval(timer);
    // The page closes the stream when this event comes.
    response.end('event: done\ndata: all parts\n\n');
  }, 250);
  response.on('close', () => clearInterval(timer));
}

/** The part with this id; 0 for one that was never sent. */
function lastPart(id) {
  const part = Number(id);
  return Number.isInteger(part) && part > 0 && part <= LAST ? part : 0;
}

server.listen(port, '127.0.0.1', () => {
  console.log(`Listening on http://localhost:${port}`);
});
