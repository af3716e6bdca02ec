// A text is shown as it will look, while somebody types. With htmx 2.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { WebSocketServer } from 'ws';

const server = createServer(async (request, response) => {
  const isScript = request.url.startsWith('/js/');
  const folder = isScript ? process.env.JS_FOLDER : import.meta.dirname;
  response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
  response.end(await readFile(path.join(folder, isScript ? path.basename(request.url) : 'index.html')));
});
const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
new WebSocketServer({ server, path: '/preview' }).on('connection', (writer) => {
  writer.on('message', (data) => {
    const { draft } = JSON.parse(data);
    writer.send(`<article id="preview"><p>${escaped(draft)}</p></article>`);
  });
});
server.listen(process.env.PORT, '127.0.0.1');
