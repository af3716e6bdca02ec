/** Numbers from a seed (mulberry32), so that a failure can be repeated. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  number(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.number() * count);
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** Once in `count` times. */
  once(count: number): boolean {
    return this.below(count) === 0;
  }
}

const IDS = ['chat', 'list', 'first', 'li1', 'rows', 'row1', 'out', 'wrap', 'counter', 'form', 'field', 'deep'];
const OTHER_IDS = ['nowhere', 'new', '1st', 'a.b', 'a b', 'ü', '-', ''];

const SELECTORS = [
  '#chat',
  '#list',
  '#rows',
  '#out',
  '#nowhere',
  '.message',
  '.item',
  'li',
  'ul > li:first-child',
  '#list .item:last-child',
  '#chat,#out',
  '[data-kind=box]',
  '#wrap > *',
  ':is(#first, #row1)',
  'p + p',
  'body',
  'find .item',
  'closest li',
  '<#chat/>',
  ' #chat ',
  'global #out',
];
const BAD_SELECTORS = ['#', '1s', '#1st', '..x', '#chat >', '[', 'li:', '#chat,', ''];
const STYLES = [
  'innerHTML',
  'outerHTML',
  'beforeend',
  'afterbegin',
  'beforebegin',
  'afterend',
  'delete',
  'none',
  'textContent',
];
const ODD_STYLES = [
  'append',
  'prepend',
  'before',
  'beforeEnd',
  'innerhtml',
  'false',
  'morph',
  'innerMorph',
  'outerMorph',
];
const MODIFIERS = ['swap:1s', 'scroll:bottom', 'settle:0', 'show:top', 'transition:true', 'target:#out', 'strip:false'];
const TAGS = ['div', 'div', 'span', 'p', 'section', 'ul', 'li', 'b', 'template', 'table', 'tr', 'td', 'tbody', 'form'];

/** Makes messages as servers send them, right and wrong. */
export class Messages {
  readonly #chance: Chance;
  readonly #morphs: boolean;
  readonly #preserves: boolean;
  #count = 0;

  /** @param major htmx 4 morphs; the model says so, and not how: such styles are not compared */
  constructor(chance: Chance, major: 1 | 2 | 4) {
    this.#chance = chance;
    this.#morphs = major === 4;
    this.#preserves = major !== 1;
  }

  message(): string {
    const chance = this.#chance;
    if (chance.once(40)) return chance.pick(['', ' ', '\n', '42', 'true', 'null', '""', '[]']);
    const count = chance.once(3) ? 1 : 1 + chance.below(4);
    const parts = Array.from({ length: count }, () => this.#part());
    const whole = parts.join(chance.pick(['', '', '\n', ' ']));
    if (chance.once(20)) return JSON.stringify(whole);
    if (chance.once(20)) return JSON.stringify({ message: whole, n: 1 });
    if (chance.once(25)) return `<!doctype html><html><head><title>T</title></head><body>${whole}</body></html>`;
    if (chance.once(30)) return `<body>${whole}</body>`;
    return chance.once(25) ? `<title>Title</title>${whole}` : whole;
  }

  /** What hx-ws 4 takes for an envelope. */
  envelope(): string {
    const chance = this.#chance;
    const members: Record<string, unknown> = {
      [chance.pick(['content', 'content', 'payload', 'html'])]: this.message(),
    };
    if (chance.once(2)) members['target'] = chance.pick(SELECTORS.slice(0, 9));
    if (chance.once(2)) members['swap'] = chance.pick(STYLES);
    if (chance.once(8)) members['select'] = chance.pick(['.item', '#chat', 'div']);
    return JSON.stringify(members);
  }

  #part(): string {
    const chance = this.#chance;
    if (chance.once(12)) return this.#text();
    if (chance.once(30)) return '<!-- a comment <tr> -->';
    if (chance.once(10)) return this.#partial();
    return this.#element(2);
  }

  #text(): string {
    this.#count += 1;
    return `word${this.#count}`;
  }

  #element(depth: number): string {
    const chance = this.#chance;
    const tag = chance.pick(TAGS);
    const id = this.#id();
    const attributes = `${id}${this.#preserve(id)}${this.#outOfBand(depth)}${chance.once(5) ? ' class="message item"' : ''}`;
    return `<${tag}${attributes}>${this.#inside(tag, depth)}</${tag}>`;
  }

  #inside(tag: string, depth: number): string {
    const chance = this.#chance;
    if (tag === 'table') return `<tbody><tr><td>${this.#text()}</td></tr></tbody>`;
    if (tag === 'tr') return `<td>${this.#text()}</td>`;
    if (tag === 'tbody') return `<tr><td>${this.#text()}</td></tr>`;
    if (depth === 0 || chance.once(2)) return chance.once(8) ? '' : this.#text();
    return Array.from({ length: 1 + chance.below(2) }, () => this.#element(depth - 1)).join('');
  }

  #id(): string {
    const chance = this.#chance;
    if (chance.once(4)) return '';
    return ` id="${chance.pick(chance.once(4) ? OTHER_IDS : IDS)}"`;
  }

  /** htmx 2 throws where the id is no name in CSS. */
  #preserve(id: string): string {
    if (!this.#preserves || !/"[a-z]\w*"$/u.test(id) || !this.#chance.once(8)) return '';
    return this.#chance.pick([' hx-preserve', ' data-hx-preserve="true"']);
  }

  #outOfBand(depth: number): string {
    const chance = this.#chance;
    if (chance.once(depth === 2 ? 3 : 2)) return '';
    const name = chance.once(6) ? 'data-hx-swap-oob' : 'hx-swap-oob';
    return ` ${name}="${this.#outOfBandValue()}"`;
  }

  #style(): string {
    const odd = this.#chance.once(8);
    const style = this.#chance.pick(odd ? ODD_STYLES : STYLES);
    return this.#morphs && /morph/iu.test(style) ? 'beforeend' : style;
  }

  #outOfBandValue(): string {
    const chance = this.#chance;
    if (chance.once(4)) return chance.pick(['true', 'true', '', ':#chat']);
    const style = this.#style();
    if (chance.once(10)) return `${style} ${chance.pick(MODIFIERS)}`;
    if (chance.once(2)) return style;
    const selector = chance.pick(chance.once(8) ? BAD_SELECTORS : SELECTORS);
    // A page without a body makes htmx throw everywhere.
    const removes = style === 'delete' || (this.#morphs && style === 'outerHTML');
    return `${style}:${removes && selector === 'body' ? '#out' : selector}`;
  }

  #partial(): string {
    const chance = this.#chance;
    const target = chance.once(3)
      ? ''
      : ` hx-target="${chance.pick(chance.once(8) ? BAD_SELECTORS.slice(0, -1) : SELECTORS)}"`;
    const swap = chance.once(2) ? '' : ` hx-swap="${this.#style()}"`;
    return `<hx-partial${this.#id()}${target}${swap}>${this.#element(1)}</hx-partial>`;
  }
}

/** Pages have no text of their own: the model knows elements alone. */
export function chatPage(major: 1 | 2 | 4, chance: Chance): string {
  const target = chance.pick([
    '',
    '',
    ' hx-target="#chat"',
    ' hx-target="#nowhere"',
    ' hx-target="find ul"',
    ' hx-target="this"',
  ]);
  const swap = chance.pick([
    '',
    '',
    ' hx-swap="beforeend"',
    ' hx-swap="outerHTML"',
    ' hx-swap="afterbegin scroll:top"',
  ]);
  const core = major === 1 && chance.once(2);
  const extension = core ? 'hx-ws="connect:/ws"' : 'hx-ext="ws" ws-connect="/ws"';
  const connect = major === 4 ? `hx-ws:connect="/ws"${target}${swap}` : extension;
  const send = major === 4 ? 'hx-ws:send' : core ? 'hx-ws="send"' : 'ws-send';
  return (
    `<div id="wrap" ${connect}><div id="chat" class="box"><p id="first" class="message"></p><p class="message"></p></div>` +
    '<ul id="list"><li id="li1" class="item"></li><li class="item"><span id="deep"></span></li></ul>' +
    '<table><tbody id="rows"><tr id="row1" class="item"><td></td></tr></tbody></table>' +
    `<form id="form" ${send}><input id="field" name="message"></form></div>` +
    `<div id="out" data-kind="box"></div>${chance.once(6) ? '<i id="null"></i>' : ''}`
  );
}

/** A page with a stream, whose events some elements wait for. */
export function streamPage(major: 2 | 4, chance: Chance): string {
  const target = (): string =>
    chance.pick([
      '',
      '',
      '',
      ' hx-target="#chat"',
      ' hx-target="#nowhere"',
      ' hx-target="this"',
      ' hx-target="next li"',
    ]);
  const swap = (): string =>
    chance.pick([
      '',
      '',
      ' hx-swap="beforeend"',
      ' hx-swap="outerHTML"',
      ' hx-swap="textContent"',
      ' hx-swap="none"',
      ' hx-swap="wrong"',
    ]);
  const listen = (): string =>
    major === 4
      ? ''
      : ` sse-swap="${chance.pick(['message', 'message', 'tick', 'tick, message', 'innerHTML'])}"${target()}${swap()}`;
  const own = chance.once(3) ? listen() : '';
  const connect =
    major === 2
      ? `hx-ext="sse" sse-connect="/sse"${own}`
      : `hx-sse:connect="/sse"${target()}${chance.pick(['', ' hx-swap="beforeend"', ' hx-swap="textContent"'])}`;
  return (
    `<div id="wrap" ${connect}><div id="counter"${listen()}><b id="deep"></b></div>` +
    `<div id="chat"><p id="first" class="message"${chance.once(2) ? listen() : ''}></p><p class="message"></p></div>` +
    '<ul id="list"><li id="li1" class="item"></li><li class="item"></li></ul></div>' +
    `<table><tbody id="rows"><tr id="row1" class="item"><td></td></tr></tbody></table><div id="out"${listen()} data-kind="box"></div>`
  );
}
