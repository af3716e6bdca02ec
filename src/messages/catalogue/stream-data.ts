import type { FindingOf } from '../../model/finding.ts';
import type { Entries } from '../entry.ts';
import { inServerLanguage } from '../server-language.ts';
import type { ServerWords } from '../server-language.ts';
import { inline } from '../visible.ts';
import { line } from './seen.ts';

/** What the events contain: text that is swapped into the page as it is. */
export const streamDataEntries: Entries<
  | 'sse/doubled-prefix'
  | 'sse/json-data'
  | 'sse/escaped-html'
  | 'sse/run-together'
  | 'sse/pieces-replaced'
  | 'sse/line-ends-lost'
> = {
  'sse/doubled-prefix': {
    words: ({ facts }, { server }) => ({
      title: `The data of the events begins with \`${facts.field}:\`, so the prefix is written twice`,
      expected: 'One line `data: <div>…</div>` for each event, and an empty line after it.',
      cause: `${facts.by === '' ? 'Something' : `\`${facts.by}\``} writes \`data: \` before each text that it gets, and the text already begins with \`${facts.field}:\`. The second prefix is part of the data, and the page shows it.`,
      fix: doubledFix(facts, server),
    }),
    otherLanguage: ({ facts }) => ({
      fix: `Pass only the HTML${facts.by === '' ? '' : ` to \`${facts.by}\``}, without \`data: \` and without line feeds at the end: what sends the event adds both.`,
    }),
    explain: {
      title: 'A doubled prefix',
      meaning:
        'A library for server-sent events takes the data alone and writes the field names, the line ends and the empty line itself. A text that was formatted by hand before is data to it, prefix included: `data: data: 1`.',
      wrong: { language: 'py', text: 'yield f"data: <div>{count}</div>\\n\\n"  # inside an EventSourceResponse' },
      right: { language: 'py', text: 'yield {"data": f"<div>{count}</div>"}  # or a StreamingResponse' },
      source:
        'HTML standard, 9.2.6 "Interpreting an event stream"; sse-starlette, `ServerSentEvent.encode`; Hono, `writeSSE`.',
    },
    seenAs: [
      {
        response: ({ type, body }) => type === 'text/event-stream' && /^data: ?data:/mu.test(body),
        weight: 9,
        why: '`data:` is in a line twice.',
      },
      line(/^data: ?data: ?/u, 9, '`data:` is in the line twice.'),
    ],
  },
  'sse/escaped-html': {
    words: (_, { server }) => ({
      title: 'The HTML of the events is escaped, so the page shows its tags',
      expected: '`data: <div>…</div>`, with `<` and `>` of the tags as they are.',
      cause:
        'What comes has `&lt;` and `&gt;` in place of the `<` and `>` of its own tags. That is how a text is written which is to be read with its tags. htmx puts it into the page as it is, so no element is made.',
      fix: inServerLanguage(server, {
        node: 'Escape only the values that come from people, before they are put into the HTML, and not the HTML itself.',
        python:
          'Escape only the values that come from people, and not the HTML itself. In a template of Jinja, HTML that was made elsewhere is marked as such: `{{ row | safe }}`, or `Markup(…)`.',
      }),
    }),
    otherLanguage: {
      fix: 'Escape only the values that come from people, before they are put into the HTML, and not the HTML itself.',
    },
    explain: {
      title: 'Escaped HTML in the data',
      meaning:
        'Escaping makes a text harmless: its `<` becomes `&lt;`, and the browser shows it as a character. Applied to the HTML as a whole it also turns the tags into text. Templates escape what they are given, HTML made elsewhere included.',
      wrong: { language: 'text', text: 'data: &lt;b&gt;12 %&lt;/b&gt;' },
      right: { language: 'text', text: 'data: <b>12 %</b>' },
      source: 'HTML standard, 13.1.4 "Character references"; htmx-ext-sse 2, sse.js, `swap`.',
    },
    seenAs: [
      {
        response: ({ type, body }) => type === 'text/event-stream' && /^data: ?&lt;[a-z]/mu.test(body),
        weight: 7,
        why: 'The data begins with an escaped tag, which the page shows as text.',
      },
      line(/^data: ?&lt;[a-z][\w-]*/u, 7, 'The data begins with an escaped tag, which the page shows as text.'),
    ],
  },
  'sse/run-together': {
    words: ({ facts }, { server }) => ({
      title: 'The words of the stream run together',
      expected: 'A space between two words that arrive in two events.',
      cause:
        facts.field === 'htmx-1'
          ? `htmx 1 reads each piece as a document of its own and drops the space at its beginning, so the page shows \`${inline(facts.shown, 60)}\`.`
          : `The page adds each piece to the one before, and no piece has a space at its beginning or its end: \`${inline(facts.shown, 60)}\`. A browser drops one space after \`data:\`, also one that belongs to the text.${facts.field === undefined ? '' : ' The source writes `data:` without a space of its own.'}`,
      fix:
        facts.field === 'htmx-1'
          ? IN_ELEMENT
          : inServerLanguage(server, {
              node: 'Write `data: ` with a space, and then the piece with its own space: `response.write("data: " + piece + "\\n\\n")`. If the text was split at its spaces, add one to each piece.',
              python:
                'write `data: ` with a space, and then the piece with its own space: `yield f"data: {piece}\\n\\n"`. If the text was split at its spaces, add one to each piece.',
            }),
    }),
    otherLanguage: ({ facts }) => ({
      fix:
        facts.field === 'htmx-1'
          ? IN_ELEMENT
          : 'Write `data: ` with a space, and then the piece with its own space. If the text was split at its spaces, add one to each piece.',
    }),
    explain: {
      title: 'Words without a space between them',
      meaning:
        'A text that arrives in pieces, such as the answer of a language model, has its spaces at the beginning of the pieces. If the first character after `data:` is a space, it belongs to the field and not to the data. So ` world` after `data:` arrives as `world`.',
      wrong: { language: 'js', text: 'response.write(`data:${piece}\\n\\n`);' },
      right: { language: 'js', text: 'response.write(`data: ${piece}\\n\\n`);' },
      source: 'HTML standard, 9.2.6 "Interpreting an event stream".',
    },
  },
  'sse/pieces-replaced': {
    words: ({ facts }) => ({
      title: 'Each piece of the text replaces the one before',
      expected: 'The pieces one after another, as one text.',
      cause: `The events are pieces of one text, such as ${facts.pieces
        .slice(0, 3)
        .map((piece) => `\`${inline(piece, 20)}\``)
        .join(
          ', ',
        )}. Without \`hx-swap\` htmx puts what arrives in the place of all that was there, so the page shows one piece at a time.`,
      fix: 'Write `hx-swap="beforeend"` on the element that waits for the events.',
    }),
    explain: {
      title: 'Pieces that replace each other',
      meaning:
        'The default of htmx is `innerHTML`: what arrives replaces the content. That is right for a state, such as a number or a price. A text that arrives in pieces, such as the answer of a language model, is added with `beforeend`.',
      wrong: { language: 'html', text: '<p sse-swap="token"></p>' },
      right: { language: 'html', text: '<p sse-swap="token" hx-swap="beforeend"></p>' },
      source: 'htmx 2, `getSwapSpecification`, `htmx.config.defaultSwapStyle`; hx-sse.js of htmx 4.0.1.',
    },
  },
  'sse/line-ends-lost': {
    words: ({ facts }, { server }) => ({
      title: 'The line ends of the text are lost on the way',
      expected: 'Lines that are apart in the text are apart in the page.',
      cause: `${facts.empty} events came with empty data in the middle of the text. Such a piece was a line end: after \`data: \` it ends the line, and the browser gets nothing of it. The page shows \`${inline(facts.shown, 60)}\`.`,
      fix: `Write one line \`data: \` for each line of the piece. The browser joins them again: ${inServerLanguage(
        server,
        {
          node: '`"data: " + piece.replaceAll("\\n", "\\ndata: ") + "\\n\\n"`.',
          python: '`"data: " + piece.replace("\\n", "\\ndata: ") + "\\n\\n"`.',
        },
      )} The element needs \`white-space: pre-wrap\` to show the lines.`,
    }),
    otherLanguage: {
      fix: 'Write one line `data: ` for each line of the piece; the browser joins them again. The element needs `white-space: pre-wrap` to show the lines.',
    },
    explain: {
      title: 'Line ends in a text that arrives in pieces',
      meaning:
        'A line end in the data ends the `data:` line. If the piece is only a line end, what follows is an empty line, which ends the event: its data is empty. If there is text after it, that text is a line without a field, and the browser ignores it.',
      wrong: { language: 'py', text: 'async for piece in pieces:\n    yield f"data: {piece}\\n\\n"' },
      right: {
        language: 'py',
        text: 'async for piece in pieces:\n    lines = piece.replace("\\n", "\\ndata: ")\n    yield f"data: {lines}\\n\\n"',
      },
      source: 'HTML standard, 9.2.6 "Interpreting an event stream".',
    },
  },
  'sse/json-data': {
    words: ({ facts }, { server }) => ({
      title:
        facts.holds === 'values'
          ? 'The events contain JSON, not HTML, and the page shows it'
          : 'The events contain JSON with HTML inside, not HTML',
      expected: '`data: <div>…</div>`: htmx puts the data of an event into the page as it is.',
      cause: `${JSON_HOLDS[facts.holds](inline(facts.member ?? ''))} The sse extension decodes no JSON, so the page shows ${facts.holds === 'values' ? 'it with its braces, quotes and names' : 'the quotes, and the attributes in the HTML have backslashes'}.`,
      fix: jsonFix(facts, server),
    }),
    otherLanguage: { fix: 'Send the HTML itself as the data, without encoding it as JSON.' },
    explain: {
      title: 'JSON in the data',
      meaning:
        'A script that reads events itself often expects JSON, and some libraries encode every value as JSON (`fastapi.sse` does so with a plain string). With htmx the data is the HTML that is swapped.',
      wrong: { language: 'text', text: 'data: "<div class=\\"counter\\">1</div>"' },
      right: { language: 'text', text: 'data: <div class="counter">1</div>' },
      source: 'htmx-ext-sse 2, sse.js, `swap`; FastAPI documentation, "Server-Sent Events", `raw_data`.',
    },
    seenAs: [
      {
        response: ({ type, body }) => type === 'text/event-stream' && /^data: ?[{["]/mu.test(body),
        weight: 8,
        why: 'The data is JSON; htmx swaps it as text.',
      },
      line(/^data: ?(?:\{"|\[\{|"<)/u, 7, 'The data of the event is JSON; htmx swaps it as text.'),
    ],
  },
};

const JSON_HOLDS: Readonly<Record<FindingOf<'sse/json-data'>['facts']['holds'], (member: string) => string>> = {
  string: () => 'The data of an event is a JSON string: the HTML in quotes, with backslashes before the quotes inside.',
  list: () => 'The data of an event is a JSON list with the HTML in it.',
  values: () => 'The data of an event is the JSON of a value.',
  object: (member) => `The data of an event is a JSON object, with the HTML as its member \`${member}\`.`,
};

const FASTAPI_RAW =
  'Yield `ServerSentEvent(raw_data=f"<div>{count}</div>")`, with `from fastapi.sse import ServerSentEvent`: `raw_data` is sent as it is, anything else as JSON.';

function doubledFix({ by }: FindingOf<'sse/doubled-prefix'>['facts'], server: ServerWords): string {
  switch (by) {
    case 'fastapi.sse':
      return FASTAPI_RAW;
    case 'EventSourceResponse':
    case 'ServerSentEvent':
      return `Yield only the HTML, \`yield f"<div>{count}</div>"\`, without \`data: \` and without the line feeds: \`${by}\` adds both. To write them yourself, use \`StreamingResponse\`.`;
    case 'writeSSE':
      return 'Pass only the HTML: `stream.writeSSE({ data: html })`, without `data: ` before it and without line feeds after it.';
    default:
      return inServerLanguage(server, {
        node: 'Pass only the HTML to what sends the event, without `data: ` and without `\\n\\n`; or write prefix and line feeds yourself, once, with `response.write`.',
        python:
          'yield only the HTML, without `data: ` and without `\\n\\n`; or write prefix and line feeds yourself, once, in a `StreamingResponse`.',
      });
  }
}

function jsonFix({ by, holds }: FindingOf<'sse/json-data'>['facts'], server: ServerWords): string {
  if (by === 'fastapi.sse') return FASTAPI_RAW;
  if (holds === 'values')
    return inServerLanguage(server, {
      node: 'Write HTML with the number in it: `response.write("data: <div>" + count + "</div>\\n\\n")`, without `JSON.stringify`.',
      python: 'yield HTML with the number in it: `yield f"data: <div>{count}</div>\\n\\n"`, without `json.dumps`.',
    });
  return inServerLanguage(server, {
    node: 'Write the HTML itself: `response.write("data: " + html + "\\n\\n")`, without `JSON.stringify`.',
    python: 'yield the HTML itself: `yield f"data: {html}\\n\\n"`, without `json.dumps`.',
  });
}

const IN_ELEMENT =
  'Put each piece into an element, `<span> world</span>`, in which the space stays. Or load htmx 2, which reads it as it is.';
