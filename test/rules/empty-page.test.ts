import { expect, test } from 'vitest';
import { emptyPage } from '../../src/rules/setup/document.ts';
import { serverSource } from '../support/server-source.ts';

const locate = serverSource('app.pl', "use Mojolicious::Lite;\nget '/' => sub ($c) { $c->reply->file($page) };\n");
const view = { status: 200, headers: { 'content-type': 'text/html' }, body: '', path: '/', locate };

test('an answer without a text is told as that, with the line of the route', () => {
  for (const body of ['', ' \n'])
    expect(emptyPage({ ...view, body })).toMatchObject({
      code: 'page/not-served',
      facts: { status: 200, error: '', empty: true },
      evidence: { where: [{ file: 'app.pl', line: 2 }] },
    });
});

test('a page with a text, and an answer that is no page, are not empty pages', () => {
  expect(emptyPage({ ...view, body: '<p>' })).toBeUndefined();
  expect(emptyPage({ ...view, status: 302 })).toBeUndefined();
});
