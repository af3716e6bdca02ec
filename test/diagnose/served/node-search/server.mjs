// A search that answers while somebody types.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { WebSocketServer } from 'ws';

const here = import.meta.dirname;
const birds = ['Zebra finch', 'Barn owl', 'Kestrel', 'Zitting cisticola'];

const server = createServer(async (request, response) => {
  const isScript = request.url.startsWith('/js/');
  const file = isScript ? path.join(process.env.JS_FOLDER, path.basename(request.url)) : path.join(here, 'index.html');
  response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
  response.end(await readFile(file));
});
new WebSocketServer({ server }).on('connection', (client) => {
  client.on('message', (text) => {
    const { q } = JSON.parse(text);
    const hits = birds.filter((bird) => bird.toLowerCase().includes(q.toLowerCase()));
    client.send(`<ul id="hits">${hits.map((bird) => `<li>${bird}</li>`).join('')}</ul>`);
  });
});
server.listen(process.env.PORT, '127.0.0.1');
