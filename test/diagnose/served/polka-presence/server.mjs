// Who is here, told to everybody, and again each moment.
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import polka from 'polka';
import { WebSocketServer } from 'ws';

const server = createServer();
polka({ server })
  .get('/', (_, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    createReadStream(path.join(import.meta.dirname, 'index.html')).pipe(response);
  })
  .get('/js/:name', (request, response) => {
    response.setHeader('Content-Type', 'text/javascript');
    createReadStream(path.join(process.env.JS_FOLDER, path.basename(request.params.name))).pipe(response);
  })
  .listen(process.env.PORT, '127.0.0.1');

const sockets = new WebSocketServer({ server, path: '/here' });
const tell = () => {
  const html = `<span id="people">${sockets.clients.size} here</span>`;
  for (const client of sockets.clients) client.send(html);
};
sockets.on('connection', (client) => client.on('close', tell));
setInterval(tell, 80);
