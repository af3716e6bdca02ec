import { kebab } from '../names.ts';

/** Events of htmx 2 and its extensions that htmx 4 calls something else (htmx.js, hx-ws.js, hx-sse.js and htmx-2-compat.js of 4.0.1). '': it fires nothing in their place. */
const EVENTS: Readonly<Record<string, string>> = {
  wsConnecting: 'ws:before:connection',
  wsOpen: 'ws:after:connection',
  wsClose: 'ws:close',
  wsError: 'ws:error',
  wsBeforeMessage: 'ws:before:message:incoming',
  wsAfterMessage: 'ws:after:message:incoming',
  wsConfigSend: 'ws:before:message:outgoing',
  wsBeforeSend: 'ws:before:message:outgoing',
  wsAfterSend: 'ws:after:message:outgoing',
  sseOpen: 'sse:after:connection',
  sseError: 'sse:error',
  sseBeforeMessage: 'sse:before:message',
  sseMessage: 'sse:after:message',
  sseClose: 'sse:close',
  load: 'after:process',
  beforeSwap: 'before:swap',
  afterSwap: 'after:swap',
  afterSettle: 'after:settle',
  beforeRequest: 'before:request',
  afterRequest: 'after:request',
  configRequest: 'config:request',
  responseError: 'response:error',
  sendError: 'error',
  swapError: 'error',
  targetError: 'error',
  oobErrorNoTarget: '',
};

/** The extension that fires the old events of the core, not those of WebSockets and streams. */
const COMPAT = /htmx-2-compat/u;

/** Whether a script is that extension, by its name. */
export function isCompat(src: string): boolean {
  return COMPAT.test(src);
}

/** A handler for an event that htmx 4 does not fire. */
export interface OldHandler {
  /** `htmx:wsAfterMessage`, or the attribute: `hx-on::ws-after-message`. */
  readonly handler: string;
  /** The same for htmx 4; '': it has none. */
  readonly use: string;
  /** Of the page as served, or of the script, 1-based. */
  readonly line: number;
  /** The script that it is in; absent: it is in the page itself. */
  readonly script?: ScriptText;
}

/** A script of a page in a file of its own. */
export interface ScriptText {
  /** Its address. */
  readonly src: string;
  readonly text: string;
}

interface Source {
  readonly lines: readonly string[];
  readonly script?: ScriptText;
}

/**
 * Handlers in a page for events of htmx 2, each event once. One beside which the page waits for the event of htmx 4 is for both; what the page fires itself
 * does come.
 * @param html of the page as served @param scripts of its own in other files
 */
export function oldHandlers(html: string, scripts: readonly ScriptText[] = []): readonly OldHandler[] {
  const sources = sourcesOf(html, scripts);
  const text = sources.map(({ lines }) => lines.join('\n')).join('\n');
  return Object.entries(EVENTS).flatMap(([name, other]): readonly OldHandler[] => {
    const use = other === '' ? '' : `htmx:${other}`;
    const isCovered = use !== '' && [use, `hx-on::${other}`].some((each) => text.includes(each));
    const isCore = !/^(?:ws|sse)[A-Z]/u.test(name);
    if (isCovered || (isCore && COMPAT.test(text)) || firesItself(text, name)) return [];
    const found = firstListener(sources, name);
    if (found === undefined) return [];
    const isAttribute = found.handler.startsWith('hx-on');
    return [{ ...found, use: isAttribute && other !== '' ? `hx-on::${other}` : use }];
  });
}

/** The first handler of a page for an event of htmx 2, which the page does not fire itself. @param name without `htmx:` */
export function handlerFor(
  name: string,
  html: string,
  scripts: readonly ScriptText[] = [],
): Omit<OldHandler, 'use'> | undefined {
  const sources = sourcesOf(html, scripts);
  const text = sources.map(({ lines }) => lines.join('\n')).join('\n');
  return firesItself(text, name) ? undefined : firstListener(sources, name);
}

function sourcesOf(html: string, scripts: readonly ScriptText[]): readonly Source[] {
  return [
    { lines: withoutComments(html).split('\n') },
    ...scripts.map((script) => ({ lines: withoutBlocks(script.text).split('\n'), script })),
  ];
}

function firstListener(sources: readonly Source[], name: string): Omit<OldHandler, 'use'> | undefined {
  for (const { lines, script } of sources) {
    const found = listener(lines, name);
    if (found !== undefined) return { ...found, ...(script === undefined ? {} : { script }) };
  }
  return undefined;
}

function listener(lines: readonly string[], name: string): Pick<OldHandler, 'handler' | 'line'> | undefined {
  const either = name === kebab(name) ? name : `(?:${name}|${kebab(name)})`;
  const script = new RegExp(
    String.raw`(?:addEventListener|\bon)\(\s*(?:[^(),'"]*,\s*)?['"\x60](htmx:${either})['"\x60]`,
    'u',
  );
  const attribute = new RegExp(String.raw`[\s"'](?:data-)?(hx-on(?:::|:htmx:|--)${kebab(name)})\s*=`, 'u');
  for (const [index, line] of lines.entries()) {
    if (/^\s*(?:\/\/|\*)/u.test(line)) continue;
    const handler = script.exec(line)?.[1] ?? attribute.exec(line)?.[1];
    if (handler !== undefined) return { handler, line: index + 1 };
  }
  return undefined;
}

function firesItself(text: string, name: string): boolean {
  return new RegExp(String.raw`(?:Event|\btrigger)\([^()\n]{0,200}['"\x60]htmx:${name}['"\x60]`, 'u').test(text);
}

/** The lines stay. A comment that is not closed goes on to the end. */
function withoutComments(html: string): string {
  const [first = '', ...rest] = html.split('<!--');
  const kept = rest.map((part) => {
    const end = part.indexOf('-->');
    const comment = end === -1 ? part : part.slice(0, end);
    return '\n'.repeat(comment.split('\n').length - 1) + (end === -1 ? '' : part.slice(end + 3));
  });
  return [first, ...kept].join('');
}

/** A script without comments of several lines; its lines stay. What begins inside a word is none: `image/*`. */
function withoutBlocks(text: string): string {
  return text.replaceAll(/(?<![^\s;{}(),])\/\*[^]*?\*\//gu, (comment) => comment.replaceAll(/[^\n]/gu, ''));
}
