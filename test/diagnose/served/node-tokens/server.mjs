// An answer that comes word by word, as from a language model.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

const here = import.meta.dirname;
const words = 'It will rain tomorrow, but not for long.'.split(' ');

createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname.startsWith('/js/')) {
    response.setHeader('Content-Type', 'text/javascript');
    return response.end(await readFile(path.join(process.env.JS_FOLDER, path.basename(pathname))));
  }
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  if (pathname === '/') return response.end(await readFile(path.join(here, 'index.html')));
  if (pathname === '/ask') {
    return response.end(
      '<section hx-ext="sse" sse-connect="/answer" sse-close="done"><p sse-swap="token" hx-swap="beforeend"></p></section>',
    );
  }
  if (pathname !== '/answer') return response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
  response.write('retry: 150\n\n');
  let at = 0;
  const timer = setInterval(() => {
    if (at < words.length) return response.write(`event: token\ndata: ${words[at++]} \n\n`);
    response.end('event: done\ndata: .\n\n');
    clearInterval(timer);
  }, 30);
  request.on('close', () => clearInterval(timer));
}).listen(process.env.PORT, '127.0.0.1');
