// Notices, and a number of those that nobody has read.
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
app.get('/notices', (c) =>
  streamSSE(c, async (stream) => {
    for (let unread = 1; !stream.aborted; unread += 1) {
      await stream.writeSSE({ event: 'notice', data: `<li>Parcel ${unread} has come</li>` });
      await stream.writeSSE({ event: 'unread', data: String(unread) });
      await stream.sleep(80);
    }
  }),
);
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' });
