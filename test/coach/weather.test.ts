import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageWire } from '../../src/commands/common/coach/page-wire.ts';
import type { CoachEvent } from '../../src/model/coach-event.ts';
import { CLOSE_CODES } from '../../src/model/weather.ts';
import { coachedServer } from '../support/coached-page.ts';
import type { CoachedServer } from '../support/coached-page.ts';
import { realCourse, stepState, writeState } from '../support/course-folder.ts';
import type { WhenFinished } from '../support/pty.ts';
import { browserProgram, openPlainBrowser } from '../support/plain-browser.ts';
import { eventually } from '../support/eventually.ts';

// What htmx in a real browser makes of fragments and bad weather, and what the coach says: nothing of it is the server's fault.

const course = realCourse();
const DEADLINE_MS = 60_000;
let browser: Browser;
beforeAll(async () => {
  if (browserProgram() !== undefined) browser = await openPlainBrowser();
});
afterAll(() => browser.close());

interface Opened {
  readonly server: CoachedServer;
  readonly page: Page;
  readonly wire: PageWire;
  /** Waits until such an event is told, among those that have come since the last wait. */
  tells(isIt: (event: CoachEvent) => boolean): Promise<CoachEvent>;
  send(text: string): Promise<void>;
  window(): Promise<string>;
  /** Waits until the page has shown such a text, for however short a time: a count is replaced within a second, and a busy machine looks less often. */
  shows(text: RegExp): Promise<unknown>;
  /** What the page has shown so far counts no more. */
  forget(): Promise<unknown>;
}

/** In the page, before its own scripts. */
function noteTexts(): void {
  const texts: string[] = [];
  Object.assign(globalThis, { texts });
  new MutationObserver(() => texts.push(document.body?.textContent ?? '')).observe(document, {
    childList: true,
    subtree: true,
  });
}

async function open(step: string, onTestFinished: WhenFinished): Promise<Opened> {
  const { folder, remove } = writeState(stepState(course, step, 'solution', 'node'), { modules: 'none' });
  const server = await coachedServer({ course, step, folder, choice: { kind: 'node' } });
  const page = await browser.newPage();
  await page.addInitScript(noteTexts);
  onTestFinished(async () => {
    await page.close();
    await server.close();
    remove();
  });
  let from = 0;
  const tells = async (isIt: (event: CoachEvent) => boolean): Promise<CoachEvent> => {
    const isNew = (event: CoachEvent): boolean => server.told.indexOf(event) >= from && isIt(event);
    await server.tells(isNew, DEADLINE_MS);
    const at = server.told.findIndex(isNew);
    expect(at, JSON.stringify(server.told.slice(from), null, 1)).not.toBe(-1);
    from = at + 1;
    return server.told[at] as CoachEvent;
  };
  await page.goto(server.url ?? '');
  expect(await server.tells(isConnected('socket'), DEADLINE_MS)).toBe(true);
  if (step === 'step-6' || step === 'step-7') expect(await server.tells(isConnected('stream'), DEADLINE_MS)).toBe(true);
  from = server.told.length;
  const wire = server.served.wire as PageWire;
  return {
    server,
    page,
    wire,
    tells,
    send: async (text) => {
      await page.fill('[name=message]', text);
      await page.press('[name=message]', 'Enter');
    },
    window: async () => (await page.textContent('#chat-window')) ?? '',
    shows: async (text) => {
      const { source, flags } = text;
      const wanted = { source, flags };
      await page.waitForFunction(
        (of) =>
          (globalThis as unknown as { texts: string[] }).texts.some((each) =>
            new RegExp(of.source, of.flags).test(each),
          ),
        wanted,
        { timeout: DEADLINE_MS },
      );
    },
    forget: () => page.evaluate(() => void (globalThis as unknown as { texts: string[] }).texts.splice(0)),
  };
}

const isConnected =
  (of: 'socket' | 'stream', what: 'open' | 'closed' | 'lost' = 'open') =>
  (event: CoachEvent): boolean =>
    event.type === 'connection' && event.of === of && event.what === what;

const isWeather =
  (type: string, state: string) =>
  (event: CoachEvent): boolean =>
    event.type === 'weather' && event.weather.type === type && event.state === state;

function blamesNobody({ server: { told } }: Opened): void {
  expect(told.filter(({ type }) => type === 'finding')).toEqual([]);
}

describe.skipIf(browserProgram() === undefined).concurrent('in a browser', () => {
  test.for(course.steps.filter(({ examples }) => examples !== undefined).map((step) => [step.id, step] as const))(
    'the right example is swapped, and the wrong one is told with its code: %s',
    async ([id, { examples }], { onTestFinished }) => {
      const opened = await open(id, onTestFinished);
      const { tells, wire, shows } = opened;
      await eventually(() => expect(wire.target()).toContain('tab 1'));
      await eventually(() => expect(wire.sendExample('right')).toBeUndefined());
      await shows(/sent from the terminal/iu);
      wire.sendExample('wrong');
      const lost = await tells(({ type }) => type === 'insertion-lost');
      expect(lost).toMatchObject({ tab: 'tab 1', code: examples?.wrong.code });
      blamesNobody(opened);
    },
  );

  test.for(CLOSE_CODES)(
    'htmx comes back after a cut, or not, as the lesson says: %s',
    async (code, { onTestFinished }) => {
      const opened = await open('step-5', onTestFinished);
      const { server, wire, tells, send, window } = opened;
      wire.change({ type: 'cut', code });
      const closed = await tells(isConnected('socket', 'closed'));
      expect(closed).toMatchObject({ about: String(code) });
      // The extension keeps what is sent meanwhile.
      await send('meanwhile');
      if (code === 1000 || code === 1001) {
        // Where it comes back, it does within a second.
        const before = server.told.length;
        const isNew = (event: CoachEvent): boolean => server.told.indexOf(event) >= before;
        expect(await server.tells((event) => isNew(event) && isConnected('socket')(event), 1200)).toBe(false);
        expect(wire.target()).toBeUndefined();
      } else {
        await tells(isConnected('socket'));
        await eventually(async () => expect(await window()).toContain('meanwhile'));
      }
      blamesNobody(opened);
    },
  );

  test('messages are dropped, doubled, held and frozen, and the page goes on', async ({ onTestFinished }) => {
    const opened = await open('step-5', onTestFinished);
    const { wire, tells, send, window } = opened;
    wire.change({ type: 'drop' });
    await send('dropped');
    await tells(isWeather('drop', 'done'));
    wire.change({ type: 'duplicate' });
    await send('doubled');
    await tells(isWeather('duplicate', 'done'));
    wire.change({ type: 'delay', ms: 700 });
    await send('held');
    await tells(isWeather('delay', 'done'));
    expect(await window()).not.toContain('held');
    await tells(isWeather('delay', 'over'));
    await eventually(async () => expect(await window()).toContain('held'));
    wire.change({ type: 'freeze' });
    await send('frozen');
    await tells(({ type }) => type === 'sent');
    expect(await window()).not.toContain('frozen');
    wire.change({ type: 'freeze' });
    await eventually(async () => expect(await window()).toContain('frozen'));
    const text = await window();
    expect(text).not.toContain('dropped');
    expect(text.split('doubled')).toHaveLength(3);
    blamesNobody(opened);
  });

  test('a stream that is cut comes back, and a frozen one counts on where it was', async ({ onTestFinished }) => {
    const opened = await open('step-7', onTestFinished);
    const { wire, tells, shows, forget } = opened;
    await eventually(() => {
      wire.nextTarget();
      expect(wire.target()).toBe('tab 1, event stream /sse/counter');
    });
    await shows(/Current count: \d/u);
    await forget();
    wire.change({ type: 'cut', code: 1006 });
    await tells(isConnected('stream', 'lost'));
    await tells(isConnected('stream'));
    await shows(/Current count: 1\b/u);
    wire.change({ type: 'freeze' });
    await tells(isWeather('freeze', 'done'));
    wire.change({ type: 'freeze' });
    await shows(/Current count: 2\b/u);
    blamesNobody(opened);
  });

  test('the server is started again, and the page connects to it', async ({ onTestFinished }) => {
    const opened = await open('step-5', onTestFinished);
    const { server, tells, send, window } = opened;
    await server.served.restart();
    await tells(isConnected('socket', 'closed'));
    await tells(isConnected('socket'));
    await send('again');
    await eventually(async () => expect(await window()).toContain('again'));
    blamesNobody(opened);
  });
});
