// Bids of an auction: the form stays, the list grows. With htmx 4.
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

const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const sockets = new WebSocketServer({ server, path: '/bids' });
sockets.on('connection', (bidder) => {
  bidder.on('message', (data) => {
    const { bid } = JSON.parse(data.toString());
    for (const client of sockets.clients) client.send(`<li>${escaped(bid)}</li>`);
  });
});
