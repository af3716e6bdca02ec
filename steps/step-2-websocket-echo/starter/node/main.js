import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

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

// Step 2: answer WebSocket connections at /ws here.

server.listen(port, '127.0.0.1', () => {
  console.log(`Listening on http://localhost:${server.address().port}`);
});
