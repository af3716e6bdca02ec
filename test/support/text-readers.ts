import { WORDING } from '../../src/chapter/wording.ts';
import { counterNumbers } from '../../src/chapter/rules/stream-counter.ts';
import { answerSoFar, timesIn } from '../../src/chapter/rules/time.ts';
import { diagnoseMarkup } from '../../src/diagnose/markup/index.ts';
import { htmxFile, partOfScript } from '../../src/htmx/cdn.ts';
import { DIALECTS } from '../../src/htmx/index.ts';
import type { Page } from '../../src/htmx/index.ts';
import { readFragment, readMarkup, standApart, visibleText } from '../../src/htmx/markup.ts';
import { nestedForm } from '../../src/htmx/nested-form.ts';
import { firstOpenQuote } from '../../src/htmx/open-quote.ts';
import { parseSelector } from '../../src/htmx/selector.ts';
import { firstUnclosed } from '../../src/htmx/unclosed.ts';
import { pausesInBackground } from '../../src/htmx/v4/pause.ts';
import { recognise } from '../../src/messages/index.ts';
import { inline, quote } from '../../src/messages/visible.ts';
import { EventStreamParser } from '../../src/observe/event-stream/parser.ts';
import { scriptPosition } from '../../src/observe/proxy/insertion.ts';
import { htmlInJson } from '../../src/rules/html-in-json.ts';
import { NOWHERE } from '../../src/rules/locate.ts';
import { replyPlace } from '../../src/rules/places.ts';
import { unfilledPlaceholder } from '../../src/rules/placeholder.ts';
import { isDocument } from '../../src/rules/reply-shape.ts';
import { SILENT } from '../../src/rules/server/log.ts';
import { reloadsItself } from '../../src/rules/setup/refresh.ts';
import { caughtError } from '../../src/rules/socket/caught-error.ts';
import { textChange } from '../../src/rules/text-change.ts';
import { withAnsweredError } from '../../src/run/answered-error.ts';
import { parseRequirements } from '../../src/servers/backends/python/requirements.ts';
import { readErrorReports } from '../../src/servers/error-report.ts';
import { whyEnded } from '../../src/servers/exit-causes.ts';
import { lastLines } from '../../src/servers/own-lines.ts';
import { OutputRing } from '../../src/servers/output.ts';
import { neverAwaited } from '../../src/servers/python-traceback.ts';
import { syntaxFault } from '../../src/servers/syntax-fault.ts';
import { typoOf } from '../../src/servers/typo.ts';
import { displayWidth, escapeControls, safeLines, wrap } from '../../src/terminal/text.ts';

const FOLDER = '/home/ada/chat';

const element = (index: number, tag: string, attributes: Record<string, string>): Page['elements'][number] => ({
  ...{ index, parent: null, tag, id: attributes['id'] ?? '', attributes },
});
const PAGE: Page = {
  listing: 'all',
  elements: [element(0, 'div', { id: 'chat', 'hx-ext': 'ws', 'ws-connect': '/ws' }), element(1, 'p', { id: 'a' })],
};

/** A server's output as the ring keeps it. */
function outputOf(text: string): OutputRing {
  const ring = new OutputRing();
  for (let at = 0; at < text.length; at += 4000) ring.push('stderr', `${text.slice(at, at + 4000)}\n`);
  return ring;
}

/** What reads a text of a server, a page, a message or a source file, each as a function of the text. */
export const READS: Readonly<Record<string, (text: string) => unknown>> = {
  'errors in an output': (text) => readErrorReports(outputOf(text).text(), FOLDER),
  'errors in an output below the head of one': (text) =>
    readErrorReports(`TypeError: a is not a function\n    at ${text}\n    at b (/x.js:1:2)`, FOLDER),
  'forgotten awaits': (text) => neverAwaited(text, FOLDER),
  'the last lines of an output': (text) => lastLines(outputOf(text), FOLDER, 8),
  'an error that a handler caught': (text) =>
    caughtError(outputOf(text).text(), { locate: NOWHERE, path: '/ws', sent: '{}' }),
  'why a server ended': (text) =>
    whyEnded({
      ...{ exit: { kind: 'code', code: 1 }, text: `EADDRINUSE ${text}`, report: undefined, lines: [] },
      ...{ command: 'node main.js', port: 8000, folder: FOLDER },
      ...{ exists: () => true, read: () => text, files: () => [] },
    }),
  'an error page': (text) =>
    withAnsweredError(
      SILENT,
      { status: 500, body: `<html>${text}` },
      { folder: FOLDER, served: { path: '/', contract: {}, locate: NOWHERE } },
    ),
  ...Object.fromEntries(
    DIALECTS.flatMap((dialect) => [
      [
        `a message, by htmx ${dialect.major}`,
        (text: string) => dialect.takeMessageApart(text, PAGE, PAGE.elements[0]),
      ] as const,
      [
        `a message for the page, by htmx ${dialect.major}`,
        (text: string) =>
          dialect.takeMessageApart(`<p id="a" hx-swap-oob='beforeend'>${text}</p>`, PAGE, PAGE.elements[0]),
      ] as const,
      [
        `attributes of a message, by htmx ${dialect.major}`,
        (text: string) =>
          dialect.takeMessageApart(
            `<p id="a" hx-swap-oob='${text.replaceAll("'", '')}'>a</p><p id="${text.replaceAll('"', '')}">b</p>`,
            PAGE,
            PAGE.elements[0],
          ),
      ] as const,
      [
        `names of attributes, by htmx ${dialect.major}`,
        (text: string) => [
          dialect.nearName(text, text),
          dialect.foreignSyntax(`hx-${text}`, text),
          dialect.eventsOf({ attributes: { 'hx-trigger': text, 'sse-swap': text } }),
          dialect.misspeltTriggers({ attributes: { 'hx-trigger': text } }),
        ],
      ] as const,
    ]),
  ),
  'a selector': parseSelector,
  'HTML in a list of JSON': (text) => htmlInJson(JSON.stringify([text])),
  'JSON in JSON': htmlInJson,
  'times in a reply': timesIn,
  'an answer in frames': (text) => answerSoFar([text, text], { reply: text, word: 'otter' }),
  'the numbers of a stream': (text) => counterNumbers([text, text]),
  'a placeholder in a reply': (text) => unfilledPlaceholder(text, NOWHERE),
  'the place of a reply': (text) => replyPlace(NOWHERE, text, '/ws'),
  'whether a reply is a page': isDocument,
  'how a text was changed': (text) => textChange('hello <b>otter</b> & "more"', [text]),
  'words that stand apart': (text) => standApart(text, 'a', 'b'),
  'visible text': visibleText,
  'the elements of a fragment': readFragment,
  'the elements of a page': readMarkup,
  'a page alone': (text) => diagnoseMarkup(`<html><head>${text}`, 'page.html'),
  'a form in a form': (text) => nestedForm(`<form>${text}`),
  'a quote that is open': firstOpenQuote,
  'a tag that is open': firstUnclosed,
  'the configuration of htmx 4': (text) => pausesInBackground({ attributes: { 'hx-config': text } }, 'ws', text),
  'a page that loads itself': (text) =>
    reloadsItself({
      body: `<meta http-equiv="refresh" content="${text.replaceAll('"', '')}">`,
      path: '/',
      locate: NOWHERE,
    }),
  'the address of a script': (text) => [partOfScript(text), htmxFile(text), htmxFile(`/htmx.org${text}`)],
  'where the proxy adds its script': (text) => scriptPosition(text, true),
  'a pasted text': (text) => recognise(text, WORDING),
  'a quoted text': (text) => [quote(text), inline(text)],
  'an event stream': (text) => {
    const parser = new EventStreamParser();
    for (let at = 0; at < text.length; at += 100) parser.push(Buffer.from(text.slice(at, at + 100)), at);
    return parser.events;
  },
  'a list of requirements': (text) => parseRequirements(`a${text}`, { packages: [], extras: {} } as never),
  'a source that does not parse': (text) => [
    syntaxFault(text, { file: 'main.js', line: 1, column: 3 }, 'SyntaxError: Unexpected token'),
    syntaxFault(text, { file: 'main.py', line: 1 }, 'SyntaxError: invalid syntax'),
  ],
  'the names of a source': (text) =>
    typoOf(
      { name: 'ReferenceError', message: 'socet is not defined', where: { file: 'main.js', line: 1 } } as never,
      text,
    ),
  'a constant of a source': (text) =>
    typoOf(
      { name: 'TypeError', message: 'Assignment to constant variable.', where: { file: 'main.js', line: 1 } } as never,
      text,
    ),
  'a text on the terminal': (text) => [escapeControls(text), safeLines(text), displayWidth(text), wrap(text, 80)],
};
