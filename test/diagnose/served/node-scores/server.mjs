// Scores over the streams that the core of htmx 1 had.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

const here = import.meta.dirname;

createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/scores') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    let goals = 0;
    const timer = setInterval(() => response.write(`event: home\ndata: <b>${goals++}</b>\n\n`), 80);
    return request.on('close', () => clearInterval(timer));
  }
  const isScript = pathname.startsWith('/js/');
  const file = isScript ? path.join(process.env.JS_FOLDER, path.basename(pathname)) : path.join(here, 'index.html');
  response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
  response.end(await readFile(file));
}).listen(process.env.PORT, '127.0.0.1');
