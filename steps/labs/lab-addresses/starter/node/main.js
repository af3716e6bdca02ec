import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { WebSocketServer } from 'ws';

const port = Number(process.env.PORT || 8000);
const folder = import.meta.dirname;

const files = {
  '/': ['templates/index.html', 'text/html; charset=utf-8'],
  '/static/htmx.min.js': ['static/htmx.min.js', 'text/javascript'],
  '/static/sse.js': ['static/sse.js', 'text/javascript'],
  '/static/ws.js': ['static/ws.js', 'text/javascript'],
};

const server = createServer((request, response) => {
  handleRequest(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
});

async function handleRequest(request, response) {
  const [pathname] = request.url.split('?');
  if (pathname === '/sse/oven') return streamOven(response);
  if (!Object.hasOwn(files, pathname)) {
    return response.writeHead(404).end('Nothing is served here.');
  }
  const [name, type] = files[pathname];
  const content = await readFile(path.join(folder, name));
  return response.writeHead(200, { 'Content-Type': type }).end(content);
}

/** Twice a second, how far the oven is. */
function streamOven(response) {
  let percent = 0;
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
  });
  response.flushHeaders();
  const timer = setInterval(() => {
    percent = (percent + 4) % 104;
    const bar = `<progress max="100" value="${percent}"></progress>`;
    response.write(`event: progress\ndata: ${bar} ${percent} %\n\n`);
  }, 500);
  response.on('close', () => clearInterval(timer));
}

const board = new WebSocketServer({ server, path: '/ws/board' });

board.on('connection', (socket) => {
  socket.on('error', console.error);
  socket.on('message', (data) => pinCard(data.toString()));
});

/** A card goes to everybody who has the page open. */
function pinCard(text) {
  const { card = '' } = JSON.parse(text);
  const item = `<li>${escapeHtml(card)}</li>`;
  const html = `<ul id="card" hx-swap-oob="beforeend">${item}</ul>`;
  for (const socket of board.clients) socket.send(html);
}

function escapeHtml(value) {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

server.listen(port, '127.0.0.1', () => {
  console.log(`Listening on http://localhost:${port}`);
});
