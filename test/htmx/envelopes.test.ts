import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import { differsIn4 } from './handled.ts';
import { realHtmx } from './real-htmx.ts';

// What htmx 4 reads beside the content: the members of a JSON envelope, and the attributes of the element with the socket.

const PLACES =
  '<ul id="a"><li class="many"></li></ul><p id="b" class="many"></p><table><tbody><tr id="row"></tr></tbody></table>';

const ENVELOPES = [
  ...[
    '{"content":"<p>1</p>"}',
    '{"payload":"<p>1</p>"}',
    '{"content":"<p>1</p>","payload":"<p>2</p>"}',
    '{"content":null}',
    '{"content":""}',
    '{}',
    '[]',
    'null',
    '"x"',
    '7',
  ],
  ...[
    '{"content":"<li>1</li>","target":"#a"}',
    '{"content":"<li>1</li>","target":""}',
    '{"content":"<li>1</li>","target":null,"swap":"beforeend"}',
  ],
  ...[
    '{"content":"<li>1</li>","target":"#a","swap":""}',
    '{"content":"<li>1</li><b>2</b>","select":"b"}',
    '{"content":"<li>1</li>","select":""}',
    '{"content":7}',
  ],
  ...[
    '{"content":"<li>1</li>","select":"["}',
    '{"content":"","swap":"innerHTML swapEmpty"}',
    '{"content":"","swap":"innerHTML swapEmpty:true","target":"#a"}',
  ],
  ...[
    '{"content":"<li>1</li>","target":"#none"}',
    '{"content":"<li>1</li>","target":"["}',
    '{"content":"","swap":"delete"}',
    '{"content":"x","swap":"nonsense"}',
  ],
];

const VALUES = [
  ...[
    '',
    'hx-target="#a"',
    'hx-target="#a" hx-swap="beforeend"',
    'hx-select="b"',
    'data-hx-select="li"',
    'hx-select-oob="#b"',
    'hx-select-oob="#b:beforeend"',
  ],
  ...[
    'hx-select-oob="#b:beforeend:#a,#row"',
    'hx-select-oob="[" hx-target="#a"',
    'hx-target="this" hx-swap="outerHTML"',
    'hx-swap="beforeend swapEmpty"',
  ],
  ...[
    'hx-target="find p"',
    'hx-swap="innerHTML target:#a"',
    'hx-swap="innerHTML  swapEmpty:false"',
    'hx-select-oob=",#b,"',
    'hx-select-oob="li"',
  ],
];

const CONTENT = [
  ...[
    '',
    '<li>1</li><b>2</b>',
    '<p id="b">1</p><li>2</li>',
    '<p id="b" hx-swap-oob="true">1</p>',
    '<tr id="row"></tr><p id="b">1</p>',
    ' ',
    '<!-- x -->',
  ],
  ...[
    '<p id="none" hx-swap-oob="true">1</p><li>2</li>',
    '<body><li>1</li></body>',
    '<body></body>',
    '<template><li>1</li></template>',
  ],
];

test('what an envelope says, and what is said around a socket, does what htmx 4 does with it', async () => {
  const real = realHtmx(4, dialectOf('4.0.1').events);
  const differing: string[] = [];
  const cases = [
    ...ENVELOPES.flatMap((incoming) => VALUES.slice(0, 3).map((values) => [values, incoming] as const)),
    ...VALUES.flatMap((values) => CONTENT.map((incoming) => [values, incoming] as const)),
  ];
  for (const [values, incoming] of cases) {
    const html = `<div id="wrap" hx-ws:connect="/ws" ${values}><p id="in"></p></div>${PLACES}`;
    const differs = await differsIn4(real, { html, incoming });
    if (differs !== undefined) differing.push(`${values} ${incoming}\n${differs}`);
  }
  expect(differing).toEqual([]);
});
