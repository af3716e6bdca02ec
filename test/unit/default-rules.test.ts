import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { DEFAULT_RULES_FOR } from '../../scripts/default-rules.mjs';

interface Rule {
  readonly selectorText?: string;
}

const jsdoms = createRequire(createRequire(import.meta.url).resolve('jsdom'));
const sheet = jsdoms('rrweb-cssom').parse(jsdoms('./jsdom/browser/default-stylesheet')) as {
  readonly cssRules: readonly Rule[];
};
// As the build puts it into jsdom.
const rulesFor = compileFunction(`${DEFAULT_RULES_FOR}; return defaultRulesFor;`, ['parsedDefaultStyleSheet'])(
  sheet,
) as (name: string) => readonly Rule[];

/** As jsdom asks it: what it cannot read holds for nothing. */
function holds({ selectorText }: Rule, element: Element): boolean {
  try {
    return selectorText !== undefined && element.matches(selectorText);
  } catch {
    return false;
  }
}

/** Each name that a rule is for, in each place and with each attribute that a selector asks for. */
function pageOfAll(): string {
  const selectors = [...sheet.cssRules].map(({ selectorText = '' }) => selectorText).join(',');
  const names = new Set(selectors.match(/(?<![-:[="\w])[a-z][a-z0-9]*/gu));
  const types = new Set([...selectors.matchAll(/type="?(\w+)/gu)].map(([, type = '']) => type));
  const made = (name: string): string => `document.body.append(at(document.createElement('${name}')));`;
  const inside = ['article', 'aside', 'nav', 'section', 'ul', 'ol', 'table', 'ruby', 'select'];
  return `
    const at = (element) => element;
    ${[...names, 'svg', 'x-own'].map(made).join('\n')}
    for (const outer of ${JSON.stringify(inside)}) for (const middle of ${JSON.stringify(inside)}) for (const name of ['h1', 'ul', 'tr', 'rt', 'rp', 'option']) {
      const [first, second] = [document.createElement(outer), document.createElement(middle)];
      first.setAttribute('disabled', '');
      first.append(second, document.createElement(name));
      second.append(document.createElement(name));
      document.body.append(first);
    }
    for (const type of ${JSON.stringify([...types])}) for (const more of ['', 'disabled', 'readonly', 'list', 'hidden']) {
      const input = document.createElement('input');
      input.type = type;
      if (more !== '') input.setAttribute(more, '');
      document.body.append(input);
    }`;
}

test('a rule of jsdom that holds for an element is among those that are asked for its name', () => {
  const { window } = new JSDOM('<!doctype html><html><body></body></html>', { runScripts: 'outside-only' });
  window.eval(pageOfAll());
  const elements = [...window.document.querySelectorAll('*')];
  expect(elements.length).toBeGreaterThan(500);
  const held = new Set<Rule>();
  for (const element of elements) {
    const rules = [...sheet.cssRules].filter((rule) => holds(rule, element));
    for (const rule of rules) held.add(rule);
    const asked = rulesFor(element.localName);
    expect(rules.filter((rule) => !asked.includes(rule)).map(({ selectorText }) => selectorText)).toEqual([]);
    // In the order of the sheet: of two rules for a property the later one holds.
    expect(asked).toEqual([...sheet.cssRules].filter((rule) => asked.includes(rule)));
  }
  // Else the page above would show nothing.
  expect(held.size).toBeGreaterThan(80);
});

test('most rules are not asked', () => {
  expect(rulesFor('div').length).toBeLessThan(20);
  expect(rulesFor('DIV')).toEqual(rulesFor('div'));
  expect(rulesFor('x-own').length).toBeLessThan(20);
});
