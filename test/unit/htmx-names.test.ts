import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseSync, Visitor } from 'oxc-parser';
import { ALL_EVENTS } from '../../src/htmx/events.ts';
import { DIALECTS } from '../../src/htmx/index.ts';

// Names that htmx and its extensions define come from `src/htmx`. Sentences may show them to a reader, and the instruments read them in a page
// before anything knows which htmx it is.
const root = path.dirname(path.dirname(import.meta.dirname));
const MAY_NAME = [
  'src/htmx',
  'src/messages',
  'src/chapter/messages',
  'src/labs/addresses/messages.ts',
  'src/labs/drops/messages.ts',
  'src/labs/format/messages.ts',
  'src/labs/htmx-4/explained.ts',
  'src/labs/htmx-4/messages.ts',
  'src/labs/origins/messages.ts',
  'src/labs/resume/messages',
  'src/labs/room/messages.ts',
  'src/observe/page/injected',
  // The proxy knows a request of htmx by its header, before there is a page.
  'src/observe/proxy/exchange.ts',
  'src/commands/explain/index.ts',
];

const NAMES = new Set([
  ...ALL_EVENTS,
  ...DIALECTS.flatMap(({ core, attributeFor }) => [
    ...[core.enable, core.trigger, core.values, core.outOfBand, core.reconnectDelay, ...core.requests, 'HEADERS'],
    ...(['ws', 'sse'] as const).flatMap((transport) =>
      (['connect', 'send', 'swap', 'close'] as const).map((role) => attributeFor(transport, role)),
    ),
  ]),
]);

/** The strings, patterns and parts of templates of a file, each with its line. */
function texts(source: string): readonly (readonly [text: string, line: number])[] {
  const found: (readonly [string, number])[] = [];
  const lineAt = (offset: number): number => source.slice(0, offset).split('\n').length;
  const { program } = parseSync('file.ts', source);
  new Visitor({
    Literal: (node) => {
      if (typeof node.value === 'string') found.push([node.value, lineAt(node.start)]);
      else if ('regex' in node) found.push([node.regex.pattern, lineAt(node.start)]);
    },
    TemplateElement: (node) => void found.push([node.value.raw, lineAt(node.start)]),
  }).visit(program);
  return found;
}

/** Whether a text contains a name of htmx, and not as a part of a longer one such as a code. */
function namesHtmx(text: string): boolean {
  return (text.match(/[\w:/-]+/gu) ?? []).some(
    (word) => NAMES.has(word) || /^(?:data-)?hx-|^htmx:[a-z]|^(?:ws|sse)-(?:connect|send|swap|close)$/u.test(word),
  );
}

test('a text with a name of htmx is recognised, a code with the same words is not', () => {
  expect(
    ['hx-get', 'data-hx-on', 'htmx:sseClose', '(ws-connect|x)', 'sse-swap', 'HEADERS'].filter(namesHtmx),
  ).toHaveLength(6);
  expect(
    ['page/ws-send-missing', 'ws-echo', 'htmx/old-syntax', 'page/sse-swap-missing', 'htmx'].filter(namesHtmx),
  ).toEqual([]);
});

test('only the model of htmx, the sentences and the instruments name what htmx defines', () => {
  const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/${file.split(path.sep).join('/')}`)
    .filter((file) => !MAY_NAME.some((place) => file === place || file.startsWith(`${place}/`)));
  expect(files.length).toBeGreaterThan(250);
  const named = files.flatMap((file) =>
    texts(readFileSync(path.join(root, file), 'utf8'))
      .filter(([text]) => namesHtmx(text))
      .map(([text, line]) => `${file}:${line} ${text}`),
  );
  expect(named).toEqual([]);
});
