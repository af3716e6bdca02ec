import { expect, test } from 'vitest';
import { dialectOf } from '../../src/htmx/index.ts';
import { differsIn, differsIn4 } from './handled.ts';
import { realHtmx } from './real-htmx.ts';

// Messages by what the parser makes of them: whole documents, heads, titles, parts of tables, templates, partials.

const PLACES =
  '<ul id="a"><li class="many"></li></ul><p id="b" class="many"></p><table><caption id="cap"></caption><colgroup id="group"><col id="col"></colgroup>' +
  '<thead id="head"></thead><tbody id="rows"><tr id="row"><td id="cell"></td></tr></tbody></table>';

const DOCUMENTS = [
  ...[
    '<head><title>T</title></head><p id="a">x</p>',
    '<head>x</head><p id="a">1</p>',
    '<head class="x"><b id="b">1</b></head><p id="a">2</p>',
    '<head>\n<b id="b">1</b> </head><p id="a">2</p>',
    '<HEAD class="x"><style>s</style></HEAD><p id="a">1</p>',
  ],
  ...[
    '<p id="a">1</p><head><b id="b">2</b></head>',
    '<head\n></head><p id="a">1</p>',
    '<head><p id="a">1</p>',
    '<heading></heading><p id="a">1</p>',
  ],
  ...[
    '<html><head><script>"</head>"</script></head><body><p id="a">x</p></body></html>',
    '<header><p id="a"></p></header>',
  ],
  ...[
    '<html><body class="c"><p id="a">1</p></body></html>',
    '<body><p id="a">1</p>y</body>',
    '<!doctype html><p id="a">1</p>',
    '<html></html>',
  ],
  ...[
    '<body class="x"></body>',
    'text<body><p id="a">1</p></body>',
    '<HTML><p id="a">1</p>',
    '<html><p id="b">2</p><head></head></html>',
  ],
];

// The same text in each: htmx writes the title into the first <title> of the page, which may be the one that was swapped in.
const TITLES = [
  ...[
    '<title>T</title><p id="a">1</p>',
    '<body><title>T</title><p id="a">1</p></body>',
    '<html><head><title>T</title></head><body><title>T</title><p id="a">1</p></body></html>',
    '<head><title>T</title></head><title>T</title><p id="a">1</p>',
    '<head></head><title>T</title><p id="a">1</p>',
    '<head><title></title></head><title>T</title><p id="a">1</p>',
    '<p id="a"><title>T</title>1</p>',
    '<svg id="a"><title>t</title></svg>',
    '<title>T</title>',
  ],
  ...[
    '<svg><title>t</title></svg><title>u</title><p id="a">1</p>',
    '<title>t</title><title>u</title><p id="a"></p>',
    '<p id="a"></p><title>T',
  ],
  ...[
    '<style id="a">b { }</style><p id="b">2</p>',
    '<script></script><p id="a">1</p>',
    '<meta name="x"><p id="a">1</p>',
    '<link><p id="a">1</p>',
  ],
];

const TABLES = [
  ...[
    '<tr id="row"><td>1</td></tr>',
    '<tr id="row"><td>1</td></tr>text',
    '<td id="cell">1</td>',
    '<th id="cell">1</th>',
    'x<td id="cell">1</td>',
  ],
  ...[
    '<thead id="head"><tr></tr></thead>',
    '<tbody id="rows"><tr id="row"></tr></tbody>',
    '<tfoot id="head"></tfoot>',
    '<caption id="cap">c</caption>',
  ],
  ...[
    '<colgroup id="group"><col></colgroup>',
    '<col id="col">',
    '<col id="col">x',
    '<tr id="row"></tr><p id="a">1</p>',
    '<p id="a">1</p><tr id="row"></tr>',
  ],
  ...[
    '<tr></tr>',
    '<td>',
    '<tr>',
    '<col>',
    '<tbody>',
    '<td',
    '<tr id="row"></tr><tr id="none"></tr>',
    '<!-- <tr> --><p id="a">1</p>',
    '<tr',
    '<td></tr>',
  ],
  ...[
    '<p id="a" title="<tr>">1</p>',
    '<textarea id="a"><tr></textarea>',
    '<table id="a"><tr><td>1</td></tr></table>',
    '<tr id="row" hx-swap-oob="beforeend">1</tr>',
  ],
  ...[
    '<p id="b"><td id="cell">1</td></p>',
    '<td id="cell"><p id="b">1</p></td><td id="row">2</td>',
    '<tr/><p id="a">1</p>',
    '<tdx id="a">1</tdx>',
  ],
];

const TEMPLATES = [
  ...[
    '<template id="a"><p>1</p></template>',
    '<template><p id="a">1</p></template>',
    '<template hx-swap-oob="innerHTML:#a"><li>1</li></template>',
  ],
  ...[
    '<template><tr id="row"></tr></template>',
    '<svg id="a"><template><b>1</b></template></svg>',
    '<p id="a"><template><i></i></template></p>',
  ],
  ...[
    '<hx-partial hx-target="#a"><li>x</li></hx-partial>',
    '<hx-partial id="a"><li>x</li></hx-partial>',
    '<HX-PARTIAL hx-target="#a">x</HX-PARTIAL>',
  ],
  ...[
    '<hx-partial\n hx-target="#a">x</hx-partial><p id="b">2</p>',
    '<hx-other hx-target="#a">x</hx-other>',
    '<hx-partial>x</hx-partial>',
    '<hx-partial/>',
  ],
  ...[
    '<p id="a"><hx-partial hx-target="#b">x</hx-partial>y</p>',
    '<hx-partial hx-target="#a"><hx-partial hx-target="#b">x</hx-partial>y</hx-partial>',
  ],
  ...[
    '<hx-partial hx-target="#a" hx-swap="beforeend"></hx-partial>',
    '<hx-partial hx-target="" id="b">x</hx-partial>',
    '<hx-partial1 id="a">x</hx-partial1>',
  ],
  // The parser makes an element of SVG or MathML of it, which has no content.
  ...[
    '<svg><hx-partial hx-target="#a"><u>p</u></hx-partial></svg>y',
    '<svg><hx-partial id="a" hx-swap="beforeend"><circle/></hx-partial></svg>',
    '<svg><hx-partial hx-target="#gone"><circle/></hx-partial></svg>y',
    '<svg><hx-partial><circle/></hx-partial></svg><i>z</i>',
    '<svg><foreignObject><hx-partial hx-target="#a"><u>p</u></hx-partial></foreignObject></svg>',
    '<math><hx-partial hx-target="#a"><mi>p</mi></hx-partial></math><p id="b">2</p>',
    '<svg><hx-partial hx-target=".many"><circle/></hx-partial></svg>y<hx-partial hx-target="#b">q</hx-partial>',
  ],
];

const OUT_OF_BAND = [
  ...[
    '<p id="a" hx-swap-oob="">1</p>',
    '<p id="b" data-hx-swap-oob="beforeend">1</p>',
    '<p id="b" data-hx-swap-oob="">1</p>',
    '<p hx-swap-oob="">1</p>',
  ],
  ...[
    '<p id="a" hx-swap-oob="" data-hx-swap-oob="beforeend"><b></b></p>',
    '<p id="a" hx-swap-oob="beforeend"><i></i></p>',
    '<p id="none">1</p>y',
  ],
  ...[
    '<p id="">1</p><p id="a">2</p>',
    '<p hx-swap-oob="beforeend:[">1</p><p id="a">2</p>',
    '<p hx-swap-oob="beforeend:.many">1</p>',
    '<p id="a" id="b">1</p>',
  ],
  ...[
    '<p id="a">1</p><p id="a">2</p>',
    '<p id="b" hx-swap-oob="outerHTML:.many">1</p>',
    '<p id="a" hx-swap-oob=":#b">1</p>',
    '<p data-id="a">1</p>',
    '<p id="a"><!-- x --></p>',
  ],
];

const ALL = [...DOCUMENTS, ...TITLES, ...TABLES, ...TEMPLATES, ...OUT_OF_BAND];

const EXTENSION = 'hx-ext="ws" ws-connect="/ws"';

test.each([
  [1, EXTENSION, ALL],
  // What the core does otherwise is about parts of tables (`makeFragment`).
  [1, 'hx-ws="connect:/ws"', TABLES],
  [2, EXTENSION, ALL],
] as const)('each shape of a message does what htmx %i does with it, with %s', (major, connect, messages) => {
  const real = realHtmx(major, dialectOf(`${major}.`).events);
  const differing: string[] = [];
  for (const incoming of messages) {
    const differs = differsIn(major, real, { html: `<div id="wrap" ${connect}></div>${PLACES}`, incoming });
    if (differs !== undefined) differing.push(`${incoming}\n${differs}`);
  }
  expect(differing).toEqual([]);
});

test.each([1, 2] as const)('each shape of the data of an event does what htmx %i does with it', (major) => {
  const real = realHtmx(major, dialectOf(`${major}.`).events);
  const differing: string[] = [];
  for (const data of ALL) {
    const html = `<div id="wrap" hx-ext="sse" sse-connect="/sse"><p id="in" sse-swap="tick"></p></div>${PLACES}`;
    const differs = differsIn(major, real, { html, incoming: { name: 'tick', data } });
    if (differs !== undefined) differing.push(`${data}\n${differs}`);
  }
  expect(differing).toEqual([]);
});

test('each shape of a message does what htmx 4 does with it', async () => {
  const real = realHtmx(4, dialectOf('4.0.1').events);
  const differing: string[] = [];
  // jsdom takes the wrong one of two titles for `title:not(svg title)`.
  for (const incoming of ALL.filter((each) => !/<title>.*<title>/u.test(each) || each.includes('<head>'))) {
    const html = `<div id="wrap" hx-ws:connect="/ws"><p id="in"></p></div>${PLACES}`;
    const differs = await differsIn4(real, { html, incoming });
    if (differs !== undefined) differing.push(`${incoming}\n${differs}`);
  }
  expect(differing).toEqual([]);
});
