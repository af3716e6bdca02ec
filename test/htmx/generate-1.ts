import type { Chance } from './generate.ts';

/** A page of htmx 1 with a stream of its core or of its extension, whose events elements wait for in each way that it has. */
export function streamPage1(chance: Chance): string {
  const extra = (): string =>
    chance.pick([
      '',
      '',
      '',
      ' hx-target="#chat"',
      ' hx-target="#nowhere"',
      ' hx-target="this"',
      ' hx-target="next li"',
    ]) +
    chance.pick([
      '',
      '',
      ' hx-swap="beforeend"',
      ' hx-swap="outerHTML"',
      ' hx-swap="textContent"',
      ' hx-swap="none"',
      ' hx-swap="delete"',
    ]);
  const name = (): string => chance.pick(['message', 'message', 'tick']);
  const listen = (): string =>
    chance.pick([
      '',
      ` sse-swap="${name()}"${extra()}`,
      ` sse-swap="tick, message"${extra()}`,
      ` sse-swap="${name()}" hx-get="/x"${extra()}`,
      ` hx-sse="swap:${name()}"${extra()}`,
      ` hx-sse="swap:tick swap:message"${extra()}`,
    ]);
  const [connect, own] = chance.pick([
    ['hx-ext="sse" sse-connect="/sse"', ` sse-swap="${name()}"${extra()}`],
    ['hx-sse="connect:/sse"', ''],
    [`hx-sse="connect:/sse swap:${name()}"`, extra()],
    [`hx-sse="swap:${name()} connect:/sse"`, extra()],
  ] as const);
  const inner = chance.pick(['div', 'div', 'form']);
  return (
    `<div id="wrap" ${connect}${chance.once(3) ? own : ''}><${inner} id="form"><p id="counter"${listen()}></p></${inner}>` +
    `<div id="chat"><p id="first" class="message"${chance.once(2) ? listen() : ''}></p><p class="message"></p></div>` +
    '<ul id="list"><li id="li1" class="item"></li><li class="item"></li></ul></div>' +
    `<table><tbody id="rows"><tr id="row1" class="item"><td></td></tr></tbody></table><div id="out"${listen()} data-kind="box"></div>`
  );
}
