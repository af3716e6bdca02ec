import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { classPage } from '../../src/commands/grade/report/html.ts';
import type { Grade } from '../../src/commands/grade/record.ts';
import type { TimelineEntry } from '../../src/model/timeline.ts';
import { browserOrReason } from '../support/browser.ts';
import { became, DROPPED, entry, ledger, pageOfSteps, SERVER, SWAPPED } from '../support/html-run.ts';
import { openPlainBrowser } from '../support/plain-browser.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { check, finding, step, warning } from '../unit/reporters-runs.ts';

// The reports in HTML as a browser shows them: to those who see them light, dark, narrow or on paper, and to those who hear them.

const { skipped } = browserOrReason();
let browser: Browser;
beforeAll(async () => {
  if (skipped === undefined) browser = await openPlainBrowser();
});
afterAll(() => (skipped === undefined ? browser.close() : undefined));

const REPLY = `<div class="reply">${'long '.repeat(60)}</div>`;

function talk(): readonly TimelineEntry[] {
  const clients = Array.from({ length: 6 }, (_, index) => ({
    kind: 'socket' as const,
    label: `client ${index + 1}`,
    server: 'server (vanishing-sockets)',
  }));
  return [
    entry(1, 'listens on port 8000', { client: SERVER, direction: 'note', kind: 'process' }),
    entry(2, 'GET /', { client: { kind: 'http', label: 'client', server: 'server' }, direction: 'sent', kind: 'http' }),
    ...clients.map((client) => entry(3, 'handshake', { client, direction: 'sent' })),
    entry(402.1, '{"message":"hello"}', { direction: 'sent' }),
    entry(431.2, REPLY),
    became(431.8, ledger(REPLY, [DROPPED])),
    entry(440, '<p>right</p>'),
    became(441, ledger('<p>right</p>', [SWAPPED, DROPPED])),
    entry(445, '<b>right</b>'),
    became(446, ledger('<b>right</b>', [SWAPPED])),
    entry(450, 'htmx:load on body {}', { direction: 'note', kind: 'htmx' }),
    entry(451, `error: ${'wide '.repeat(40)}`, { direction: 'note', kind: 'console' }),
    entry(2000, 'message: 5', { kind: 'sse' }),
  ];
}

function checkPage(): string {
  const found = finding({
    did: { kind: 'ws', path: '/ws', sent: ['x'.repeat(300)] },
    received: REPLY,
    caret: 20,
    waitedMs: 900,
    ledger: [ledger(REPLY, [DROPPED])],
    output: ['boom '.repeat(60)],
    where: [
      { file: 'main.js', line: 2, column: 4 },
      { file: `${'deep/'.repeat(40)}main.js`, line: 9 },
    ],
    wire: { clients: ['tab 1', 'server'], moments: [431.2], untilMs: 3000 },
  });
  const unknown = { ...check('u', 'unknown'), undecided: { stalledMs: 10, suspected: [], runs: 3 } };
  return pageOfSteps(
    [
      step('step-3', [check('a', 'pass'), check('b', 'warn', [warning()])]),
      step('step-4', [check('c', 'fail', [found]), check('d', 'skip'), unknown], talk()),
    ],
    () => `one\n  const reply = '${'wide '.repeat(40)}';\nthree`,
  );
}

function gradeOf(name: string, outcome: Grade['outcome'], more: Partial<Grade> = {}): Grade {
  const found = {
    ...{ code: 'oob/no-id', severity: 'error', title: 'The reply has no `id`', did: 'typed "x"' },
    ...{
      expected: 'An id.',
      received: REPLY,
      cause: 'None.',
      fix: 'Write `id`.',
      where: [{ file: 'main.js', line: 3 }],
    },
  };
  const passed = outcome === 'passed';
  const checks = [
    {
      id: 'c',
      title: 'It shows',
      status: passed ? 'pass' : 'fail',
      durationMs: 4,
      findings: passed ? [] : [found, { ...found, code: 'ws/x' }],
    },
  ];
  return {
    ...{
      schema: 1,
      name,
      folder: `class/${name}`,
      target: 'challenge',
      fingerprint: '',
      checkedAt: '2026-03-01T09:30:00.000Z',
    },
    ...{ outcome, reason: '', backend: 'node', seed: 's', durationMs: 900 },
    before: { outcome: 'not-passed', passed: ['step-2'], checkedAt: '2026-02-01T09:30:00.000Z' },
    steps: ['step-1', 'step-2', 'step-3', 'step-4', 'step-5', 'step-6', 'step-7', 'challenge'].map((each) => ({
      step: each,
      title: each,
      passed,
      durationMs: 1,
      checks,
    })),
    ...more,
  };
}

function classReport(): string {
  return classPage({
    grades: [
      gradeOf('Ada Lovelace', 'passed'),
      gradeOf('bob', 'not-passed'),
      gradeOf('somebody-with-a-name-that-is-too-long-for-any-table', 'no-verdict', {
        steps: [],
        reason: 'it took longer than 1 s',
      }),
    ],
    target: 'challenge',
    points: new Map([['step-2', 2]]),
    tutor: '0.1.0',
    took: '3 s',
    cwd: '/nowhere',
    isCurrent: true,
  });
}

interface Opened {
  readonly page: Page;
  /** What the console said, what failed, and what was asked for besides the page. */
  readonly noise: readonly string[];
}

/** Opens a page from a file, as a person does. */
async function opened(html: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const file = path.join(temporaryFolder(), 'report.html');
  writeFileSync(file, html);
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const noise: string[] = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', ({ message }) => noise.push(message));
  page.on('request', (request) => {
    if (![pathToFileURL(file).href, 'data:,'].includes(request.url())) noise.push(request.url());
  });
  await page.goto(pathToFileURL(file).href);
  return { page, noise };
}

/** As `opened`, with all that is folded. */
async function unfolded(html: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const { page, noise } = await opened(html, options);
  for (const summary of await page.locator('summary').all()) await summary.click();
  return { page, noise };
}

/** Texts whose colour is too near to what is behind them, as `ratio colour text`. WCAG 2.2, relative luminance and contrast ratio. */
function tooFaint(): readonly string[] {
  const channels = (colour: string): readonly number[] => (colour.match(/[\d.]+/gu) ?? []).map(Number);
  const luminance = ([red = 0, green = 0, blue = 0]: readonly number[]): number => {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const isClear = (colour: string): boolean => channels(colour)[3] === 0;
  const boxOf = (text: Element): Element | null =>
    text.classList.contains('time') ||
    text.classList.contains('kind') ||
    text.classList.contains('label') ||
    text.classList.contains('told')
      ? null
      : (text.parentElement?.querySelector(':scope > rect:not(.row)') ?? null);
  const behind = (element: Element): readonly number[] => {
    const box = element.tagName === 'text' ? boxOf(element) : null;
    if (box !== null) return channels(getComputedStyle(box).fill);
    for (let each: Element | null = element; each !== null; each = each.parentElement) {
      const { backgroundColor } = getComputedStyle(each);
      if (!isClear(backgroundColor)) return channels(backgroundColor);
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('body *')].flatMap((element) => {
    const own = [...element.childNodes].filter(
      (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
    );
    if (own.length === 0 || element.tagName === 'title') return [];
    const style = getComputedStyle(element);
    const colour = element.namespaceURI?.endsWith('svg') === true ? style.fill : style.color;
    const [one, other] = [luminance(channels(colour)), luminance(behind(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    return ratio < 4.5 ? [`${ratio.toFixed(2)} ${colour} ${element.textContent.slice(0, 40)}`] : [];
  });
}

/** Texts of a diagram that are outside it, or wider than the box around them. */
function outside(): readonly string[] {
  return [...document.querySelectorAll('svg text')].flatMap((text) => {
    const own = text.getBoundingClientRect();
    const whole = text.closest('svg')?.getBoundingClientRect() ?? own;
    const isOut = own.left < whole.left - 1 || own.right > whole.right + 1 || own.bottom > whole.bottom + 1;
    return isOut ? [text.textContent] : [];
  });
}

describe.skipIf(skipped !== undefined).each([
  ['of a check', checkPage],
  ['of a class', classReport],
])('the report %s', (_, made) => {
  test.each(['light', 'dark'] as const)(
    'in %s colours: every text can be read, and nothing is asked for',
    async (colorScheme) => {
      const { page, noise } = await unfolded(made(), { colorScheme });
      expect(await page.evaluate(tooFaint)).toEqual([]);
      const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(Number(/\d+/u.exec(paper)?.[0]) < 128).toBe(colorScheme === 'dark');
      expect(noise).toEqual([]);
    },
  );

  test.each([400, 1280])(
    '%i pixels wide, it is not scrolled sideways, and its diagrams have all their texts',
    async (width) => {
      const { page } = await unfolded(made(), { viewport: { width, height: 800 } });
      const sizes = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      expect(sizes).toEqual([width, width]);
      expect(await page.evaluate(outside)).toEqual([]);
    },
  );

  test('without JavaScript it is the same', async () => {
    const { page, noise } = await unfolded(made(), { javaScriptEnabled: false });
    expect(noise).toEqual([]);
    expect(await page.locator('h1').textContent()).toMatch(/passed/u);
    expect(await page.locator('details:not([open])').count()).toBe(0);
  });

  test('on paper, all but the longest table is open, in light colours, and fits', async () => {
    const { page } = await unfolded(made(), { colorScheme: 'dark', viewport: { width: 700, height: 900 } });
    await page.evaluate(() => document.querySelectorAll('details').forEach((each) => each.removeAttribute('open')));
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(700);
    const tables = page.locator('details:not(.long) table');
    for (const table of await tables.all()) expect(await table.isVisible()).toBe(true);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate(tooFaint)).toEqual([]);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(1000);
  });

  test('by its landmarks, headings and names it can be heard, and by the keys all of it is reached', async () => {
    const { page } = await opened(made(), { viewport: { width: 400, height: 800 } });
    const tree = await page.locator('body').ariaSnapshot();
    for (const landmark of ['banner', 'navigation "Parts of the report"', 'main', 'contentinfo', 'heading', 'table'])
      expect(tree).toContain(`- ${landmark}`);
    const unnamed = await page.evaluate(
      () =>
        [...document.querySelectorAll('[role=region], [role=img], nav, section, article')].filter(
          (each) => !each.hasAttribute('aria-label') && !each.hasAttribute('aria-labelledby'),
        ).length,
    );
    expect(unnamed).toBe(0);
    const wide = await page.evaluate(
      () =>
        [...document.querySelectorAll('.scroll, pre')].filter(
          (each) => each.scrollWidth > each.clientWidth + 1 && each.getAttribute('tabindex') !== '0',
        ).length,
    );
    expect(wide).toBe(0);
    const headers = await page.evaluate(() =>
      [...document.querySelectorAll('thead th')].every((each) => each.getAttribute('scope') === 'col'),
    );
    expect(headers).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('report');
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
    expect(outline).toBe('solid');
  });
});
