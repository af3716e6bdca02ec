// Orders of a kitchen: new ones go to a list, the number of all of them is out of band. With htmx 2.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';

const app = new Hono();
app.get('/', async (c) => c.html(await readFile(path.join(import.meta.dirname, 'index.html'), 'utf8')));
app.get('/js/:name', async (c) => {
  const file = await readFile(path.join(process.env.JS_FOLDER, path.basename(c.req.param('name'))), 'utf8');
  return c.body(file, 200, { 'Content-Type': 'text/javascript' });
});
app.get('/orders', (c) =>
  streamSSE(c, async (stream) => {
    for (let order = 1; !stream.aborted; order += 1) {
      const total = `<b id="total" hx-swap-oob="true">${order}</b>`;
      await stream.writeSSE({ event: 'order', data: `<li>Table ${order % 7}</li>${total}` });
      await stream.sleep(80);
    }
  }),
);
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' });
