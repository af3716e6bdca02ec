import { dialectOf } from '../../src/htmx/index.ts';
import { readMarkup } from '../../src/htmx/markup.ts';
import type { MarkupElement } from '../../src/htmx/markup.ts';
import type { Contract } from '../../src/model/contract.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { StreamEvent } from '../../src/model/ledger.ts';
import type { PageElement, PageRecord, PageSnapshot } from '../../src/model/page.ts';
import { NOWHERE } from '../../src/rules/locate.ts';
import type { SourceLocator } from '../../src/rules/locate.ts';
import { ObservedPage } from '../../src/rules/observed-page.ts';
import { serverSource } from './server-source.ts';
import { sentMessage } from '../../src/rules/sent-message.ts';
import type { SentMessage } from '../../src/rules/sent-message.ts';

/** A record without its time, which no rule looks at. */
export type Happened = PageRecord extends infer R ? (R extends PageRecord ? Omit<R, 'at'> : never) : never;

export interface Recording {
  /** What happened in the page, in order. */
  readonly records?: readonly Happened[];
  /** The body as it is now, where it is no longer as it was served. */
  readonly now?: string;
  /** Version of htmx in the page and its extensions; undefined: there is none. Omitted: 2.0.11 with ws and sse. */
  readonly htmx?: PageSnapshot['htmx'] | 'missing';
  readonly contract?: Contract;
  /** Source of the server, `server.js`. */
  readonly server?: string;
  readonly scripts?: PageSnapshot['scripts'];
  readonly watched?: PageSnapshot['watched'];
  readonly waitedMs?: number;
}

export const EXPECTED: Required<Contract> = {
  socketPath: '/socket',
  streamPath: '/ticks',
  target: '#log',
  field: 'text',
  pagePath: '/',
  pageFile: 'pages/chat.html',
  intervalMs: 1000,
};

export const ORIGIN = 'http://127.0.0.1:4000';

/** Those that a snapshot lists: form controls, elements with an id, and with attributes of htmx. */
function isListed({ tag, attributes }: MarkupElement): boolean {
  if (['form', 'input', 'button', 'textarea'].includes(tag) || (attributes['id'] ?? '') !== '') return true;
  return Object.keys(attributes).some((name) => /^(?:data-)?(?:hx|ws|sse)[-:]?/u.test(name));
}

function elementsOf(html: string): readonly PageElement[] {
  const markup = readMarkup(html);
  const listed = markup.filter(isListed);
  const indexOf = (at: number | null): number | null => {
    let current = at;
    while (current !== null) {
      const element = markup[current];
      if (element === undefined) return null;
      if (listed.includes(element)) return listed.indexOf(element);
      current = element.parent;
    }
    return null;
  };
  return listed.map(({ tag, attributes, parent }, index) => ({
    index,
    parent: indexOf(parent),
    tag,
    id: attributes['id'] ?? '',
    attributes,
  }));
}

/** Finds lines in the page, served as `page.html`, and in `server.js`. */
export function locatorOf(server: string): SourceLocator {
  const { find, findFrom, findAbove, all } = serverSource('server.js', server);
  return { ...NOWHERE, servedLine: (_html, line) => [{ file: 'page.html', line }], find, findFrom, findAbove, all };
}

/** A page as it was served, and what was recorded of it. */
export function recordedPage(html: string, recording: Recording = {}): ObservedPage {
  const { records = [], now = html, htmx, contract = EXPECTED, server = '', scripts = [], watched } = recording;
  const elements = elementsOf(now);
  const target = elements.find(({ id }) => `#${id}` === contract.target);
  const seen = target === undefined ? {} : { [`#${target.id}`]: { text: '', html: '', visible: true } };
  return new ObservedPage({
    snapshot: {
      url: `${ORIGIN}/`,
      htmx: htmx === 'missing' ? undefined : (htmx ?? { version: '2.0.11', extensions: ['ws', 'sse'] }),
      scripts,
      elements,
      watched: watched ?? seen,
    },
    records: records.map((record, at) => ({ at, ...record })),
    html,
    contract,
    dialect: dialectOf('2'),
    locate: locatorOf(server),
    ...(recording.waitedMs === undefined ? {} : { waitedMs: recording.waitedMs }),
  });
}

/** The first line of `page.html` that contains the text. */
export function lineOf(html: string, text: string): readonly [{ readonly file: string; readonly line: number }] {
  const at = html.indexOf(text);
  if (at === -1) throw new Error(`the page has no ${text}`);
  return [{ file: 'page.html', line: html.slice(0, at).split('\n').length }];
}

/** A page whose body these lines are, with htmx and its extensions in the head. */
export function page(...body: readonly string[]): string {
  return [
    '<!doctype html>',
    '<head>',
    '<script src="/static/htmx.min.js"></script>',
    '<script src="/static/ws.js"></script>',
    '<script src="/static/sse.js"></script>',
    '</head>',
    ...body,
  ].join('\n');
}

export const opened: readonly Happened[] = [
  { type: 'socket-new', socket: 1, url: 'ws://127.0.0.1:4000/socket' },
  { type: 'socket-open', socket: 1 },
];

/** What tests compare: code, severity, facts and place. */
export function outline(finding: Finding | undefined): unknown {
  if (finding === undefined) return undefined;
  const { code, severity, facts, evidence } = finding;
  return { code, severity, facts, where: evidence.where ?? [] };
}

/** A message of "hello otter" that was sent over socket 1, and the reply to it. */
export function exchanged(
  reply: string | undefined,
  more: {
    readonly after?: readonly Happened[];
    readonly word?: string;
    readonly targetText?: string;
    readonly targetHtml?: string;
  } = {},
): SentMessage {
  const { after = [], word = 'otter', targetText = '', targetHtml = targetText } = more;
  const typed = `hello ${word}`;
  const records: readonly Happened[] = [
    { type: 'socket-sent', socket: 1, data: `{"text":"${typed}"}`, binary: false },
    ...(reply === undefined ? [] : [{ type: 'socket-received', socket: 1, data: reply, binary: false } as const]),
    ...after,
  ];
  return sentMessage({
    typed,
    word,
    outcome: {
      input: { tag: 'input', name: 'text' },
      actions: [{ kind: 'click', control: { tag: 'button' } }],
      heldByValidation: false,
    },
    records: records.map((record, at) => ({ at, ...record })),
    targetText,
    targetHtml,
    waitedMs: 900,
  });
}

/** A WebSocket that the server or htmx closed. */
export function closed(code: number): Happened {
  return { type: 'socket-close', socket: 1, code, reason: '', wasClean: true };
}

/** htmx 2 found no place for a part of a message. */
export const noTarget: Happened = { type: 'htmx', name: 'htmx:oobErrorNoTarget', element: 'div', detail: '' };

/**
 * A message of socket 1, or an event of stream 1, that the page handled. Elements and what changed are those of no page: what is recorded
 * is that htmx was through with it.
 * @param html the page as it was served, whose first connecting element has the connection
 */
export function handled(html: string, incoming: string | StreamEvent): readonly Happened[] {
  const elements = elementsOf(html);
  const [from, attribute] = typeof incoming === 'string' ? ['socket', 'ws-connect'] : ['stream', 'sse-connect'];
  const connector = elements.find(({ attributes }) => attributes[attribute ?? ''] !== undefined)?.index;
  const { name: event, data } = typeof incoming === 'string' ? { name: '', data: incoming } : incoming;
  return [
    { type: 'elements', listing: 1, elements, unlisted: 0 },
    {
      ...{ type: 'handled', from: from === 'socket' ? 'socket' : 'stream', number: 1, event, data, binary: false },
      ...{ htmx: '2.0.11', connector, before: 1, after: 1, matches: {}, events: [], thrown: [], changes: [] },
      finished: 'yes',
    },
  ];
}
