import { readFile } from 'node:fs/promises';

// To know how one element is shown, jsdom matches each of the 120 rules that it has for all pages, and compiles their selectors anew for each
// page. Nearly all of them are for elements of one name, so most cannot hold for the element: those are not asked. What a page sees stays the same.

const ALL_RULES = 'handleSheet(parsedDefaultStyleSheet);';
const RULES_OF_NAME = 'handleSheet({ cssRules: defaultRulesFor(elementImpl._localName) });';

/** Put into jsdom: the rules that may hold for an element of this name, in their order. */
export const DEFAULT_RULES_FOR = `
let rulesOfNames;
let rulesOfAll;
function defaultRulesFor(name) {
  if (rulesOfNames === undefined) {
    const rules = [...parsedDefaultStyleSheet.cssRules].map(rule => ({ rule, names: namesIn(rule.selectorText) }));
    const known = new Set(rules.flatMap(({ names }) => names ?? []));
    const rulesOf = each => rules.filter(({ names }) => names === undefined || names.includes(each)).map(({ rule }) => rule);
    rulesOfNames = new Map([...known].map(each => [each, rulesOf(each)]));
    rulesOfAll = rulesOf(undefined);
  }
  return rulesOfNames.get(name.toLowerCase()) ?? rulesOfAll;
}
// Undefined: the selector may match elements of any name.
function namesIn(selector) {
  if (selector === undefined) return undefined;
  const plain = selector.replaceAll(/\\[[a-z]+(?:=\\"?[a-z]+\\"?)?\\]/g, "").replaceAll(":not()", "");
  if (!/^[a-z0-9,> \\n:-]+$/.test(plain)) return undefined;
  const names = plain.split(",").map(part => /^[a-z][a-z0-9]*/.exec(part.trim().split(/[> \\n]+/).at(-1))?.[0]);
  return names.includes(undefined) ? undefined : names;
}
`;

export const rulesByName = {
  name: 'rules-by-name',
  setup(/** @type {import('esbuild').PluginBuild} */ builder) {
    builder.onLoad({ filter: /jsdom[\\/]living[\\/]helpers[\\/]style-rules\.js$/ }, async (file) => {
      const source = await readFile(file.path, 'utf8');
      if (!source.includes(ALL_RULES))
        throw new Error('jsdom finds the style of an element in a different way: see scripts/default-rules.mjs');
      return { contents: source.replace(ALL_RULES, RULES_OF_NAME) + DEFAULT_RULES_FOR, loader: 'js' };
    });
  },
};
