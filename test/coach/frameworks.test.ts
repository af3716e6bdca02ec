import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aiohttp, appState, express, mojolicious, tornado } from '../support/apps.ts';
import type { App } from '../support/apps.ts';
import { atMost } from '../support/at-most.ts';
import { coachedPage } from '../support/coached-page.ts';
import { realCourse, writeState } from '../support/course-folder.ts';
import { browserProgram, openPlainBrowser } from '../support/plain-browser.ts';

// Servers that the tutor has no files for, used by a person in a browser: the coach knows their pages and wires alone.

const course = realCourse();
const enter = atMost(10);
let browser: Browser;
beforeAll(async () => {
  if (browserProgram() !== undefined) browser = await openPlainBrowser();
});
afterAll(() => browser.close());

/** A slip in one file, made in the whole chapter (`step-6`). */
interface Slip {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** What the check says of it. */
  readonly code: string;
}

/** Three of each: an answer that htmx drops, one that is not escaped, and events for which no element waits. */
const SLIPS: readonly (readonly [App, readonly Slip[]])[] = [
  [
    express,
    [
      { file: 'answer.js', from: '<div id="chat-window" hx', to: '<div hx', code: 'oob/no-id' },
      { file: 'answer.js', from: 'escape(fields.message)', to: 'fields.message', code: 'chat/html-injection' },
      { file: 'counter.js', from: '`data: ', to: '`event: tick\\ndata: ', code: 'page/sse-event-mismatch' },
    ],
  ],
  [
    tornado,
    [
      { file: 'answer.py', from: '<div id="chat-window" hx', to: '<div id="chat" hx', code: 'oob/no-such-target' },
      { file: 'answer.py', from: 'xhtml_escape(said)', to: 'said', code: 'chat/html-injection' },
      { file: 'counter.py', from: 'f"data: ', to: 'f"event: tick\\ndata: ', code: 'page/sse-event-mismatch' },
    ],
  ],
  [
    aiohttp,
    [
      { file: 'answer.py', from: 'beforeend:#chat-window', to: 'beforeend:chat-window', code: 'oob/no-such-target' },
      { file: 'answer.py', from: 'html.escape(said)', to: 'said', code: 'chat/html-injection' },
      { file: 'counter.py', from: 'f"data: ', to: 'f"event: tick\\ndata: ', code: 'page/sse-event-mismatch' },
    ],
  ],
  [
    mojolicious,
    [
      { file: 'lib/Answer.pm', from: ' hx-swap-oob="beforeend"', to: '', code: 'oob/replaces' },
      {
        file: 'lib/Answer.pm',
        from: 'xml_escape($fields->{message})',
        to: '$fields->{message}',
        code: 'chat/html-injection',
      },
      { file: 'server.pl', from: '"data: ', to: '"event: tick\\ndata: ', code: 'page/sse-event-mismatch' },
    ],
  ],
];

const runs = SLIPS.filter(([{ skipped }]) => skipped === undefined);

describe.skipIf(browserProgram() === undefined).concurrent('in a browser', () => {
  const right = runs.flatMap(([app]) => [['step-4', app] as const, ['step-6', app] as const]);
  test.each(right.map(([step, app]) => [`${step} in ${app.title}`, step, app] as const))(
    'the coach finds nothing wrong with %s',
    (_, step, app) =>
      enter(async () => {
        const { folder, remove } = writeState(appState(course, app, step), { modules: app.modules });
        try {
          const types = ['hello there', 'again & again "quoted"'];
          const choice = { kind: 'command', run: app.run } as const;
          const { codes, told } = await coachedPage({ course, step, folder, choice, browser, types });
          expect(codes).toEqual([]);
          expect(told.filter(({ type }) => ['error', 'answer', 'unanswered'].includes(type))).toEqual([]);
          expect(told.filter(({ type }) => type === 'sent')).toHaveLength(2);
        } finally {
          remove();
        }
      }),
  );

  const wrong = runs.flatMap(([app, slips]) => slips.map((slip) => [app, slip] as const));
  test.each(wrong.map(([app, slip]) => [`${app.title}, ${slip.from} became ${slip.to}`, app, slip] as const))(
    'the coach names the same cause as the check: %s',
    (_, app, slip) =>
      enter(async () => {
        const step = 'step-6';
        const { folder, remove } = writeState(appState(course, app, step), { modules: app.modules });
        try {
          const file = path.join(folder, slip.file);
          const text = readFileSync(file, 'utf8');
          writeFileSync(
            file,
            text.replace(slip.from, () => slip.to),
          );
          expect(readFileSync(file, 'utf8')).not.toBe(text);
          const choice = { kind: 'command', run: app.run } as const;
          const types = ['hello', 'again <b>bold</b>'];
          const { codes } = await coachedPage({ course, step, folder, choice, browser, types, until: slip.code });
          expect(codes).toEqual([slip.code]);
        } finally {
          remove();
        }
      }),
  );
});
