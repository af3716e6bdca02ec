import { createServer } from 'node:http';
import express from 'express';
import { WebSocketServer } from 'ws';
import { answer } from './answer.js';
import { counter } from './counter.js';

const folder = import.meta.dirname;
const app = express();

app.get('/', (request, response) => response.sendFile('templates/index.html', { root: folder }));
app.get('/sse/counter', counter);
app.use('/static', express.static(`${folder}/static`));

const server = createServer(app);
const chat = new WebSocketServer({ server, path: '/ws' });

chat.on('connection', (socket) => {
  socket.on('error', console.error);
  socket.on('message', (data) => {
    const reply = answer(data.toString());
    if (reply !== undefined) socket.send(reply);
  });
});

server.listen(process.env.PORT ?? 8000, '127.0.0.1');
