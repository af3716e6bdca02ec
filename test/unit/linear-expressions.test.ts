import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseSync, Visitor } from 'oxc-parser';
import { analyse } from 'scslre';

// What a server, a page or a person sends is read on the tutor's only thread. Where an expression takes the square of a text's length, or more, a
// key and a signal wait for it: 500 lines of 4,000 characters once took seven seconds.
const root = path.dirname(path.dirname(import.meta.dirname));

/** The regular expressions that a file has as literals, each with its line. */
function expressions(source: string): readonly { readonly source: string; readonly flags: string; line: number }[] {
  const found: { source: string; flags: string; line: number }[] = [];
  const { program } = parseSync('file.ts', source);
  new Visitor({
    Literal: (node) => {
      if (!('regex' in node)) return;
      const line = source.slice(0, node.start).split('\n').length;
      found.push({ source: node.regex.pattern, flags: node.regex.flags, line });
    },
  }).visit(program);
  return found;
}

/**
 * Why an expression may take more than linear time. Move: the search begins again at each place of a run, and goes on to its end. Trade: two
 * quantifiers can share a run in many ways. Self: one inside another can.
 */
function superLinear(expression: { readonly source: string; readonly flags: string }): readonly string[] {
  const kinds = analyse(expression).reports.map(
    ({ type, exponential, character }) =>
      `${exponential ? 'exponential ' : ''}${type} by ${JSON.stringify(character.pick)}`,
  );
  return [...new Set(kinds)];
}

test.each([
  [/a+$/u, ['Move by "a"']],
  [/<[^>]*>/u, ['Move by "<"']],
  [/^\s*usage/mu, [String.raw`Move by "\n"`]],
  [/^(.+?)\s*$/u, ['Trade by " "']],
  [/^(?:a+)+$/u, ['exponential Self by "a"']],
])('%s takes more than linear time', (expression, kinds) => {
  expect(superLinear(expression)).toEqual(expect.arrayContaining(kinds));
});

test.each([/(?<!a)a+$/u, /<[^>]*(>?)/gu, /^[ \t]*usage/mu, /^\S.*$/u, /^a+$/u])(
  '%s takes linear time',
  (expression) => {
    expect(superLinear(expression)).toEqual([]);
  },
);

test('no expression of the tutor takes more than linear time for a run of one character', () => {
  const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/${file.split(path.sep).join('/')}`);
  const all = files.flatMap((file) =>
    expressions(readFileSync(path.join(root, file), 'utf8')).map((expression) => ({ ...expression, file })),
  );
  expect(all.length).toBeGreaterThan(1000);
  const slow = all.flatMap(({ file, line, ...expression }) => {
    const why = superLinear(expression);
    return why.length === 0 ? [] : [`${file}:${line} ${why.join(', ')}: /${expression.source}/${expression.flags}`];
  });
  expect(slow).toEqual([]);
});
