// The bar of a task that takes a second.
import path from 'node:path';
import express from 'express';

const app = express();
app.use('/js', express.static(process.env.JS_FOLDER));
app.get('/', (_, response) => response.sendFile(path.join(import.meta.dirname, 'index.html')));
app.get('/progress', (request, response) => {
  response.set('Content-Type', 'text/event-stream');
  response.flushHeaders();
  let percent = 0;
  const timer = setInterval(() => {
    percent += 10;
    response.write(`event: progress\ndata: <div class="bar" style="width: ${percent}%">${percent} %</div>\n\n`);
    if (percent < 100) return;
    clearInterval(timer);
    response.end('event: ready\ndata: ok\n\n');
  }, 60);
  request.on('close', () => clearInterval(timer));
});
app.listen(process.env.PORT, '127.0.0.1');
