import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { WebSocketServer } from 'ws';

const port = Number(process.env.PORT || 8000);
const folder = import.meta.dirname;
/** Scheme, host and port of the page: the only one that may come in. */
const pageOrigin = `http://localhost:${port}`;

const files = {
  '/static/htmx.min.js': ['static/htmx.min.js', 'text/javascript'],
  '/static/sse.js': ['static/sse.js', 'text/javascript'],
  '/static/ws.js': ['static/ws.js', 'text/javascript'],
};

/** The page, on its own port. */
const pages = createServer((request, response) => {
  servePage(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
});

async function servePage(request, response) {
  const [pathname] = request.url.split('?');
  if (pathname === '/') {
    const template = path.join(folder, 'templates/index.html');
    const page = await readFile(template, 'utf8');
    const live = `localhost:${liveServer.address().port}`;
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
    });
    return response.end(page.replaceAll('{live}', live));
  }
  if (!Object.hasOwn(files, pathname)) {
    return response.writeHead(404).end('Nothing is served here.');
  }
  const [name, type] = files[pathname];
  const content = await readFile(path.join(folder, name));
  return response.writeHead(200, { 'Content-Type': type }).end(content);
}

/** What changes, on another port: the visitors and the sign. */
const liveServer = createServer((request, response) => {
  const [pathname] = request.url.split('?');
  if (pathname === '/sse/visitors') return streamVisitors(response);
  return response.writeHead(404).end('Nothing is served here.');
});

let visitors = 0;
setInterval(() => (visitors += 1), 1000);

function streamVisitors(response) {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
    'Access-Control-Allow-Origin': pageOrigin,
    'Access-Control-Allow-Credentials': 'true',
  });
  const send = () => {
    response.write(`event: visitors\ndata: <b>${visitors}</b>\n\n`);
  };
  send();
  const timer = setInterval(send, 1000);
  response.on('close', () => clearInterval(timer));
}

const sign = new WebSocketServer({
  server: liveServer,
  path: '/ws/sign',
  verifyClient: ({ origin }) => origin === pageOrigin,
});

sign.on('connection', (socket) => {
  socket.on('error', console.error);
  socket.on('message', (data) => {
    const { text = '' } = JSON.parse(data.toString());
    const item = `<li>${escapeHtml(text)}</li>`;
    for (const each of sign.clients) {
      each.send(`<ul id="sign" hx-swap-oob="beforeend">${item}</ul>`);
    }
  });
});

function escapeHtml(value) {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

// The live server takes any free port, and the page is told which.
liveServer.listen(0, '127.0.0.1', () => {
  pages.listen(port, '127.0.0.1', () => {
    console.log(`Listening on http://localhost:${port}`);
  });
});
