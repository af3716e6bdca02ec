// Cards of a board that others move, with htmx 4.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { WebSocketServer } from 'ws';

const here = import.meta.dirname;
let cards = 0;

const server = createServer(async (request, response) => {
  const isScript = request.url.startsWith('/js/');
  const file = isScript ? path.join(process.env.JS_FOLDER, path.basename(request.url)) : path.join(here, 'index.html');
  response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
  response.end(await readFile(file));
});
new WebSocketServer({ server, path: '/board' }).on('connection', (client) => {
  const timer = setInterval(() => {
    cards += 1;
    const card = `<li id="card-${cards}">Card ${cards}</li>`;
    client.send(JSON.stringify({ target: '#doing', swap: 'beforeend', content: card }));
    client.send(`<b id="total" hx-swap-oob="true">${cards}</b>`);
  }, 80);
  client.on('close', () => clearInterval(timer));
});
server.listen(process.env.PORT, '127.0.0.1');
