// Load and memory of a machine, with the sse extension of htmx 1.
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import Koa from 'koa';

const app = new Koa();
app.use((ctx) => {
  if (ctx.path === '/metrics') {
    const stream = new PassThrough();
    ctx.type = 'text/event-stream';
    ctx.body = stream;
    const timer = setInterval(() => {
      stream.write(`event: load\ndata: ${Math.random().toFixed(2)}\n\n`);
      stream.write(`event: memory\ndata: ${Math.round(Math.random() * 100)} %\n\n`);
    }, 80);
    return void stream.on('close', () => clearInterval(timer));
  }
  const isScript = ctx.path.startsWith('/js/');
  ctx.type = isScript ? 'js' : 'html';
  ctx.body = createReadStream(
    isScript ? path.join(process.env.JS_FOLDER, path.basename(ctx.path)) : path.join(import.meta.dirname, 'index.html'),
  );
});
app.listen(process.env.PORT, '127.0.0.1');
