import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { WebSocketServer } from 'ws';

const port = Number(process.env.PORT || 8000);
const folder = import.meta.dirname;
const pageFile = path.join(folder, 'templates', 'index.html');
const staticFolder = path.join(folder, 'static');

const contentTypes = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

// --- HTTP: the page and its scripts ---

const server = createServer((request, response) => {
  handleRequest(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
});

server.on('error', (error) => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(`Port ${error.port} is in use by another program.`);
  console.error('Stop that program, or set PORT to another one.');
  process.exit(1);
});

async function handleRequest(request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    return sendText(response, 405, 'Only GET and HEAD are allowed.');
  }
  const [pathname] = request.url.split('?');
  if (pathname === '/') {
    const whenMissing = 'You write templates/index.html in step 3.';
    return sendFile(response, pageFile, whenMissing);
  }
  if (pathname === '/sse/counter') {
    return streamCounter(request, response);
  }
  if (pathname.startsWith('/static/')) {
    const file = staticFile(pathname);
    return sendFile(response, file, 'static/ has no such file.');
  }
  return sendText(response, 404, 'Nothing is served at this path.');
}

/**
 * The file that a path names; undefined for one that leaves static/
 * by `..` or `%2e%2e`.
 */
function staticFile(pathname) {
  try {
    const name = decodeURIComponent(pathname.slice('/static/'.length));
    const file = path.join(staticFolder, name);
    return file.startsWith(staticFolder + path.sep) ? file : undefined;
  } catch {
    return undefined; // a `%` that encodes nothing
  }
}

/** Reads the file anew, so that an edit shows without a restart. */
async function sendFile(response, file, whenMissing) {
  const body = file && (await readFile(file).catch(() => undefined));
  if (!body) return sendText(response, 404, whenMissing);
  const type =
    contentTypes[path.extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { 'Content-Type': type });
  response.end(body);
}

function sendText(response, status, text) {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8' };
  response.writeHead(status, headers);
  response.end(`${text}\n`);
}

// --- WebSocket: the chat ---

// Answers the handshake at this path, on the HTTP server's own port,
// and hands over whole messages.
const sockets = new WebSocketServer({ server, path: '/ws' });

sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const message = readMessage(data.toString());
    if (message !== undefined) socket.send(renderReply(message));
  });

  // A broken frame from one client is an error event,
  // and one without a listener ends the process.
  socket.on('error', (error) => {
    console.error(`A WebSocket connection failed: ${error.message}`);
  });
});

/** The typed text out of htmx's JSON; undefined for anything else. */
function readMessage(json) {
  try {
    const { message } = JSON.parse(json);
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The outer element says where its content goes and how;
 * only the inner one ends up in the page.
 */
function renderReply(message) {
  const time = `<time>${clockTime(new Date())}</time>`;
  const sent = escapeHtml(message);
  const text = `Server (${time}) says: You sent "${sent}"`;
  const reply = `<div class="message server-message">${text}</div>`;
  return `<div id="chat-window" hx-swap-oob="beforeend">${reply}</div>`;
}

/**
 * HH:MM:SS by the server's clock. Unlike a locale's time,
 * toTimeString is the same everywhere.
 */
function clockTime(date) {
  return date.toTimeString().slice(0, 'HH:MM:SS'.length);
}

/**
 * HTML that shows the text as it is. Unescaped, it could bring
 * its own elements into the page.
 */
function escapeHtml(text) {
  const entities = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

// --- Server-sent events: the counter ---

/**
 * A response without an end: one event a second,
 * counted from 1 for each client.
 */
function streamCounter(request, response) {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
  });
  if (request.method === 'HEAD') return response.end();
  // Node keeps the headers until there is a body;
  // the browser waits for them to be connected.
  response.flushHeaders();

  let count = 0;
  const timer = setInterval(() => {
    count += 1;
    const text = `Current count: ${count}`;
    const html = `<div class="counter-update">${text}</div>`;
    // The blank line ends the event: until it arrives,
    // the browser holds the data back.
    response.write(`data: ${html}\n\n`);
  }, 1000);

  // The timer knows nothing of the client: it would go on forever
  // after the tab is closed.
  response.on('close', () => clearInterval(timer));
}

server.listen(port, '127.0.0.1', () => {
  console.log(`Listening on http://localhost:${server.address().port}`);
});
