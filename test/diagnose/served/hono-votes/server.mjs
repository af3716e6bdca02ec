// Votes of a poll, with htmx 4: events without a name are swapped.
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
app.get('/votes', (c) =>
  streamSSE(c, async (stream) => {
    for (let votes = 1; !stream.aborted; votes += 1) {
      await stream.writeSSE({ data: `<b>${votes}</b> votes` });
      await stream.sleep(80);
    }
  }),
);
serve({ fetch: app.fetch, port: Number(process.env.PORT), hostname: '127.0.0.1' });
