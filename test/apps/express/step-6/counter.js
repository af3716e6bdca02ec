import { once } from 'node:events';
import { setInterval } from 'node:timers/promises';

/** An event a second for as long as the client stays. */
export async function counter(request, response) {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' }).flushHeaders();
  let count = 0;
  try {
    for await (const _ of setInterval(1000, undefined, { signal: gone.signal })) {
      count += 1;
      if (!response.write(`data: <b>${count}</b>\n\n`)) await once(response, 'drain', { signal: gone.signal });
    }
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
  }
}
