// A chat with rooms: each has its own list of people.
import { createServer } from 'node:http';
import path from 'node:path';
import express from 'express';
import { WebSocketServer } from 'ws';

const app = express();
app.use('/js', express.static(process.env.JS_FOLDER));
app.get('/', (_, response) => response.sendFile(path.join(import.meta.dirname, 'index.html')));
const server = createServer(app);
const rooms = new Map();
const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text) => text.replace(/[&<>"]/g, (character) => escapes[character]);

const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  const room = /^\/rooms\/(\w+)$/.exec(request.url)?.[1];
  if (room === undefined) return socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
  sockets.handleUpgrade(request, socket, head, (client) => join(room, client));
});

function join(room, client) {
  const people = rooms.get(room) ?? new Set();
  rooms.set(room, people.add(client));
  client.on('close', () => people.delete(client));
  client.on('message', (data) => {
    const { message } = JSON.parse(data);
    for (const person of people) person.send(`<div hx-swap-oob="beforeend:#messages"><p>${escaped(message)}</p></div>`);
  });
}
server.listen(process.env.PORT, '127.0.0.1');
