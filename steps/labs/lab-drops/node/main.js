import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';

const port = Number(process.env.PORT || 8000);
const folder = import.meta.dirname;
const streams = new Set();

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
  if (pathname === '/sse/prices') return streamPrices(response);
  if (pathname === '/prices') return takePrice(request, response);
  if (!Object.hasOwn(files, pathname)) {
    return response.writeHead(404).end('Nothing is served here.');
  }
  const [name, type] = files[pathname];
  const content = await readFile(path.join(folder, name));
  return response.writeHead(200, { 'Content-Type': type }).end(content);
}

/** All prices, and a comment every second: nobody cuts it then. */
function streamPrices(response) {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
  });
  response.write('retry: 1000\n\n');
  streams.add(response);
  const beat = setInterval(() => response.write(': beat\n\n'), 1000);
  response.on('close', () => {
    clearInterval(beat);
    streams.delete(response);
  });
}

/** A price from the exchange, for everybody. */
async function takePrice(request, response) {
  const form = new URLSearchParams(await text(request));
  const [name, price] = ['name', 'price'].map((key) => form.get(key));
  const item = `<li>${escapeHtml(`${name} ${price}`)}</li>`;
  for (const stream of streams) {
    stream.write(`event: price\ndata: ${item}\n\n`);
  }
  return response.writeHead(204).end();
}

const orders = new WebSocketServer({ server, path: '/ws/orders' });

orders.on('connection', (socket) => {
  socket.on('error', console.error);
  socket.on('message', (data) => {
    const { order = '' } = JSON.parse(data.toString());
    const item = `<li>${escapeHtml(order)}: taken</li>`;
    socket.send(`<ul id="orders" hx-swap-oob="beforeend">${item}</ul>`);
  });
  // Nobody trades longer than this without a new connection.
  const end = setTimeout(() => socket.close(1012, 'renew'), 3000);
  socket.on('close', () => clearTimeout(end));
});

function escapeHtml(value) {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

server.listen(port, '127.0.0.1', () => {
  console.log(`Listening on http://localhost:${port}`);
});
