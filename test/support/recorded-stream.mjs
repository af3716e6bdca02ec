// A server that sends the events which another one sent: recorded.json has the head and one text for each second.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const { headers, pieces } = JSON.parse(readFileSync('recorded.json', 'utf8'));
const escape = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const server = createServer((request, response) => {
  if (request.url === '/sse/counter') {
    response.writeHead(200, headers);
    response.flushHeaders();
    let count = 0;
    const timer = setInterval(() => {
      count += 1;
      response.write(pieces.replaceAll('COUNT', String(count)));
    }, 1000);
    response.on('close', () => clearInterval(timer));
  } else if (request.url === '/') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(readFileSync('templates/index.html'));
  } else if (/^\/static\/[\w.]+$/u.test(request.url)) {
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(`.${request.url}`));
  } else response.writeHead(404).end();
});
new WebSocketServer({ server, path: '/ws' }).on('connection', (socket) => {
  socket.on('message', (data) => {
    const { message } = JSON.parse(data.toString());
    socket.send(`<div id="chat-window" hx-swap-oob="beforeend"><p>${escape(message)}</p></div>`);
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1');
