import type { Entries } from '../entry.ts';
import { inline } from '../visible.ts';
import { inServerLanguage } from '../server-language.ts';
import type { ServerWords } from '../server-language.ts';

/** For a sentence: a code span cannot hold a template string. */
const WRITE = '`response.write("data: <div>" + count + "</div>\\n\\n")`';
const YIELD = '`yield f"data: <div>{count}</div>\\n\\n"`';
const EVENT = 'response.write(`data: <div>Current count: ${count}</div>\\n\\n`);';
/** As it stands in the stream, for a server in any language. */
const PLAIN_EVENT = '`data: <div>1</div>`, then an empty line';
const PARSING = 'HTML standard, 9.2.5 "Parsing an event stream" and 9.2.6 "Interpreting an event stream".';

/** The bytes of the stream: fields, lines, blank lines. */
export const streamFormatEntries: Entries<
  | 'sse/no-event'
  | 'sse/no-blank-line'
  | 'sse/no-data-prefix'
  | 'sse/multiline-without-prefix'
  | 'sse/not-html'
  | 'sse/empty-heartbeat'
  | 'sse/client-disagrees'
> = {
  'sse/no-event': {
    words: ({ facts }, { server }) => ({
      title: facts.bytes === 0 ? 'The stream is open, and nothing arrives' : 'Bytes arrive, but they make no event',
      expected: 'A first event within a few seconds: a line `data: …` and an empty line.',
      cause:
        facts.bytes === 0
          ? 'The head of the response came, status and type are right, but the server wrote nothing after it.'
          : `${facts.bytes} bytes arrived without a line \`data: …\`. Comments (lines that begin with a colon), empty lines, \`id:\`, \`retry:\` and an \`event:\` alone make no event.`,
      fix: `Write an event each second: ${writeEvent(server)}`,
    }),
    otherLanguage: { fix: `Write an event each second: ${PLAIN_EVENT}.` },
    explain: {
      title: 'No event arrives',
      meaning:
        'An event is made when an empty line arrives after at least one `data:` line. A name alone is not enough: an `event:` line without data is silently dropped. A timer that is never started, or an `await` that never ends, sends nothing at all.',
      wrong: { language: 'text', text: 'event: tick\n\n' },
      right: { language: 'text', text: 'event: tick\ndata: <div>1</div>\n\n' },
      source: PARSING,
    },
  },
  'sse/no-blank-line': {
    words: ({ facts }, { server }) => ({
      title: facts.literal
        ? 'The line ends are the two characters \\ and n, not line ends'
        : 'No empty line ends the event',
      expected: 'Two line ends after the data: one ends the line, the second makes the empty line that ends the event.',
      cause: `The data arrived, but a browser holds an event back until an empty line follows, so it gives nothing to the page. ${facts.literal ? 'Here `\\n` was sent as a backslash and a letter: the string was escaped twice, or it is a raw string.' : 'A line of blanks is not empty.'}`,
      fix: facts.literal
        ? 'Write `\\n\\n` with one backslash each, in an ordinary string: `"\\n\\n"`. `String.raw` in JavaScript and `r"…"` in Python keep the backslash.'
        : `End each event with \`\\n\\n\`: ${writeEvent(server)}`,
    }),
    otherLanguage: ({ facts }) =>
      facts.literal
        ? { fix: 'Write real line feeds: a string that your language takes literally keeps the backslash and the n.' }
        : { fix: `End each event with two line feeds: ${PLAIN_EVENT}.` },
    explain: {
      title: 'The event is not ended',
      meaning:
        'An event can have several lines, so the end of one line is not the end of the event; an empty line is. Without it the lines of all events are gathered as one that never ends. The browser reports nothing.',
      wrong: { language: 'js', text: EVENT.replace('\\n\\n', '\\n') },
      right: { language: 'js', text: EVENT },
      source: PARSING,
    },
  },
  'sse/no-data-prefix': {
    words: ({ facts }, { server }) => ({
      title: 'A line of the stream does not begin with data:',
      expected: 'Each line of data begins with `data:`, at the very start of the line, in lower case.',
      cause: `${fieldBecause(facts.field)} A browser knows the fields \`data\`, \`event\`, \`id\` and \`retry\`; a line with any other is silently ignored.`,
      fix: `Let each line begin with \`data:\`, with nothing before it: ${writeEvent(server)}`,
    }),
    otherLanguage: { fix: `Let each line begin with \`data:\`, with nothing before it: ${PLAIN_EVENT}.` },
    explain: {
      title: 'A line without data:',
      meaning:
        'An event stream is lines of the form "field: value". What is before the first colon is the name of the field, compared letter by letter: `Data`, or a `data` with blanks before it, is another field, and unknown ones are ignored. In a template string over several lines the indentation belongs to the text.',
      wrong: { language: 'js', text: 'response.write(`\n    data: ${count}\n\n`);' },
      right: { language: 'js', text: 'response.write(`data: ${count}\\n\\n`);' },
      source: PARSING,
    },
  },
  'sse/multiline-without-prefix': {
    words: ({ facts }, { server }) => ({
      title: 'The data goes over several lines, and only the first begins with data:',
      expected: 'Each line of the data begins with `data:`, or all of it is in one line.',
      cause: `The line \`${inline(facts.line)}\` was silently ignored, because it does not begin with a field that a browser knows. The page gets the HTML without it.`,
      fix: `Put the HTML into one line, or begin each of its lines with \`data: \`: ${inServerLanguage(server, {
        node: '`"data: " + html.replaceAll("\\n", "\\ndata: ") + "\\n\\n"`.',
        python: '`"data: " + html.replace("\\n", "\\ndata: ") + "\\n\\n"`.',
      })}`,
    }),
    otherLanguage: { fix: 'Put the HTML into one line, or begin each of its lines with `data: `.' },
    explain: {
      title: 'Data over several lines',
      meaning:
        'A line end inside the data ends the `data:` line. The next line needs a `data:` of its own; the browser puts the lines together again, with a line feed between them.',
      wrong: { language: 'text', text: 'data: <div>\n  1\n</div>\n\n' },
      right: { language: 'text', text: 'data: <div>\ndata:   1\ndata: </div>\n\n' },
      source: PARSING,
    },
  },
  'sse/not-html': {
    words: ({ facts }, { server }) => ({
      title: 'The data is not HTML',
      expected: 'A piece of HTML in the data, as `<div>1</div>`.',
      cause: `The data is \`${inline(facts.data)}\`. The sse extension swaps it into the page as it is, so it shows as plain text.`,
      fix: `Put the number into an element: ${writeEvent(server)}`,
    }),
    otherLanguage: { fix: `Put the number into an element: ${PLAIN_EVENT}.` },
    explain: {
      title: 'Data without HTML',
      meaning:
        'With htmx the server sends what the page shows. Plain text is swapped too, but it has no element to style, and JSON shows with its braces.',
      wrong: { language: 'text', text: 'data: {"count": 1}\n\n' },
      right: { language: 'text', text: 'data: <div>1</div>\n\n' },
      source: 'htmx-ext-sse 2, sse.js, `swap`.',
    },
  },
  'sse/empty-heartbeat': {
    words: (_, { server }) => ({
      title: 'An empty data: line blanks what the stream shows',
      expected: 'Between two numbers no event that is empty.',
      cause:
        'The line `data:` with nothing after it, and the empty line, are an event with empty data. The sse extension swaps it like any other, so the element is empty until the next number comes.',
      fix: `Send a comment, a line that begins with a colon, which a browser reads and throws away: ${inServerLanguage(
        server,
        {
          node: '`response.write(": ping\\n\\n")`.',
          python: '`yield ": ping\\n\\n"`.',
        },
      )}`,
    }),
    otherLanguage: {
      fix: 'Send a comment, a line that begins with a colon, which a browser reads and throws away: `: ping`, then an empty line.',
    },
    explain: {
      title: 'An empty heartbeat',
      meaning:
        'A heartbeat is something sent now and then so that no proxy takes a silent connection for a dead one. A comment is made for it: it makes no event. An event with a name that no `sse-swap` waits for does no harm either.',
      wrong: { language: 'text', text: 'data:\n\n' },
      right: { language: 'text', text: ': ping\n\n' },
      source: 'HTML standard, 9.2.7 "Authoring notes": a comment line every 15 seconds or so.',
    },
  },
  'sse/client-disagrees': {
    words: ({ facts }, { names }) => ({
      title: 'An EventSource client receives no event from the stream',
      expected: 'The client receives what the bytes say.',
      cause: `The bytes of one connection make events, but a second one, opened by an EventSource as in a browser, brought none: ${facts.reason === '' ? 'it received no event' : inline(facts.reason, 200)}.`,
      fix: `Answer each request to \`${names.stream}\` in the same way, whatever its headers and whoever else is connected, with a counter and a timer of its own.`,
    }),
    explain: (names) => ({
      title: 'A real client disagrees',
      meaning:
        'The stream is read twice: byte by byte, and by an EventSource that follows the standard. When only the first one succeeds, the server treats the two connections differently.',
      wrong: { language: 'js', text: 'if (streams > 0) return response.writeHead(503).end();\nstreams += 1;' },
      right: { language: 'js', text: `if (pathname === "${names.stream}") return streamCounter(request, response);` },
      source: 'HTML standard, 9.2.2 to 9.2.6.',
    }),
  },
};

/** @param field what stands before the first colon, or the whole line when it has none */
function fieldBecause(field: string): string {
  if (field.trim().toLowerCase() === 'data') {
    if (field.trimStart() !== field) return 'There are blanks before `data`, and they count as a part of its name.';
    if (field.trimEnd() !== field)
      return 'There is a blank between `data` and the colon, and it counts as a part of the name.';
    return `\`${inline(field)}\` is not \`data\`: upper and lower case count.`;
  }
  return `The line begins with \`${inline(field, 60)}\`.`;
}

/** The line that sends an event, in the language of the server. */
function writeEvent(server: ServerWords): string {
  return inServerLanguage(server, { node: `${WRITE}.`, python: `${YIELD}.` });
}
