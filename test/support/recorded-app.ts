import { readFileSync, writeFileSync } from 'node:fs';
import type { Browser, CDPSession, Page } from 'playwright-core';

export interface RecordedOptions {
  readonly file: string;
  readonly forMs: number;
  /** Typed into its form. */
  readonly send: string | undefined;
}

/** An event stream that has not ended, as the developer tools of Chrome see it. */
interface SeenStream {
  readonly url: string;
  readonly parts: Buffer[];
}

/** Records a page with Playwright while somebody uses it, and adds what came on event streams that have not ended, which developer tools export. */
export async function recordApp(browser: Browser, address: string, options: RecordedOptions): Promise<void> {
  const { file, forMs, send } = options;
  const context = await browser.newContext({ recordHar: { path: file, content: 'embed' } });
  const page = await context.newPage();
  const seen = await streamsOf(await context.newCDPSession(page));
  await page.goto(address);
  await page.waitForTimeout(forMs / 4);
  if (send !== undefined) await typeInto(page, send);
  await page.waitForTimeout(forMs);
  await context.close();
  complete(file, [...seen.values()]);
}

async function streamsOf(session: CDPSession): Promise<ReadonlyMap<string, SeenStream>> {
  const seen = new Map<string, SeenStream>();
  const keep = (id: string, base64: string): void => void seen.get(id)?.parts.push(Buffer.from(base64, 'base64'));
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (!/^text\/event-stream\b/iu.test(response.mimeType)) return;
    seen.set(requestId, { url: response.url, parts: [] });
    session.send('Network.streamResourceContent', { requestId }).then(
      ({ bufferedData }) => keep(requestId, bufferedData),
      () => undefined,
    );
  });
  session.on('Network.dataReceived', ({ requestId, data }) => {
    if (data !== undefined) keep(requestId, data);
  });
  await session.send('Network.enable');
  return seen;
}

/** In the first field, as a person does who looks for one. */
async function typeInto(page: Page, text: string): Promise<void> {
  const field = page.locator('textarea, input:not([type=hidden])').first();
  await field.pressSequentially(text);
  const button = page.getByRole('button').first();
  await ((await button.count()) > 0 ? button.click() : field.press('Enter'));
}

interface HarFile {
  readonly log: {
    readonly entries: {
      readonly request: { readonly url: string };
      readonly response: { content: { text?: string } };
    }[];
  };
}

function complete(file: string, seen: SeenStream[]): void {
  const har = JSON.parse(readFileSync(file, 'utf8')) as HarFile;
  for (const entry of har.log.entries) {
    const at = seen.findIndex(({ url }) => url === entry.request.url);
    const [stream] = at === -1 ? [] : seen.splice(at, 1);
    if (stream === undefined || entry.response.content.text !== undefined) continue;
    entry.response.content.text = Buffer.concat(stream.parts).toString('utf8');
  }
  writeFileSync(file, JSON.stringify(har));
}
