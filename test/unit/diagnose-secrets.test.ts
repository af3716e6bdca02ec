import { expect, test } from 'vitest';
import { Secrets } from '../../src/commands/diagnose/secrets.ts';
import { cutMiddle } from '../../src/observe/timeline.ts';

const ORIGIN = 'http://localhost:3000';

function secretsOf(
  cookies: readonly (readonly [string, string])[],
  headers: Readonly<Record<string, string>> = {},
): Secrets {
  const named = cookies.map(([name, value]) => ({ name, value }));
  return new Secrets({ isShown: false, credentials: { origin: ORIGIN, headers, cookies: named } });
}

const NOTHING_GIVEN = new Secrets({ isShown: false });
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl-of_it';

test.each([
  ['http://ada:Quince19@localhost:3000/room', 'http://ada:[masked]@localhost:3000/room'],
  ['ws://x/live?token=Quince19&room=7', 'ws://x/live?token=[masked]&room=7'],
  ['/feed?room=7&access_token=Quince19', '/feed?room=7&access_token=[masked]'],
  ['/feed?room=7&amp;key=Quince19"', '/feed?room=7&amp;key=[masked]"'],
  [`hello ${JWT}!`, 'hello [masked]!'],
  ['Authorization: Bearer Quince19x', 'Authorization: Bearer [masked]'],
  ['Set-Cookie: sid=Quince19; Path=/', 'Set-Cookie: sid=[masked]; Path=/'],
  ['{"csrfToken": "Quince19", "key": "row 7"}', '{"csrfToken": "[masked]", "key": "row 7"}'],
  [String.raw`"{\"api_key\":\"Quince19\"}"`, String.raw`"{\"api_key\":\"[masked]\"}"`],
  [
    `hx-headers='{&quot;X-Token&quot;:&quot;Quince19&quot;}'`,
    `hx-headers='{&quot;X-Token&quot;:&quot;[masked]&quot;}'`,
  ],
  [
    '<input type="hidden" name="csrf_token" value="Quince19">',
    '<input type="hidden" name="csrf_token" value="[masked]">',
  ],
  ['<li id="row-7">keys and tokens = good</li>', '<li id="row-7">keys and tokens = good</li>'],
  ['/rooms?page=2&sort=name', '/rooms?page=2&sort=name'],
])('%s', (text, masked) => {
  expect(NOTHING_GIVEN.mask(text)).toBe(masked);
});

test('what was given is masked wherever it is, in every form in which it may be written', () => {
  const value = 'a/b+c="d" & <e>';
  const secrets = secretsOf([['sid', value]], { Authorization: 'Bearer Medlar84-Medlar', 'X-Team': 'Damson57' });
  const texts = [
    value,
    encodeURIComponent(value),
    JSON.stringify(value),
    'a/b+c=&quot;d&quot; &amp; &lt;e&gt;',
    'Medlar84-Medlar',
    'team Damson57!',
  ];
  for (const text of texts) {
    expect(secrets.mask(`before ${text} after`)).toContain('[masked]');
    expect(secrets.mask(`before ${text} after`)).not.toMatch(/a\/b|c=|c%3D|Medlar|Damson/u);
  }
  const basic = secretsOf([], { Authorization: `Basic ${Buffer.from('ada:Sorb3Apple').toString('base64')}` });
  expect(basic.mask('the password is Sorb3Apple')).toBe('the password is [masked]');
});

test('a value that is known is masked once', () => {
  expect(secretsOf([['sid', 'Quince19']]).mask('ws://x/live?token=Quince19')).toBe('ws://x/live?token=[masked]');
});

test('a short value is masked beside its name alone', () => {
  expect(secretsOf([['a', '7']]).mask('Cookie: a=7; 7 rooms, data=7')).toBe('Cookie: [masked]; 7 rooms, data=7');
});

test('of a value that is cut nothing is left', () => {
  const value = 'QuinceMedlarDamsonSloe0123456789';
  const secrets = secretsOf([['sid', value]]);
  for (let at = 240; at < 330; at += 1) {
    const cut = secrets.mask(cutMiddle(`${'.'.repeat(at)}${value}${'.'.repeat(700)}`, 600));
    for (let from = 0; from + 4 <= value.length; from += 1) expect(cut).not.toContain(value.slice(from, from + 4));
  }
});

test('what has been seen once as a token is masked elsewhere, and the structure of a value stays', () => {
  const secrets = new Secrets({ isShown: false });
  secrets.learnFrom([{ type: 'socket-new', url: 'ws://x/live?token=Quince19-Quince' }]);
  secrets.learnCookie('theme', 'dusk');
  secrets.learnCookie('visitor', 'Damson57');
  expect(
    secrets.mask({
      kind: 'press',
      key: 'Enter',
      list: ['welcome Quince19-Quince at dusk, Damson57, theme=dusk', 3, null, true],
      headers: { 'set-cookie': 'sid=1', authorization: 'abc', 'content-type': 'text/html' },
      input: { name: 'csrf_token', value: 'abc' },
    }),
  ).toEqual({
    kind: 'press',
    key: 'Enter',
    list: ['welcome [masked] at dusk, [masked], [masked]', 3, null, true],
    headers: { 'set-cookie': '[masked]', authorization: '[masked]', 'content-type': 'text/html' },
    input: { name: 'csrf_token', value: '[masked]' },
  });
});

test('nothing is masked when secrets are asked for', () => {
  const text = `?token=Quince19 ${JWT}`;
  expect(new Secrets({ isShown: true }).mask({ text })).toEqual({ text });
});
