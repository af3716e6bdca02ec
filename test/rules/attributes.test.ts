import { describe, expect, test } from 'vitest';
import {
  foreignSyntax,
  misnamedRole,
  misnamedSwitch,
  uselessAttributes,
  worksAsLegacy,
} from '../../src/rules/attributes.ts';
import { page, recordedPage, outline } from '../support/recorded-page.ts';

const line7 = [{ file: 'page.html', line: 7 }];
const line8 = [{ file: 'page.html', line: 8 }];

describe('a name similar to the intended one', () => {
  test.each([
    ['ws', 'connect', 'ws-url="/socket"', 'ws-connect'],
    ['ws', 'send', 'ws-submit', 'ws-send'],
    ['sse', 'connect', 'sse-src="/ticks"', 'sse-connect'],
    ['sse', 'swap', 'sse-event="tick"', 'sse-swap'],
  ] as const)('%s %s: %s', (transport, role, written, use) => {
    const [attribute = '', value = '""'] = written.split('=');
    const finding = misnamedRole(transport, role)(recordedPage(page('<p></p>', `<div ${written}></div>`)));
    expect(outline(finding)).toEqual({
      code: 'htmx/unknown-attribute',
      severity: 'error',
      facts: { attribute, value: value.replaceAll('"', ''), use },
      where: line8,
    });
  });

  test('is not a cause where the right name exists too, nor for another role or transport', () => {
    const both = recordedPage(page('<div ws-url="/socket" ws-connect="/socket"></div>'));
    expect(misnamedRole('ws', 'connect')(both)).toBeUndefined();
    const send = recordedPage(page('<form ws-submit></form>'));
    expect(misnamedRole('ws', 'connect')(send)).toBeUndefined();
    expect(misnamedRole('sse', 'connect', 'swap')(send)).toBeUndefined();
  });

  test('for hx-ext', () => {
    expect(outline(misnamedSwitch(recordedPage(page('<div hx-extension="ws"></div>'))))).toEqual({
      code: 'htmx/unknown-attribute',
      severity: 'error',
      facts: { attribute: 'hx-extension', value: 'ws', use: 'hx-ext' },
      where: line7,
    });
    expect(misnamedSwitch(recordedPage(page('<div hx-extension="ws" hx-ext="ws"></div>')))).toBeUndefined();
  });

  test('an attribute that a script added has no place in the source', () => {
    const seen = recordedPage(page('<p></p>'), { now: page('<div ws-url="/socket"></div>') });
    expect(outline(misnamedRole('ws', 'connect')(seen))).toMatchObject({ where: [] });
  });
});

describe('attributes that do nothing on a page that works', () => {
  const right = '<div hx-ext="ws" ws-connect="/socket">';

  test('give one warning each', () => {
    const seen = recordedPage(page(`${right}<form ws-send ws-reconnect="5"></form>`, '<i ws-reconnect="5"></i></div>'));
    expect(uselessAttributes(seen, 'ws').map(outline)).toEqual([
      {
        code: 'htmx/unknown-attribute',
        severity: 'warning',
        facts: { attribute: 'ws-reconnect', value: '5', use: '' },
        where: line7,
      },
    ]);
  });

  test('one meant for sending is judged where it sends, when nothing else does', () => {
    expect(uselessAttributes(recordedPage(page(`${right}<form ws-submit></form></div>`)), 'ws')).toEqual([]);
    const sends = recordedPage(page(`${right}<form ws-submit ws-send></form></div>`));
    expect(uselessAttributes(sends, 'ws').map(({ code }) => code)).toEqual(['htmx/unknown-attribute']);
  });

  test('those of the other transport and known ones are not reported', () => {
    const seen = recordedPage(page(`${right}<form ws-send sse-retry="5" data-ws-send hx-target="#a"></form></div>`));
    expect(uselessAttributes(seen, 'ws')).toEqual([]);
    expect(uselessAttributes(seen, 'sse').map(({ facts }) => facts)).toMatchObject([{ attribute: 'sse-retry' }]);
  });
});

describe('syntax of another major', () => {
  test('no finding for its own syntax', () => {
    const seen = recordedPage(page('<div hx-ext="ws" ws-connect="/socket"><form data-ws-send></form></div>'));
    expect(foreignSyntax('ws')(seen)).toBeUndefined();
    expect(worksAsLegacy(seen)).toBeUndefined();
  });

  const legacy = page('<div hx-ext="ws" hx-ws="connect:/socket">', '<form hx-ws="send"></form></div>');

  test('a warning where it works anyway', () => {
    expect(outline(worksAsLegacy(recordedPage(legacy)))).toEqual({
      code: 'htmx/old-syntax',
      severity: 'warning',
      facts: { attribute: 'hx-ws', value: 'connect:/socket' },
      where: line7,
    });
  });

  test('no warning where it is right, where nothing sends, and where it does not work', () => {
    expect(worksAsLegacy(recordedPage(legacy, { htmx: { version: '1.9.12', extensions: ['ws'] } }))).toBeUndefined();
    expect(worksAsLegacy(recordedPage(page('<div hx-ws="connect:/socket"></div>')))).toBeUndefined();
    expect(worksAsLegacy(recordedPage(page('<form ws-send hx-ws:send></form>')))).toBeUndefined();
  });
});
