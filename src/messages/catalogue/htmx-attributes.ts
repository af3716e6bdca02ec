import type { Names } from '../names.ts';
import { inline } from '../visible.ts';

/** Why htmx does not apply the extension to the element (htmx 2 source, `getExtensions`). */
export function notEnabledCause(facts: {
  readonly extension: 'ws' | 'sse';
  readonly value: string | undefined;
  readonly elsewhere: string | undefined;
  readonly ignored?: string;
  readonly allowed?: string;
}): string {
  const { extension, value, elsewhere, ignored, allowed } = facts;
  if (allowed !== undefined)
    return `The configuration of the page, \`<meta name="htmx-config">\`, allows the extensions "${inline(allowed, 60)}" alone. htmx does not register any other, and says nothing. This one is called "${extension}", whatever the name of its file is.`;
  if (ignored !== undefined)
    return `A tag has \`hx-ext\` twice. Of two attributes with one name HTML keeps the first, \`hx-ext="${inline(value ?? '', 60)}"\`, and drops \`hx-ext="${inline(ignored, 60)}"\`.`;
  const connect = `${extension}-connect`;
  const names = (value ?? '').split(',').map((name) => name.trim());
  const known = names.every((name) => ['ws', 'sse', ''].includes(name));
  if (elsewhere !== undefined && known) {
    return `The \`hx-ext\` that names \`${extension}\` is on a \`<${inline(elsewhere, 20)}>\` that is not around the element with \`${connect}\`. It applies only to its own element and what is inside it.`;
  }
  if (value === undefined) {
    return `Neither the element with \`${connect}\` nor one around it has \`hx-ext\`, so htmx asks no extension about it and silently ignores \`${connect}\`.`;
  }
  const shown = `\`hx-ext="${inline(value, 60)}"\``;
  if (names.includes(`ignore:${extension}`)) return `${shown} switches the extension off for this part of the page.`;
  if (names.some((name) => /\s/u.test(name) && name.split(/\s+/u).includes(extension))) {
    return `${shown} has a space between two names. htmx drops spaces, reads one long name that no extension has registered, and silently ignores it.`;
  }
  if (known) return `${shown} does not have \`${extension}\` in its list.`;
  return `${shown} does not name it: the extension is called \`${extension}\`, in lower case. htmx silently ignores names that it does not know.`;
}

/** What to write into `hx-ext` so that htmx applies the extension. */
export function notEnabledFix({
  extension,
  value,
  ignored,
  allowed,
}: {
  readonly extension: 'ws' | 'sse';
  readonly value: string | undefined;
  readonly ignored?: string;
  readonly allowed?: string;
}): string {
  if (allowed !== undefined)
    return `Write "${extension}" into that list, \`"extensions": "${extension}"\`, or remove \`extensions\` from the configuration.`;
  if (ignored !== undefined)
    return `Write one attribute with both names: \`hx-ext="${inline(value ?? '', 40)}, ${inline(ignored, 40)}"\`.`;
  const spaced = (value ?? '').split(/[\s,]+/u).filter((name) => name !== '');
  const areNames =
    spaced.length > 1 && spaced.includes(extension) && spaced.every((name) => name === 'ws' || name === 'sse');
  return areNames
    ? `Write a comma between the names: \`hx-ext="${spaced.join(', ')}"\`.`
    : `Write \`hx-ext="${extension}"\` on the same element that has \`${extension}-connect\`. Two extensions on one element are separated by a comma: \`hx-ext="ws,sse"\`.`;
}

/** htmx 1's `connect:/ws`, `send`, `swap:message` as attributes of the extensions. */
export function oldSyntaxToNew(attribute: string, value: string, names: Names): string {
  const extension = attribute.endsWith('sse') ? 'sse' : 'ws';
  const orders = value
    .trim()
    .split(/\s+/u)
    .map((order) => {
      const [name = '', ...rest] = order.split(':');
      const argument = inline(rest.join(':'), 60);
      if (name === 'connect') return `hx-ext="${extension}" ${extension}-connect="${argument}"`;
      if (name === 'send') return 'ws-send';
      return name === 'swap' ? `sse-swap="${argument}"` : '';
    });
  const known = orders.filter((order) => order !== '');
  if (known.length > 0) return `\`${known.join(' ')}\` instead`;
  return extension === 'ws'
    ? `\`hx-ext="ws" ws-connect="${names.socket}"\` on the surrounding element, and \`ws-send\` on the form`
    : `\`hx-ext="sse" sse-connect="${names.stream}" sse-swap="message"\` instead`;
}

/** The same as attributes of htmx 4. `send`: what the server does then, as htmx 4 swaps only events without a name; '': nothing else. */
export function oldSyntaxToFour(
  attribute: string,
  value: string,
  names: Names,
): { readonly write: string; readonly send: string } {
  const extension = attribute.endsWith('sse') ? 'sse' : 'ws';
  const orders = new Map(
    value
      .trim()
      .split(/\s+/u)
      .map((order): [string, string] => {
        const [name = '', ...rest] = order.split(':');
        return [name, inline(rest.join(':'), 60)];
      }),
  );
  const connect = orders.get('connect');
  const known = [
    ...(connect === undefined ? [] : [`hx-${extension}:connect="${connect}"`]),
    ...(orders.has('send') ? ['hx-ws:send'] : []),
  ];
  const event = orders.get('swap') ?? 'message';
  const send =
    extension === 'ws' || event === 'message'
      ? ''
      : `send the event \`${event}\` without a name, because htmx 4 swaps only events without one`;
  if (known.length > 0) return { write: `\`${known.join(' ')}\` instead`, send };
  const write =
    extension === 'ws'
      ? `\`hx-ws:connect="${names.socket}"\` on the surrounding element, and \`hx-ws:send\` on the form`
      : `\`hx-sse:connect="${names.stream}"\` on the element that shows the events`;
  return { write, send };
}

/** What to do instead of an attribute that does not exist. @param use the correct name; '' when no known name is similar */
export function attributeAdvice(attribute: string, use: string, names: Names): string {
  const shown = `\`${inline(attribute, 40)}\``;
  switch (attribute.replace(/^data-/u, '')) {
    case 'ws-swap':
    case 'ws-target':
      return `Remove ${shown}. The server's reply says where it goes: \`<div id="${names.targetId}" hx-swap-oob="beforeend">…</div>\`.`;
    case 'ws-reconnect':
      return `Remove ${shown}. htmx reconnects by itself after a connection broke; \`htmx.config.wsReconnectDelay\` sets how long it waits.`;
    case 'sse-reconnect':
    case 'sse-retry':
      return `Remove ${shown}. The browser reconnects by itself; a line \`retry: 3000\` in the stream sets how long it waits.`;
    default:
      return use === '' ? `Remove ${shown}.` : `Write \`${inline(use, 60)}\` instead.`;
  }
}
