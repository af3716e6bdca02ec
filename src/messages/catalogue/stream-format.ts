import type { StreamFailure } from '../../model/stream-failure.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { Entries, Words } from '../entry.ts';
import type { Names } from '../names.ts';
import { inline } from '../visible.ts';
import { inServerLanguage } from '../server-language.ts';
import type { ServerWords } from '../server-language.ts';
import { lackWords } from './stream-lack.ts';
import { streamFailureWords } from './stream-failure.ts';
import { line } from './seen.ts';

/** For a sentence: a code span cannot contain a template string. */
const WRITE = '`response.write("data: <div>" + count + "</div>\\n\\n")`';
const YIELD = '`yield f"data: <div>{count}</div>\\n\\n"`';
const EVENT = 'response.write(`data: <div>Current count: ${count}</div>\\n\\n`);';
/** As it appears in the stream, for a server in any language. */
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
  | 'sse/no-retry'
> = {
  'sse/no-event': {
    words: ({ facts }, { names, server }) => ({
      title: facts.bytes === 0 ? 'The stream is open, but nothing arrives' : 'Bytes arrive, but they form no event',
      expected: 'A first event within a few seconds: a line `data: …` and an empty line.',
      cause:
        facts.bytes === 0
          ? 'The response headers arrived, and status and type are right, but the server wrote nothing after them.'
          : `${facts.bytes} bytes arrived without a line \`data: …\`. Comments (lines that begin with a colon), empty lines, \`id:\`, \`retry:\` and \`event:\` alone form no event.`,
      fix: `Write an event ${names.interval.every}: ${writeEvent(server)}`,
      ...lackWords(facts.lacks),
    }),
    otherLanguage: ({ facts }, { names }) => ({
      fix: `Write an event ${names.interval.every}: ${PLAIN_EVENT}.`,
      ...lackWords(facts.lacks),
    }),
    explain: {
      title: 'No event arrives',
      meaning:
        'An event is complete when an empty line arrives after at least one `data:` line. A name is not enough: an `event:` line without data is silently ignored. A timer that is never started, or an `await` that never ends, sends nothing at all.',
      wrong: { language: 'text', text: 'event: tick\n\n' },
      right: { language: 'text', text: 'event: tick\ndata: <div>1</div>\n\n' },
      source: PARSING,
    },
    seenAs: [
      {
        response: ({ status, type, body }) => status === 200 && type === 'text/event-stream' && body.trim() === '',
        weight: 7,
        why: 'The stream is open and contains nothing.',
      },
    ],
  },
  'sse/no-blank-line': {
    words: ({ facts }, { server }) => ({
      title: facts.literal ? 'The line ends are sent as the two characters \\ and n' : 'No empty line ends the event',
      expected:
        'Two line ends after the data: the first ends the line, the second is the empty line that ends the event.',
      cause: `The data arrived, but a browser holds an event back until an empty line follows, so the page gets nothing. ${facts.slash === true ? 'Here `/n` was sent, a slash and a letter; a line end is a backslash and `n`.' : facts.literal ? 'Here `\\n` was sent as a backslash and a letter: the string was escaped twice, or it is a raw string.' : 'A line with spaces is not empty.'}`,
      fix: facts.literal
        ? `Write \`\\n\\n\` with one backslash each, in an ordinary string. ${inServerLanguage(server, { node: '`String.raw` keeps', python: '`r"…"` keeps' })} the backslash.`
        : `End each event with \`\\n\\n\`: ${writeEvent(server)}`,
    }),
    otherLanguage: ({ facts }) =>
      facts.literal
        ? {
            fix: 'Write real line feeds. A raw string keeps the backslash and the n; in Perl and PHP a string in single quotes does, so write `"\\n\\n"`.',
          }
        : { fix: `End each event with two line feeds: ${PLAIN_EVENT}.` },
    explain: {
      title: 'The event has no end',
      meaning:
        'An event can have several lines, so the end of one line is not the end of the event; an empty line is. Without it, all lines form one event that never ends. The browser reports nothing.',
      wrong: { language: 'js', text: EVENT.replace('\\n\\n', '\\n') },
      right: { language: 'js', text: EVENT },
      source: PARSING,
    },
    seenAs: [
      {
        response: ({ status, type, body }) =>
          status === 200 &&
          type === 'text/event-stream' &&
          /^data:.*\ndata:.*\ndata:/mu.test(body) &&
          !/\n\n\S/u.test(body.trim()),
        weight: 8,
        why: 'No blank line ends an event, so none is ever delivered.',
      },
    ],
  },
  'sse/no-data-prefix': {
    words: ({ facts }, { server }) => ({
      title: 'A line of the stream does not begin with data:',
      expected: 'Each line of data begins with `data:`, at the start of the line, in lower case.',
      cause: `${fieldBecause(facts.field)} A browser knows the fields \`data\`, \`event\`, \`id\` and \`retry\`; it silently ignores a line with any other.`,
      fix:
        facts.by === undefined
          ? `Begin each line with \`data:\`, with nothing before it: ${writeEvent(server)}`
          : UNUSED_CLASS,
    }),
    otherLanguage: { fix: `Begin each line with \`data:\`, with nothing before it: ${PLAIN_EVENT}.` },
    explain: {
      title: 'A line without data:',
      meaning:
        'An event stream consists of lines of the form "field: value". The part before the first colon is the field name and must match exactly: `Data`, or `data` with spaces before it, is another field, and unknown fields are ignored. In a multi-line template string the indentation is part of the text.',
      wrong: { language: 'js', text: 'response.write(`\n    data: ${count}\n\n`);' },
      right: { language: 'js', text: 'response.write(`data: ${count}\\n\\n`);' },
      source: PARSING,
    },
    seenAs: [
      {
        response: ({ status, type, body }) =>
          status === 200 &&
          type === 'text/event-stream' &&
          body.trim() !== '' &&
          !/^(?:data|event|id|retry)?:/mu.test(body),
        weight: 9,
        why: 'No line of the stream begins with `data:`.',
      },
    ],
  },
  'sse/multiline-without-prefix': {
    words: ({ facts }, { server }) => ({
      title: 'The data spans several lines, and only the first begins with data:',
      expected: 'Each line of the data begins with `data:`, or all of it is on one line.',
      cause:
        facts.cut === undefined
          ? `The line \`${inline(facts.line ?? '')}\` was silently ignored, because it does not begin with a field that a browser knows. The page gets the HTML without it.`
          : `All that the page got is \`${inline(facts.cut, 60)}\`: an element that is opened, with nothing inside and no end. The lines after it were silently ignored, because they do not begin with a field that a browser knows.`,
      fix: `Put the HTML on one line, or begin each of its lines with \`data: \`: ${inServerLanguage(server, {
        node: '`"data: " + html.replaceAll("\\n", "\\ndata: ") + "\\n\\n"`.',
        python: '`"data: " + html.replace("\\n", "\\ndata: ") + "\\n\\n"`.',
      })}`,
    }),
    otherLanguage: { fix: 'Put the HTML on one line, or begin each of its lines with `data: `.' },
    explain: {
      title: 'Data that spans several lines',
      meaning:
        'A line end inside the data ends the `data:` line. The next line needs its own `data:`; the browser joins the lines again, with a line feed between them.',
      wrong: { language: 'text', text: 'data: <div>\n  1\n</div>\n\n' },
      right: { language: 'text', text: 'data: <div>\ndata:   1\ndata: </div>\n\n' },
      source: PARSING,
    },
    seenAs: [
      {
        response: ({ type, body }) =>
          type === 'text/event-stream' && /^data:[^\n]*\n(?!data:|event:|id:|retry:|:)[^\n]+/mu.test(body),
        weight: 8,
        why: 'A line of the data has no `data:` before it, and clients discard it.',
      },
    ],
  },
  'sse/no-retry': {
    words: ({ facts }) => ({
      title:
        facts.value === undefined
          ? 'The stream does not say how soon to come back'
          : 'The line `retry` is not a number of milliseconds that makes sense',
      expected: 'A line `retry:` with digits alone: milliseconds, at most 10000.',
      cause:
        facts.value === undefined
          ? 'Without it each browser waits as long as it likes, usually three to five seconds.'
          : `It has "${inline(facts.value)}". A value with anything but digits is ignored, and nobody wants to wait longer than ten seconds.`,
      fix: 'Write `retry: 1000` and an empty line once, at the beginning of the response.',
    }),
    explain: {
      title: 'The line `retry`',
      meaning:
        'How many milliseconds a client waits before it asks again. Only digits count: with a unit, a fraction or a sign the line is ignored, and nothing reports it.',
      wrong: { language: 'text', text: 'retry: 1s\n' },
      right: { language: 'text', text: 'retry: 1000\n' },
      source: PARSING,
    },
  },
  'sse/not-html': {
    words: ({ facts }, { server }) => ({
      title: 'The data is not HTML',
      expected: 'HTML in the data, such as `<div>1</div>`.',
      cause: `The data is \`${inline(facts.data)}\`. The sse extension swaps it into the page as it is, so it shows as plain text.`,
      fix: `Put the number into an element: ${writeEvent(server)}`,
    }),
    otherLanguage: { fix: `Put the number into an element: ${PLAIN_EVENT}.` },
    explain: {
      title: 'Data without HTML',
      meaning:
        'With htmx the server sends what the page shows. Plain text is swapped too, but a style sheet cannot select it, and JSON shows with its braces.',
      wrong: { language: 'text', text: 'data: {"count": 1}\n\n' },
      right: { language: 'text', text: 'data: <div>1</div>\n\n' },
      source: 'htmx-ext-sse 2, sse.js, `swap`.',
    },
    seenAs: [line(/^data: ?\d+$/u, 4, 'The data is a bare number; htmx swaps it, but without an element around it.')],
  },
  'sse/empty-heartbeat': {
    words: (_, { server }) => ({
      title: 'An empty data: line clears what the stream shows',
      expected: 'No empty event between two numbers.',
      cause:
        'The line `data:` with nothing after it, followed by an empty line, is an event with empty data. The sse extension swaps it like any other, so the element is empty until the next number arrives.',
      fix: `Send a comment, a line that begins with a colon, which a browser ignores: ${inServerLanguage(server, {
        node: '`response.write(": ping\\n\\n")`.',
        python: '`yield ": ping\\n\\n"`.',
      })}`,
    }),
    otherLanguage: {
      fix: 'Send a comment, a line that begins with a colon, which a browser ignores: `: ping`, then an empty line.',
    },
    explain: {
      title: 'An empty heartbeat',
      meaning:
        'A heartbeat is sent now and then so that no proxy takes a silent connection for a dead one. Comments are meant for this: they are not events. An event whose name no `sse-swap` waits for does no harm either.',
      wrong: { language: 'text', text: 'data:\n\n' },
      right: { language: 'text', text: ': ping\n\n' },
      source: 'HTML standard, 9.2.7 "Authoring notes": a comment line every 15 seconds or so.',
    },
    seenAs: [line(/^data: ?$/u, 6, 'An event with empty data empties the element that it is swapped into.')],
  },
  'sse/client-disagrees': {
    words: ({ facts }, { names }) => ({
      title: 'An EventSource client receives no event from the stream',
      expected: 'The client receives what the bytes say.',
      cause: `The bytes of one connection form events, but a second one, opened by an EventSource as in a browser, delivered none: ${facts.failure === undefined ? 'it received no event' : streamFailureWords(facts.failure)}.`,
      fix: disagreeFix(facts.failure, names),
      ...(facts.by === undefined ? {} : notAskedWords(facts, names)),
    }),
    explain: (names) => ({
      title: 'A real client disagrees',
      meaning:
        'The stream is read twice: byte by byte, and by an EventSource that follows the standard. If only the first one succeeds, the server treats the two connections differently.',
      wrong: { language: 'js', text: 'if (streams > 0) return response.writeHead(503).end();\nstreams += 1;' },
      right: { language: 'js', text: `if (pathname === "${names.stream}") return sendCounter(request, response);` },
      source: 'HTML standard, 9.2.2 to 9.2.6.',
    }),
  },
};

/** @param field the part before the first colon, or the whole line when it has none */
function fieldBecause(field: string): string {
  if (field.trim().toLowerCase() === 'data') {
    if (field.trimStart() !== field) return 'There are spaces before `data`, and they count as part of the name.';
    if (field.trimEnd() !== field)
      return 'There is a space between `data` and the colon, and it counts as part of the name.';
    return `\`${inline(field)}\` is not \`data\`: case matters.`;
  }
  return `The line begins with \`${inline(field, 60)}\`.`;
}

/** The line that sends an event, in the language of the server. */
function writeEvent(server: ServerWords): string {
  return inServerLanguage(server, { node: `${WRITE}.`, python: `${YIELD}.` });
}

const UNUSED_CLASS =
  'Write `@app.get(…, response_class=EventSourceResponse)`, and make the function itself the generator, which yields `ServerSentEvent(raw_data=html)`: only then FastAPI writes the fields. A returned `EventSourceResponse(generator())` passes on the text as it is.';
/** @param status with which the second client was answered; undefined: it got no status */
/** The address is right, and the page has requested nothing. */
function notAskedWords(
  { disabled }: FindingOf<'sse/client-disagrees'>['facts'],
  names: Names,
): Pick<Words, 'title' | 'expected' | 'cause' | 'fix'> {
  const told = {
    title: 'The page does not ask for its stream',
    expected: `A request of the page for \`${names.stream}\`.`,
  };
  if (disabled !== undefined)
    return {
      ...told,
      cause: `The \`<${inline(disabled, 20)}>\` has \`hx-disable\`, so htmx processes neither it nor anything inside it, and \`sse-connect\` has no effect.`,
      fix: `Remove \`hx-disable\` from the \`<${inline(disabled, 20)}>\`; put it only on elements that show what others wrote.`,
    };
  return {
    ...told,
    cause: `The attributes and the address \`${names.stream}\` are there, and the page opened no stream. Something else keeps htmx from it.`,
    fix: 'Look for a script that adds the element later, replaces it, or calls `preventDefault()` on an event of htmx.',
  };
}

function disagreeFix(failure: StreamFailure | undefined, names: Names): string {
  return failure?.reason === 'status'
    ? `Remove what answers some requests to \`${names.stream}\` with \`${failure.status}\`, because of their headers or because somebody else is connected.`
    : `Answer each request to \`${names.stream}\` in the same way, whatever its headers and whoever else is connected, each with its own counter and timer.`;
}
