import type { Evidence, FindingOf } from '../../model/finding.ts';
import { failureWords } from '../observed.ts';
import type { Entries, Words } from '../entry.ts';
import type { Names } from '../names.ts';
import { inline } from '../visible.ts';
import { placeWords } from './place-words.ts';
import { endingWords, errorHint, importFix, READ_OR_RUN } from './runtime-errors.ts';
import { inServerLanguage } from '../server-language.ts';
import type { ServerWords } from '../server-language.ts';
import { lackWords } from './stream-lack.ts';
import { literal } from '../../model/pattern.ts';
import { answered, STREAM_FAILED, line, isForStream } from './seen.ts';

const HEAD = 'response.writeHead(200, {\n  "Content-Type": "text/event-stream",\n  "Cache-Control": "no-cache",\n});';
const GIVES_UP =
  'An EventSource accepts only status 200 and the type text/event-stream; otherwise it gives up. The sse extension then makes a new one, after half a second, then after one, two, four and so on, always with the same result.';

/** The head of the response: status, type, caching. */
export const streamResponseEntries: Entries<
  | 'sse/no-route'
  | 'sse/server-error'
  | 'sse/unexpected-status'
  | 'sse/no-response'
  | 'sse/wrong-content-type'
  | 'sse/cacheable'
  | 'sse/blocks-others'
> = {
  'sse/no-route': {
    words: ({ facts, evidence }, { names, server }) => ({
      title:
        facts.status === 200
          ? `${names.stream} gets the same answer as any other path`
          : `The server has nothing at ${names.stream} (status ${facts.status})`,
      expected: `Status 200 and an event stream at \`${names.stream}\`.`,
      cause:
        facts.status === 200
          ? 'The server answers a path that does not exist in the same way, so the route of the stream is not reached: it is not written yet, it has another path, or an earlier line answers everything.'
          : 'The server does not know this path: the route is not written yet, it has another path, or an earlier line answers first.',
      fix:
        facts.near === undefined
          ? inServerLanguage(server, {
              node: `Add a route for the path: \`if (pathname === "${names.stream}") return streamCounter(request, response);\`.`,
              python: `Put \`@app.get("${names.stream}")\` before the function that returns the stream.`,
            })
          : `Write \`${names.stream}\` in place of \`${inline(facts.near)}\`.`,
      ...(facts.because === undefined ? {} : ANSWERED_BY_ITSELF),
      ...(facts.written === undefined ? {} : neverReached(evidence, names)),
    }),
    otherLanguage: ({ facts }, { names }) =>
      facts.near === undefined && facts.written === undefined
        ? { fix: `Answer \`GET ${names.stream}\` with its own route.` }
        : {},
    explain: (names) => ({
      title: 'No route for the stream',
      meaning: `An event stream is an ordinary GET request whose response does not end, so it needs a route, as a page does. ${GIVES_UP}`,
      wrong: { language: 'js', text: 'if (pathname === "/counter") return sendCounter(request, response);' },
      right: { language: 'js', text: `if (pathname === "${names.stream}") return sendCounter(request, response);` },
      source: 'HTML standard, 9.2.2 "The EventSource interface": any status but 200 fails the connection.',
    }),
    seenAs: (names) => [
      line(answered(literal(names.stream), '404'), 10, "The stream's address was answered with 404."),
      line(STREAM_FAILED, 7, 'A stream without a route is answered with 404, and the browser gives up.'),
      line(
        /EventSource's response has a MIME type \("text\/(?:html|plain)"\)/iu,
        6,
        'An error page, such as that of a 404, has this type.',
      ),
      {
        response: ({ path, status }) => path === names.stream && status === 404,
        weight: 10,
        why: 'The request for the stream was answered with 404.',
      },
    ],
  },
  'sse/server-error': {
    words: ({ facts, evidence }, { names, server }) => ({
      title:
        facts.status === 200
          ? 'The stream breaks off with an error in the server'
          : `${names.stream} fails in the server (status ${facts.status})`,
      expected:
        facts.status === 200
          ? 'A stream that continues as long as the client is connected.'
          : `Status 200 and an event stream at \`${names.stream}\`.`,
      cause: facts.generator
        ? inServerLanguage(server, {
            node: 'A generator was passed as the whole answer, but `response.end()` and `response.write()` take text.',
            python:
              'a generator produces its text piece by piece, but `HTMLResponse`, like a plain `return`, needs all of it at once.',
          })
        : `${facts.status === 200 ? 'The code that makes the events' : 'The handler of this path'} ${facts.error === '' ? `raised an error${(evidence.output ?? []).length > 0 ? "; the server's output says which" : ''}` : `ended with ${endingWords(facts.error)}`}.${errorHint(facts.error)}`,
      fix: facts.generator
        ? inServerLanguage(server, {
            node: 'Write each piece as it comes: `for await (const piece of generator()) response.write(piece);`.',
            python: `return \`StreamingResponse(${facts.call ?? 'generator()'}, media_type="text/event-stream")\`, with \`from fastapi.responses import StreamingResponse\`.`,
          })
        : facts.error === '' || evidence.where?.[0]?.line === undefined
          ? facts.unseen === true
            ? READ_OR_RUN
            : "Look at the last lines of the server's output, and fix the line that they name."
          : (importFix(facts.error, server) ?? `Fix ${placeWords(evidence.where[0])}.`),
    }),
    otherLanguage: ({ facts }) =>
      facts.generator
        ? {
            cause: 'The response needs the whole text at once, but got something that produces it piece by piece.',
            fix: 'Use the kind of response that your framework has for streaming.',
          }
        : {},
    explain: {
      title: "The stream's handler fails",
      meaning:
        'Status 500 and above mean an error in the server. With FastAPI the cause is most often `HTMLResponse` around a generator: `HTMLResponse` encodes one finished text, while a stream needs a class that sends each piece as the generator yields it.',
      wrong: { language: 'py', text: 'return HTMLResponse(content=counter())' },
      right: { language: 'py', text: 'return StreamingResponse(counter(), media_type="text/event-stream")' },
      source: 'Starlette source, responses.py, `Response.render` and `StreamingResponse`; HTML standard, 9.2.2.',
    },
    seenAs: (names) => [
      line(
        answered(literal(names.stream), '5\\d\\d'),
        10,
        "The stream's address was answered with an error of the server.",
      ),
      line(
        /'async for' requires an object with __aiter__|object is not an (?:async )?iterator|Response content (?:longer|shorter) than Content-Length|'dict' object has no attribute 'encode'/u,
        8,
        "The stream's generator does not produce what the framework sends.",
      ),
      line(
        /ERR_HTTP_HEADERS_SENT|Cannot set headers after they are sent/u,
        7,
        'The handler answers twice: something sends a head after the stream has begun.',
      ),
      {
        response: ({ path, status }) => path === names.stream && status >= 500,
        weight: 10,
        why: 'The request for the stream was answered with an error of the server.',
      },
    ],
  },
  'sse/blocks-others': {
    words: ({ facts, evidence }, { names, server }) => ({
      title: 'While the stream is open, the server answers no one else',
      expected: 'Between two events the server has time for the page, the chat and other clients.',
      cause: `${otherWaited(facts, names)} The server does one thing at a time, and the code that makes the events never yields: it waits without \`await\`, or does not wait at all.`,
      fix: inServerLanguage(server, {
        node: `Make the events in a timer, \`setInterval(…, ${names.interval.ms})\`, and remove the loop or the \`…Sync\` call that waits.`,
        python: `wait with \`await asyncio.sleep(${names.interval.seconds})\` in each iteration of the loop, instead of \`time.sleep\` or no pause at all (${placeWords(evidence.where?.[0])}).`,
      }),
    }),
    otherLanguage: ({ facts, evidence }, { names }) => ({
      cause: `${otherWaited(facts, names)} The server does one thing at a time, and the code that makes the events keeps it: it waits in a call that blocks, such as \`sleep\`, or does not wait at all.`,
      fix: isPerl(evidence)
        ? `In Mojolicious, make the events in a timer instead of the loop and its \`sleep\`: \`Mojo::IOLoop->recurring(${names.interval.seconds} => sub { … });\`. Elsewhere, give the stream its own thread or process.`
        : "Give the stream its own thread or task, or wait between events with what your framework's event loop offers.",
    }),
    explain: ({ interval }) => ({
      title: 'The stream blocks the server',
      meaning:
        'Node and asyncio serve all clients in turns, and a turn ends at an `await` or when a function returns. `time.sleep` in an `async` function, or a loop that does not wait, keeps the turn: no page is served, no message answered, and the stream of a client that has left never ends. Starlette runs each step of a generator written with plain `def` in a thread, and there `time.sleep` does no harm.',
      wrong: {
        language: 'py',
        text: `async def count_up():\n    for count in itertools.count(1):\n        time.sleep(${interval.seconds})\n        yield f"data: {count}\\n\\n"`,
      },
      right: {
        language: 'py',
        text: `async def count_up():\n    for count in itertools.count(1):\n        await asyncio.sleep(${interval.seconds})\n        yield f"data: {count}\\n\\n"`,
      },
      source: 'Python documentation, "Developing with asyncio"; Node documentation, "Don\'t Block the Event Loop".',
    }),
    seenAs: [
      line(
        /must consume synchronous iterators in order to serve them asynchronously/iu,
        7,
        'The server reads the whole generator first, and an endless one never ends.',
      ),
      line(
        /Executing <(?:Task|Handle) .* took \d+\.\d+ seconds/u,
        7,
        'A stream that sleeps without `await` holds the event loop.',
      ),
    ],
  },
  'sse/unexpected-status': {
    words: ({ facts }, { names, server }) => ({
      title: `${names.stream} answers with status ${facts.status}`,
      expected: 'Status 200.',
      cause: statusBecause(facts),
      fix: statusFix(facts.status, names, server),
    }),
    explain: {
      title: 'An unexpected status',
      meaning: `${GIVES_UP} Status 204 is how a server tells an EventSource not to come back; a redirect is followed, but the page then depends on a second address.`,
      wrong: { language: 'js', text: 'response.writeHead(204).end();' },
      right: { language: 'js', text: HEAD },
      source: 'HTML standard, 9.2.2 "The EventSource interface" and 9.2.1 "Introduction" on 204.',
    },
    seenAs: (names) => [
      line(
        answered(literal(names.stream), '204', '3\\d\\d', '40[0-35-9]', '4[1-9]\\d'),
        10,
        "The stream's address was answered with another status than 200.",
      ),
      {
        response: ({ path, status }) => path === names.stream && status !== 200 && status !== 404 && status < 500,
        weight: 9,
        why: 'The request for the stream was answered with another status than 200.',
      },
    ],
  },
  'sse/no-response': {
    words: ({ facts, evidence }, { names, server }) => ({
      title: `${names.stream} does not answer`,
      expected: `The response headers at once, with status 200, and then one event ${names.interval.every}.`,
      cause: noResponseBecause(evidence, inServerLanguage(server, { node: NODE_HEADERS, python: '' })),
      fix: inServerLanguage(server, {
        node: 'Call `response.writeHead(200, { "Content-Type": "text/event-stream" })` and then `response.flushHeaders()`, and send the events from a timer, not from a loop that waits.',
        python: `Return a \`StreamingResponse\`, and wait in its generator with \`await asyncio.sleep(${names.interval.seconds})\`, not with \`time.sleep\`.`,
      }),
      ...lackWords(facts.lacks),
      ...(facts.error === undefined
        ? {}
        : {
            cause: `The handler ended with ${endingWords(facts.error)}.${errorHint(facts.error)}`,
            fix: importFix(facts.error, server) ?? `Fix ${placeWords(evidence.where?.[0])}.`,
          }),
    }),
    otherLanguage: ({ facts, evidence }) =>
      facts.error !== undefined
        ? {}
        : {
            cause: noResponseBecause(evidence, ''),
            fix: 'Send status and headers at once, before the first event, and flush them. Wait between events in a way that blocks no one else.',
            ...lackWords(facts.lacks),
          },
    explain: ({ interval }) => ({
      title: 'The stream does not answer',
      meaning:
        'A browser is connected when the response headers have arrived. Node holds the headers back until there is a body to send, or until `flushHeaders` is called. A loop without a pause prevents the process from sending anything at all.',
      wrong: { language: 'js', text: 'while (true) {\n  response.write(`data: ${count++}\\n\\n`);\n}' },
      right: {
        language: 'js',
        text: `${HEAD}\nresponse.flushHeaders();\nsetInterval(() => response.write(\`data: \${++count}\\n\\n\`), ${interval.ms});`,
      },
      source: 'Node documentation, `response.flushHeaders()`.',
    }),
    seenAs: (names) => [
      line(
        new RegExp(`${literal(names.stream)}.*(?:ERR_TIMED_OUT|timed out|\\(pending\\))`, 'u'),
        9,
        "The stream's address gave no answer.",
      ),
      line(
        /must consume asynchronous iterators in order to serve them synchronously/iu,
        9,
        'Under WSGI Django reads an asynchronous generator to its end before it sends anything.',
      ),
    ],
  },
  'sse/wrong-content-type': {
    words: ({ facts }, { names, server }) => ({
      title:
        facts.accepts === undefined
          ? typeTitle(facts.contentType, names)
          : `${names.stream} answers the page with ${inline(facts.contentType)}, and other clients with a stream`,
      expected: '`Content-Type: text/event-stream`.',
      cause:
        facts.because === 'set-too-late'
          ? 'The header was set after the headers had been sent, so it never left the server: the first `write`, `flushHeaders` or `end` sends the headers.'
          : isOtherCharset(facts.contentType)
            ? 'An event stream is always UTF-8. With another charset in the header some browsers give up, and others read it as UTF-8 anyway.'
            : 'A browser looks at this header before it reads any event. With another type it passes no event to the page; the console says that the MIME type is not "text/event-stream", for `text/plain` and for no type only when about 1 KB has arrived.',
      fix: isOtherCharset(facts.contentType)
        ? 'Write the type without the charset: `"text/event-stream"`.'
        : inServerLanguage(server, {
            node:
              facts.because === 'set-too-late'
                ? 'Move every `setHeader` above the first `flushHeaders()` and `write(…)`.'
                : 'Set the header before the first write: `response.writeHead(200, { "Content-Type": "text/event-stream" })`.',
            python: 'Name the type in the response: `StreamingResponse(generator(), media_type="text/event-stream")`.',
          }),
      ...(facts.accepts === undefined ? {} : acceptsWords(facts.accepts)),
    }),
    otherLanguage: ({ facts }) => ({
      fix: 'Set the header `Content-Type: text/event-stream` before the first write.',
      ...(facts.accepts === undefined ? {} : acceptsWords(facts.accepts)),
    }),
    explain: {
      title: 'The wrong content type',
      meaning: `The content type says how the bytes are to be read. With \`text/html\` the same bytes are a page. ${GIVES_UP}`,
      wrong: { language: 'http', text: 'HTTP/1.1 200 OK\nContent-Type: text/html' },
      right: { language: 'http', text: 'HTTP/1.1 200 OK\nContent-Type: text/event-stream' },
      source: 'HTML standard, 9.2.2 "The EventSource interface".',
    },
    seenAs: (names) => [
      line(
        /EventSource's response has a MIME type/iu,
        9,
        'The browser accepts only the type text/event-stream, and closed the stream.',
      ),
      line(/EventSource's response has a charset/iu, 9, 'An event stream is UTF-8; the type names another encoding.'),
      line(STREAM_FAILED, 6, 'Firefox and htmx say only this when the type is not text/event-stream.'),
      {
        response: (response) =>
          response.status === 200 && response.type !== 'text/event-stream' && isForStream(response, names.stream),
        weight: 9,
        why: 'The answer is a stream, and its Content-Type is not text/event-stream.',
      },
    ],
  },
  'sse/cacheable': {
    words: ({ facts }, { server }) => ({
      title: 'The event stream does not say that it must not be cached',
      expected: '`Cache-Control: no-cache` on the response.',
      cause: `${facts.cacheControl === '' ? 'The response has no `Cache-Control` header' : `The header is \`${inline(facts.cacheControl)}\``}. A browser does not store an event stream, but a proxy between it and the server may keep it, or hold it back.`,
      fix: inServerLanguage(server, {
        node: 'Add `"Cache-Control": "no-cache"` to the headers of the response.',
        python: 'Add `headers={"Cache-Control": "no-cache"}` to the `StreamingResponse`.',
      }),
    }),
    otherLanguage: { fix: 'Add the header `Cache-Control: no-cache` to the response.' },
    explain: {
      title: 'A stream that may be cached',
      meaning:
        'On your own machine nothing comes between browser and server. On the internet a proxy or a cache often does, and without this header it may answer with what it has stored. A stream works without it; it is a good habit.',
      wrong: { language: 'http', text: 'HTTP/1.1 200 OK\nContent-Type: text/event-stream' },
      right: { language: 'http', text: 'HTTP/1.1 200 OK\nContent-Type: text/event-stream\nCache-Control: no-cache' },
      source: 'RFC 9111, 5.2.2.4 "no-cache".',
    },
    seenAs: [
      {
        response: ({ status, type, headers }) =>
          status === 200 && type === 'text/event-stream' && !headers.has('cache-control'),
        weight: 2,
        why: 'The stream works without `Cache-Control: no-cache`, but the header is missing.',
      },
    ],
  },
};

const ANSWERED_BY_ITSELF = {
  cause:
    'Koa answers by itself when the middleware has returned: with 404, because nothing is in `ctx.body`. What a timer writes to `ctx.res` comes too late.',
  fix: 'Give Koa a stream: `const events = new PassThrough(); ctx.status = 200; ctx.body = events;`, from `node:stream`, and write with `events.write(…)`; or write `ctx.respond = false` first.',
};

const NODE_HEADERS =
  ', or nothing was written yet: Node sends the headers only with the first piece of the body, or after `flushHeaders()`';

/** @param more a further cause for a server that sent nothing, or nothing to add */
function noResponseBecause(evidence: Evidence, more: string): string {
  const { failure } = evidence;
  if (failure?.reason !== 'deadline')
    return `The connection gave no response: ${inline(failure === undefined ? 'it broke' : failureWords(failure, evidence), 200)}.`;
  return `The server accepted the request and sent nothing, not even a status. Either the handler waits for something before it answers, or a loop keeps the whole process busy${more}.`;
}

function statusBecause({ status, location }: FindingOf<'sse/unexpected-status'>['facts']): string {
  if (status === 204) return 'Status 204 means "no content", and an EventSource that receives it never reconnects.';
  if (status === 405) return 'The path exists, but not for GET, and an EventSource uses GET.';
  if (status === 401 || status === 403) return 'The server refuses the request, and an EventSource then gives up.';
  if (status >= 300 && status < 400) {
    return location === undefined
      ? 'The path redirects the client and does not say where.'
      : `The path redirects the client to \`${inline(location, 120)}\`. Redirects on the same server are followed; this one leads to another server, whose stream a browser does not let the page read, or in a circle.`;
  }
  return 'An EventSource reads only a response with status 200 and otherwise gives up.';
}

function statusFix(status: number, names: Names, server: ServerWords): string {
  if (status === 405)
    return inServerLanguage(server, {
      node: `Write the route for GET: \`app.get("${names.stream}", …)\`, or compare \`request.method\` with \`"GET"\`.`,
      python: `write the route for GET: \`@app.get("${names.stream}")\`.`,
    });
  if (status === 401 || status === 403) return 'Answer the path without a login, like the page `/`.';
  if (status >= 300 && status < 400)
    return `Answer \`${names.stream}\` with the stream itself, without a redirect. If a router redirects between the path with and without a slash at its end, write the route as \`${names.stream}\`, without one.`;
  return inServerLanguage(server, {
    node: 'Send `response.writeHead(200, { "Content-Type": "text/event-stream" })`, and keep the response open.',
    python: 'return `StreamingResponse(generator(), media_type="text/event-stream")`, with status 200.',
  });
}

function isOtherCharset(contentType: string): boolean {
  return /^\s*text\/event-stream\s*;/iu.test(contentType);
}

function acceptsWords(accepts: string): Pick<Words, 'cause' | 'fix'> {
  return {
    cause: `The server looks at the header \`Accept\` and prefers HTML. An EventSource accepts only \`text/event-stream\`; htmx 4 requests a stream as it requests anything else, with \`Accept: ${accepts}\`, so it gets the HTML once and no stream.`,
    fix: 'Send the stream to each client whose `Accept` contains `text/event-stream`, whatever else it accepts. Or give the stream an address of its own.',
  };
}

function typeTitle(contentType: string, names: Names): string {
  if (contentType === '') return `${names.stream} has no Content-Type`;
  if (isOtherCharset(contentType)) return `${names.stream} names a charset other than UTF-8: ${inline(contentType)}`;
  return `${names.stream} has the type ${inline(contentType)}, not text/event-stream`;
}

/** Perl's own `sleep` holds every event loop that is written in it. */
function isPerl({ where = [] }: Evidence): boolean {
  return where.some(({ file }) => /\.(?:pl|pm|psgi)$/u.test(file));
}

/** The route is written, and the answer is the one for paths that nobody serves. */
function neverReached({ where }: Evidence, names: Names): Pick<Words, 'cause' | 'fix'> {
  const at = placeWords(where?.[0]);
  return {
    cause: `\`${names.stream}\` is in ${at}, and the server answers as for an unknown path: an earlier line answers first, or the route belongs to another method or is below another path.`,
    fix: `Move the route in ${at} above the line that answers all other paths.`,
  };
}

function otherWaited({ waitedMs, by }: FindingOf<'sse/blocks-others'>['facts'], names: Names): string {
  return by === 'page'
    ? `While the events came, a request of the page got no answer for ${waitedMs} ms, until the end.`
    : `With one client on the stream, \`GET ${names.page}\` waited ${waitedMs} ms or more, each time.`;
}
