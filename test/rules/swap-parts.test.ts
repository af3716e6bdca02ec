import { describe, expect, test } from 'vitest';
import { invalidSelector, itemStripped, modifierInOutOfBand, templateOutermost } from '../../src/rules/swap-parts.ts';
import type { SwapRule, SwapView } from '../../src/rules/swap-message.ts';
import { exchanged, outline, page, recordedPage } from '../support/recorded-page.ts';

const severity = 'error';
const where = [{ file: 'server.js', line: 9 }];
const HTML = page('<div hx-ext="ws" ws-connect="/socket">', '<table><tbody id="log"></tbody></table>', '</div>');

function judged(rule: SwapRule, reply: string): unknown {
  const places = { handler: where, reply: where };
  const view: SwapView = { page: recordedPage(HTML), message: exchanged(reply), matches: {}, output: [], places };
  return outline(rule(view));
}

describe('a modifier of hx-swap in hx-swap-oob', () => {
  test.each([
    ['beforeend scroll:bottom', 'scroll:bottom', 'beforeend'],
    ['beforeend swap:200ms', 'swap:200ms', 'beforeend'],
    ['beforeend:#log show:bottom', 'show:bottom', 'beforeend:#log'],
  ])('%s', (value, modifier, style) => {
    const reply = `<div id="log" hx-swap-oob="${value}"><p>hello otter</p></div>`;
    expect(judged(modifierInOutOfBand, reply)).toEqual({
      code: 'oob/modifier',
      severity,
      facts: { value, modifier, style },
      where,
    });
  });

  test('a style alone, and a real selector, are no modifiers', () => {
    for (const value of ['beforeend', 'true', 'beforeend:#log', 'beforeend:#gone'])
      expect(judged(modifierInOutOfBand, `<p id="log" hx-swap-oob="${value}">otter</p>`)).toBeUndefined();
  });
});

test('what follows the colon is no selector', () => {
  expect(judged(invalidSelector, '<p hx-swap-oob="beforeend:#1st">otter</p>')).toEqual({
    code: 'oob/invalid-selector',
    severity,
    facts: { selector: '#1st' },
    where,
  });
  expect(judged(invalidSelector, '<p hx-swap-oob="beforeend:#gone">otter</p>')).toBeUndefined();
});

test('a template is the outermost element', () => {
  const rows = '<template hx-swap-oob="beforeend:#log"><tr><td>hello otter</td></tr></template>';
  expect(judged(templateOutermost, rows)).toEqual({
    code: 'oob/template',
    severity,
    facts: { holds: 'rows', outOfBand: 'beforeend:#log' },
    where,
  });
  expect(judged(templateOutermost, '<template><p id="log">hello otter</p></template>')).toMatchObject({
    facts: { holds: 'elements', outOfBand: undefined },
  });
  expect(judged(templateOutermost, '<div id="log"><template>otter</template></div>')).toBeUndefined();
});

describe('an item of a list that is the outermost element', () => {
  const list = page('<div hx-ext="ws" ws-connect="/socket">', '<ul id="log"></ul>', '<div id="box"></div>', '</div>');
  const seen = (reply: string): unknown => {
    const places = { handler: where, reply: where };
    return outline(
      itemStripped({ page: recordedPage(list), message: exchanged(reply), matches: {}, output: [], places }),
    );
  };

  test.each([
    ['beforeend', 'hello otter'],
    ['afterbegin', '<b>hello</b> otter'],
  ])('is added without itself by %s', (style, content) => {
    expect(seen(`<li id="log" hx-swap-oob="${style}">${content}</li>`)).toEqual({
      code: 'oob/item-stripped',
      severity: 'warning',
      facts: { tag: 'li', list: 'ul id="log"', style },
      where,
    });
  });

  test('is a row, and its cells are added without it', () => {
    const table = page('<div hx-ext="ws" ws-connect="/socket">', '<table><tbody id="log"></tbody></table>', '</div>');
    const judge = (reply: string): unknown =>
      itemStripped({
        ...{ page: recordedPage(table), message: exchanged(reply), matches: {}, output: [] },
        places: { handler: where, reply: where },
      });
    expect(judge('<tr hx-swap-oob="beforeend:#log"><td>hello otter</td></tr>')).toMatchObject({
      code: 'oob/item-stripped',
      severity: 'error',
      facts: { tag: 'tr', list: 'tbody id="log"' },
    });
    expect(judge('<tbody hx-swap-oob="beforeend:#log"><tr><td>hello otter</td></tr></tbody>')).toBeUndefined();
  });

  test.each([
    '<ul id="log" hx-swap-oob="beforeend"><li>hello otter</li></ul>',
    '<li id="log" hx-swap-oob="true">hello otter</li>',
    '<div id="log" hx-swap-oob="beforeend">hello otter</div>',
    '<li id="box" hx-swap-oob="beforeend">hello otter</li>',
    '<li id="log" hx-swap-oob="beforeend"></li>',
  ])('%s is none', (reply) => {
    expect(seen(reply)).toBeUndefined();
  });
});
