import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';

const port = Number(process.env.PORT || 8000);
const folder = import.meta.dirname;
const streams = new Set();

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
  if (pathname === '/sse/notes') return openStream(response);
  if (pathname === '/notes') return takeNote(request, response);
  if (!Object.hasOwn(files, pathname)) {
    return response.writeHead(404).end('Nothing is served here.');
  }
  const [name, type] = files[pathname];
  const content = await readFile(path.join(folder, name));
  return response.writeHead(200, { 'Content-Type': type }).end(content);
}

function openStream(response) {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
  });
  response.write('retry: 2000\n\n');
  streams.add(response);
  response.on('close', () => streams.delete(response));
}

/** A note for everybody whose page is open. */
async function takeNote(request, response) {
  const form = new URLSearchParams(await text(request));
  const note = form.get('text') ?? '';
  const event = form.has('urgent') ? urgent(note) : ordinary(note);
  for (const stream of streams) stream.write(event);
  return response.writeHead(204).end();
}

function ordinary(note) {
  return dataOf(`<li>${escapeHtml(note)}</li>`);
}

function urgent(note) {
  const item = `<li class="urgent">${escapeHtml(note)}</li>`;
  return `event: urgent\n${dataOf(item)}`;
}

/** An event's lines: any text may have line ends, of any kind. */
function dataOf(item) {
  const lines = item.split(/\r\n|\n|\r/);
  return `${lines.map((line) => `data: ${line}\n`).join('')}\n`;
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
