import type { Chance } from './generate.ts';

// Pages with a stream of htmx 4, and what a script, a person or another request may do to them while the stream is open.

const TARGETS = [
  '',
  '',
  'this',
  '#chat',
  '#chat',
  '#out',
  '#nowhere',
  '.message',
  'next li',
  'find .item',
  'closest section',
];
const SWAPS = ['', '', 'innerHTML', 'beforeend', 'outerHTML', 'afterend', 'textContent', 'delete', 'none', 'wrong'];
const MODIFIED = ['beforeend swapEmpty:true', 'innerHTML target:#out', 'beforeend scroll:bottom', 'swapEmpty:false'];
const SELECTS = ['', '', '', '', '.item', '#chat', 'p'];

function swapOf(chance: Chance): string {
  return chance.once(6) ? chance.pick(MODIFIED) : chance.pick(SWAPS);
}

function attributesOf(chance: Chance): string {
  const written = [
    ['hx-target', chance.pick(TARGETS)],
    ['hx-swap', swapOf(chance)],
    ['hx-select', chance.pick(SELECTS)],
    ['hx-select-oob', chance.once(8) ? '#out:innerHTML' : ''],
  ] as const;
  return written
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');
}

/** A page whose element `#wrap` connects, at times with attributes that it inherits. */
export function connectedPage(chance: Chance): string {
  const inherits = chance.once(5) ? ` hx-target:inherited="${chance.pick(['#chat', '#out'])}"` : '';
  return (
    `<section id="around"${inherits}><div id="wrap" hx-sse:connect="/sse"${attributesOf(chance)}>` +
    '<div id="chat"><p id="first" class="message"></p><p class="message"></p></div>' +
    '<ul id="list"><li id="li1" class="item"></li><li class="item"></li></ul></div></section>' +
    '<div id="out" data-kind="box"><b id="deep"></b></div><p id="last"></p>'
  );
}

/** The model is told of elements alone: what earlier events brought beside them goes. */
export function dropWhatIsNotListed(document: Document): void {
  document.head.replaceChildren();
  for (const element of [...document.documentElement.children])
    if (element !== document.head && element !== document.body) element.remove();
  for (const template of document.querySelectorAll('template')) template.remove();
  const texts = document.createTreeWalker(document.documentElement, 4 | 128);
  const found: ChildNode[] = [];
  while (texts.nextNode() !== null) found.push(texts.currentNode as ChildNode);
  for (const text of found) text.remove();
}

/** What happens to the page while the stream is open. Its name, for a test that fails. */
export function change(document: Document, chance: Chance): string {
  const [name, make] = chance.pick(CHANGES);
  make(document, chance);
  return name;
}

type Change = readonly [name: string, make: (document: Document, chance: Chance) => void];

function by(document: Document, id: string): Element | null {
  return document.querySelector(`#${id}`);
}

function set(document: Document, name: string, value: string): void {
  const wrap = by(document, 'wrap');
  if (value === '') wrap?.removeAttribute(name);
  else wrap?.setAttribute(name, value);
}

/** Never one that holds the element that connects: htmx closes the stream with it. */
function spared(document: Document, chance: Chance): Element | undefined {
  const wrap = by(document, 'wrap');
  const found = by(document, chance.pick(['chat', 'chat', 'out', 'first', 'li1', 'list']));
  return found === null || found.contains(wrap) ? undefined : found;
}

const CHANGES: readonly Change[] = [
  ['nothing', () => undefined],
  ['another target', (document, chance) => set(document, 'hx-target', chance.pick(TARGETS))],
  ['another swap', (document, chance) => set(document, 'hx-swap', swapOf(chance))],
  ['another select', (document, chance) => set(document, 'hx-select', chance.pick(SELECTS))],
  ['an element goes', (document, chance) => spared(document, chance)?.remove()],
  ['an element is replaced by its copy', replaceByCopy],
  ['an id moves on', moveId],
  ['an element moves', moveElement],
  ['the connector moves', moveConnector],
  ['a namesake comes first', comesFirst],
  ['content of the list goes', (document) => by(document, 'list')?.replaceChildren()],
];

function replaceByCopy(document: Document, chance: Chance): void {
  const element = spared(document, chance);
  element?.replaceWith(element.cloneNode(true));
}

function moveId(document: Document): void {
  const [chat, out] = [by(document, 'chat'), by(document, 'out')];
  chat?.setAttribute('id', 'other');
  out?.setAttribute('id', 'chat');
}

function moveElement(document: Document, chance: Chance): void {
  const element = spared(document, chance);
  const place = by(document, chance.pick(['last', 'out', 'around']));
  if (element !== undefined && place !== null && !element.contains(place)) place.append(element);
}

function moveConnector(document: Document, chance: Chance): void {
  const wrap = by(document, 'wrap');
  const place = by(document, chance.pick(['last', 'out', 'around']));
  if (wrap !== null && place !== null && !wrap.contains(place)) place.append(wrap);
}

function comesFirst(document: Document): void {
  const namesake = document.createElement('div');
  namesake.id = 'chat';
  document.body.prepend(namesake);
}
