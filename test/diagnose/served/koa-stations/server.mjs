// Two stations of a weather service: each event has a part for each of them. With htmx 4.
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import Koa from 'koa';

const app = new Koa();
app.use((ctx) => {
  if (ctx.path === '/weather') {
    const stream = new PassThrough();
    ctx.type = 'text/event-stream';
    ctx.body = stream;
    let at = 0;
    const timer = setInterval(() => {
      at += 1;
      const north = `<hx-partial hx-target="#north">${10 + (at % 9)} degrees</hx-partial>`;
      const south = `<hx-partial hx-target="#south">${20 + (at % 9)} degrees</hx-partial>`;
      stream.write(`data: ${north}${south}\n\n`);
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
