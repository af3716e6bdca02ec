import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { WebSocketServer } from 'ws';

const port = Number(process.env.PORT || 8000);
const folder = import.meta.dirname;
// A client for which more than this waits does not keep up. Bytes.
const mostWaiting = 1_000_000;
const mostHistory = 20;

// The name of each connection that has joined.
const people = new Map();
const history = [];

const files = {
  '/': ['templates/index.html', 'text/html; charset=utf-8'],
  '/static/htmx.min.js': ['static/htmx.min.js', 'text/javascript'],
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
  if (!Object.hasOwn(files, pathname)) {
    return response.writeHead(404).end('Nothing is served here.');
  }
  const [name, type] = files[pathname];
  const content = await readFile(path.join(folder, name));
  return response.writeHead(200, { 'Content-Type': type }).end(content);
}

const sockets = new WebSocketServer({ server, path: '/ws' });

sockets.on('connection', (socket) => {
  socket.on('error', console.error);
  socket.on('message', (data) => {
    const message = readMessage(data.toString());
    if (message === undefined) return;
    if (people.has(socket)) say(people.get(socket), message);
    else join(socket, message);
  });
  // With a close frame or without: both end here.
  socket.on('close', () => {
    const name = people.get(socket);
    if (people.delete(socket)) sendToAll(note(`${name} has left`));
  });
});

/** The others are told, and the new one gets what was said before. */
function join(socket, name) {
  sendToAll(note(`${name} has joined`));
  people.set(socket, name);
  for (const line of history) socket.send(line);
}

function say(name, message) {
  const said = escapeHtml(message);
  const line = renderLine(`<b>${escapeHtml(name)}</b>: ${said}`);
  history.push(line);
  if (history.length > mostHistory) history.shift();
  sendToAll(line);
}

function sendToAll(line) {
  for (const socket of people.keys()) {
    if (socket.bufferedAmount > mostWaiting) socket.terminate();
    else socket.send(line);
  }
}

function note(text) {
  return renderLine(`<i>${escapeHtml(text)}</i>`);
}

/** The typed text out of htmx's JSON; undefined for anything else. */
function readMessage(json) {
  try {
    const { message } = JSON.parse(json);
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

/** A line at the end of the chat window. */
function renderLine(content) {
  const line = `<p>${content}</p>`;
  return `<div id="chat-window" hx-swap-oob="beforeend">${line}</div>`;
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
