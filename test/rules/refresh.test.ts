import { expect, test } from 'vitest';
import { NOWHERE } from '../../src/rules/locate.ts';
import { reloadsItself } from '../../src/rules/setup/refresh.ts';

// HTML standard, "shared declarative refresh steps".
test.each([
  ['5', { seconds: 5, url: '' }],
  ['0; url=/next', { seconds: 0, url: '/next' }],
  [' 2.5 , URL = "/a b" c', { seconds: 2, url: '/a b' }],
  ["3;url='/next", { seconds: 3, url: "'/next" }],
  ['4 /next', { seconds: 4, url: '/next' }],
  ['.5;/next', { seconds: 0, url: '/next' }],
  ['5;\n\turl=/next\n', { seconds: 5, url: '/next' }],
  ['7200', undefined],
  ['5x', undefined],
  [' .x', undefined],
  ['; url=/next', undefined],
  ['', undefined],
])('content="%s"', (content, facts) => {
  const body = `<meta http-equiv="Refresh" content="${content.replaceAll('"', '&quot;')}">`;
  expect(reloadsItself({ body, path: '/', locate: NOWHERE })?.facts).toEqual(facts);
});
