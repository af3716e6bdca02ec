import type { FactsByCode, FindingOf } from '../../model/finding.ts';
import type { ProcessEnd } from '../../model/observed.ts';
import { endWords } from '../observed.ts';
import type { Entries } from '../entry.ts';
import { intervalOf } from '../names.ts';
import type { Interval, Names } from '../names.ts';
import { placeWords } from './place-words.ts';
import { inline } from '../visible.ts';
import { inServerLanguage } from '../server-language.ts';
import type { ServerWords } from '../server-language.ts';
import { STREAM_FAILED, line } from './seen.ts';

function timer({ interval }: Names): string {
  return `let count = 0;\nconst timer = setInterval(() => {\n  count += 1;\n  response.write(\`data: <div>\${count}</div>\\n\\n\`);\n}, ${interval.ms});\nresponse.on("close", () => clearInterval(timer));`;
}

/** A timer that is never stopped. */
function bareTimer({ interval }: Names): string {
  return `setInterval(() => response.write(\`data: \${++count}\\n\\n\`), ${interval.ms});`;
}

/** The events over time: their rate, their numbers, who receives them. */
export const streamTickEntries: Entries<
  | 'sse/ends-early'
  | 'sse/falls-silent'
  | 'sse/buffered'
  | 'sse/wrong-rate'
  | 'sse/one-client-only'
  | 'sse/crashes-on-disconnect'
> = {
  'sse/ends-early': {
    words: ({ facts }, { names, server }) => ({
      title: `The stream ended after ${plural(facts.events, 'event')}`,
      expected: 'A response that stays open as long as the client is connected.',
      cause: `The server ended the response${endsBecause(facts)}. A browser takes that for a lost connection: it waits a few seconds, reconnects, and the events start again.${facts.clock === 'fast' ? SPED_UP : ''}`,
      fix: endsFix(facts, names, server),
    }),
    otherLanguage: ({ facts }) =>
      facts.because === 'unknown' ? { fix: 'Do not end the response: keep sending until the client disconnects.' } : {},
    explain: (names) => ({
      title: 'The stream ends',
      meaning:
        'An event stream ends when its response ends. An EventSource then reconnects by itself, after about three seconds in most browsers, so the page seems to work, but slowly and from 1 each time.',
      wrong: { language: 'js', text: 'response.end(`data: <div>${count}</div>\\n\\n`);' },
      right: { language: 'js', text: timer(names) },
      source: 'HTML standard, 9.2.3 "Processing model": reestablish the connection.',
    }),
    seenAs: [
      line(
        /ERR_INCOMPLETE_CHUNKED_ENCODING|IncompleteRead|incomplete chunked read|transfer closed with outstanding read data|ERR_HTTP2_PROTOCOL_ERROR/iu,
        8,
        'The stream was cut off: the server ended, or the connection to it.',
      ),
      line(
        /the connection to https?:\/\/\S+ was interrupted/iu,
        7,
        'The stream ended while the page was open, or the page was left.',
      ),
      line(STREAM_FAILED, 5, 'A stream that ends causes the same event before the browser connects again.'),
      line(/htmx:sseClose/u, 5, 'The stream was closed.'),
      {
        response: ({ type, headers }) => type === 'text/event-stream' && headers.has('content-length'),
        weight: 8,
        why: 'A Content-Length says that the stream has an end.',
      },
    ],
  },
  'sse/falls-silent': {
    words: ({ facts, evidence }, { names, server }) => ({
      title: `The stream fell silent after ${plural(facts.events, 'event')}`,
      expected: `One event ${names.interval.every}, as long as the client is connected.`,
      cause: `The response is still open and the server answers others, but no event comes any more${facts.call === '' ? '' : `: \`${facts.call}\` stops the timer while the client is there`}.${facts.clock === 'fast' ? SPED_UP : ''}`,
      fix: inServerLanguage(server, {
        node:
          facts.call === ''
            ? `Keep sending until the client disconnects: a timer, \`setInterval(…, ${names.interval.ms})\`, that nothing stops but \`response.on("close", …)\`.`
            : `Remove \`${facts.call}(…)\` from ${placeWords(evidence.where?.[0])}, and stop the timer only when the client has left: \`response.on("close", () => clearInterval(timer))\`.`,
        python: 'yield in a `while True:` loop that nothing leaves while the client is connected.',
      }),
    }),
    otherLanguage: { fix: 'Keep sending until the client disconnects.' },
    explain: (names) => ({
      title: 'The stream falls silent',
      meaning:
        'The response is open, so neither the browser nor htmx sees that anything is wrong: they wait, and the page shows the last number forever.',
      wrong: {
        language: 'js',
        text: `const timer = setInterval(() => {\n  response.write(\`data: \${++count}\\n\\n\`);\n  if (count === 30) clearInterval(timer);\n}, ${names.interval.ms});`,
      },
      right: { language: 'js', text: timer(names) },
      source: 'HTML standard, 9.2.3 "Processing model": only the end of the response makes a client reconnect.',
    }),
  },
  'sse/buffered': {
    words: ({ facts }, { names, server }) => ({
      title: facts.held === 'head' ? 'The answer is held back, headers included' : bufferedTitle(facts.atOnce),
      expected: 'Each event arrives when it is due, the first one within a few seconds.',
      cause: facts.held === 'head' ? HEAD_HELD : bufferedBecause(facts.encoding, facts.atOnce),
      fix:
        facts.encoding === '' && facts.held === undefined
          ? inServerLanguage(server, {
              node: `Write each event as soon as it exists: \`response.write(…)\` in the timer itself, ${names.interval.every}.`,
              python: `Yield each event inside the loop, as soon as it exists, after \`await asyncio.sleep(${names.interval.seconds})\`.`,
            })
          : `Exclude \`${names.stream}\` from compression.`,
    }),
    otherLanguage: (_, { names }) => ({
      fix: `Flush after each event, and exclude \`${names.stream}\` from any compression.`,
    }),
    explain: (names) => ({
      title: 'The stream is held back',
      meaning:
        'Events are useful only when they arrive one by one. A buffer between the handler and the client (compression, a proxy, a list that is joined at the end) holds small pieces until there is enough to send, and then they arrive all together.',
      wrong: { language: 'js', text: 'app.use(compression());' },
      right: {
        language: 'js',
        text: `app.use(\n  compression({ filter: ({ path }) => path !== "${names.stream}" }),\n);`,
      },
      source: 'HTML standard, 9.2.7 "Authoring notes", on layers that chunk without knowledge of the timing.',
    }),
    seenAs: [
      line(
        /must consume synchronous iterators in order to serve them asynchronously/iu,
        9,
        'Under ASGI Django reads a synchronous generator to its end before it sends anything.',
      ),
      {
        response: ({ type, headers }) =>
          type === 'text/event-stream' && /gzip|br|deflate|zstd/u.test(headers.get('content-encoding') ?? ''),
        weight: 7,
        why: 'The stream is compressed, and compression buffers small pieces.',
      },
    ],
  },
  'sse/wrong-rate': {
    words: ({ facts }, { names, server }) => {
      const wanted = wantedInterval(facts, names);
      return {
        title: facts.late === 'first' ? 'The first event comes too late' : rateTitle(facts.intervals, wanted),
        expected: `One event about every ${wanted.ms} ms.`,
        cause:
          facts.because !== undefined
            ? AWAITS_NO_PROMISE
            : facts.late === 'first'
              ? `It came ${facts.intervals[0] ?? 0} ms after the request. Until then a page shows nothing.`
              : rateBecause(facts.intervals, wanted),
        fix:
          facts.because !== undefined
            ? `Wait with a promise: \`await new Promise((resolve) => setTimeout(resolve, ${wanted.ms}))\`.`
            : rateFix(facts, wanted, server),
      };
    },
    otherLanguage: ({ facts }, { names }) =>
      facts.because === undefined
        ? { fix: `Wait ${wantedInterval(facts, names).span} between two events, separately for each client.` }
        : {},
    explain: ({ interval }) => ({
      title: 'The wrong rate',
      meaning:
        '`setInterval` and `setTimeout` take milliseconds, `asyncio.sleep` takes seconds; without `await` it does not wait at all.',
      wrong: {
        language: 'py',
        text: `while True:\n    asyncio.sleep(${interval.seconds})\n    yield f"data: {count}\\n\\n"`,
      },
      right: {
        language: 'py',
        text: `while True:\n    await asyncio.sleep(${interval.seconds})\n    yield f"data: {count}\\n\\n"`,
      },
      source: 'MDN, `setInterval`; Python documentation, `asyncio.sleep`.',
    }),
  },
  'sse/one-client-only': {
    words: ({ facts, evidence }, { server }) => ({
      title: drawFromOne(facts.first, facts.second)
        ? 'Two clients share one count, and each misses the numbers that the other gets'
        : 'Two clients cannot have the stream at the same time',
      expected: 'Each client gets every number, whoever else is connected.',
      cause:
        evidence.answer?.status === undefined
          ? clientsBecause(facts.first, facts.second)
          : `While one client had the stream, the next one got status ${evidence.answer.status} instead of it.`,
      fix: inServerLanguage(server, {
        node: 'Create the count and the timer inside the handler, so that each request has its own, and send to the response of that request.',
        python:
          'make the count a variable of the generator function, and call that function for each request: `StreamingResponse(count_up(), …)`.',
      }),
    }),
    explain: (names) => ({
      title: 'One client only',
      meaning:
        'Each tab opens its own stream. They all share what is outside the handler, such as a count, a timer, a generator or the last response: then each client misses the numbers that another gets, or the newest client takes over the stream.',
      wrong: {
        language: 'js',
        text: `let count = 0;\nfunction streamCounter(request, response) {\n  ${bareTimer(names)}\n}`,
      },
      right: {
        language: 'js',
        text: `function streamCounter(request, response) {\n  ${timer(names).replaceAll('\n', '\n  ')}\n}`,
      },
      source: 'HTML standard, 9.2.2: each EventSource has a connection of its own.',
    }),
  },
  'sse/crashes-on-disconnect': {
    words: ({ facts }, { server }) => ({
      title: disconnectTitle(facts),
      expected: 'The server forgets the client, and the other clients get their events.',
      cause: `${disconnectBecause(facts)}${facts.error === '' ? '' : ` It says: ${inline(facts.error, 200)}.`}`,
      fix: inServerLanguage(server, {
        node: stopsForAll(facts)
          ? 'Create the timer inside the handler, so that each request has its own, and stop only that one when its client disconnects: `response.on("close", () => clearInterval(timer))`.'
          : 'Stop the timer when the client disconnects: `response.on("close", () => clearInterval(timer))`.',
        python:
          'Leave the loop when `await request.is_disconnected()` is true, and do not catch `asyncio.CancelledError` without raising it again.',
      }),
    }),
    otherLanguage: ({ facts, evidence }) => ({
      fix:
        facts.repeats === 1
          ? `Catch that error around ${placeWords(evidence.where?.[0])}, and end this one response.`
          : 'Stop when the client disconnects: the next write fails, or your framework reports it. End only this one response.',
    }),
    explain: (names) => ({
      title: 'A client that leaves causes errors',
      meaning:
        "A closed tab ends its connection without notice. The timer of that client does not notice and runs forever, one more for each visitor who has left, unless the response's `close` event stops it.",
      wrong: { language: 'js', text: bareTimer(names) },
      right: { language: 'js', text: timer(names) },
      source: 'Node documentation, http.ServerResponse, event "close".',
    }),
    seenAs: [
      line(
        /ERR_STREAM_WRITE_AFTER_END|write after end|StreamClosedError|ERR_STREAM_DESTROYED/iu,
        8,
        'The server goes on writing to a stream whose client has left.',
      ),
      line(
        /BrokenPipeError|ConnectionResetError|asyncio\.exceptions\.CancelledError/u,
        6,
        'A client that left ends the stream with this exception.',
      ),
    ],
  },
};

/** Where a fast clock showed it. */
const SPED_UP = ' The tutor saw it on a copy of your server whose timers it had sped up.';

/** Whether the server went on without an error, and sent nothing to anybody. */
function stopsForAll({ exit, repeats }: FactsByCode['sse/crashes-on-disconnect']): boolean {
  return exit.kind === 'running' && repeats === 0;
}

function plural(count: number, noun: string): string {
  return count === 1 ? `one ${noun}` : `${count} ${noun}s`;
}

function bufferedTitle(atOnce: number): string {
  if (atOnce === 0) return 'The stream is open, but its events are held back';
  return atOnce === 1 ? 'The first event came late' : `${atOnce} events arrived at once, late`;
}

/** `facts.held` */
const HEAD_HELD =
  'A client that accepts no compression gets the events at once. A browser accepts compression, and it gets nothing, not even the status: the compressor keeps the answer until its block is full, and a few short events never fill it.';

function bufferedBecause(encoding: string, atOnce: number): string {
  if (encoding !== '') {
    return `The response is compressed (\`Content-Encoding: ${inline(encoding)}\`), and a compressor buffers bytes before it passes any on.`;
  }
  if (atOnce < 2) return 'The server waits before it sends the first event, or something holds back what it writes.';
  return 'Something holds the events back and passes them on together: they are collected in a string or a list, or something between handler and client has a buffer.';
}

function mean(intervals: readonly number[]): number {
  return intervals.reduce((sum, interval) => sum + interval, 0) / intervals.length;
}

/** What the finding was held against. */
function wantedInterval({ wantedMs }: FactsByCode['sse/wrong-rate'], { interval }: Names): Interval {
  return wantedMs === undefined ? interval : intervalOf(wantedMs);
}

function rateTitle(intervals: readonly number[], wanted: Interval): string {
  if (intervals.length === 0) return `Events do not come ${wanted.every}`;
  return mean(intervals) < wanted.ms ? 'Events come too fast' : 'Events come too slowly';
}

const AWAITS_NO_PROMISE =
  'No pause lies between the events: the global `setTimeout` returns at once, and what it returns is not a promise, so `await` does not wait for it.';

function rateFix(facts: FactsByCode['sse/wrong-rate'], wanted: Interval, server: ServerWords): string {
  return inServerLanguage(server, {
    node:
      facts.late === 'first'
        ? `Send the first event after \`${wanted.ms}\` milliseconds: nothing may wait longer before it, such as a \`setTimeout\`.`
        : `Wait ${wanted.ms} milliseconds between two events: a timer is \`setInterval(…, ${wanted.ms})\`, a loop has a pause of \`${wanted.ms}\`.`,
    python: `Wait ${wanted.span} in each iteration of the loop: \`await asyncio.sleep(${wanted.seconds})\`, with \`await\`.`,
  });
}

function rateBecause(intervals: readonly number[], wanted: Interval): string {
  if (intervals.length === 0) return 'Fewer than two events with data arrived while the check watched the stream.';
  const shown = `${intervals.slice(0, 6).join(', ')}${intervals.length > 6 ? ', …' : ''} ms`;
  const seen = `The measured pauses: ${shown}.`;
  if (mean(intervals) < wanted.ms)
    return `${seen} Nothing waits between two events, or the time is given in the wrong unit.`;
  return `${seen} The pause is longer than ${wanted.span}, or the server also waits for something else.`;
}

/** Both have the stream, but no number reaches both. */
function drawFromOne(first: readonly number[], second: readonly number[]): boolean {
  return first.length > 0 && second.length > 0 && first.every((number) => !second.includes(number));
}

function clientsBecause(first: readonly number[], second: readonly number[]): string {
  const list = (numbers: readonly number[]): string => (numbers.length === 0 ? 'none' : numbers.slice(0, 8).join(', '));
  if (first.length === 0 && second.length === 0)
    return 'While the first client had the stream, a second one got nothing.';
  const seen = `Of two clients connected at the same time one saw the numbers ${list(first)}, the other ${list(second)}.`;
  return drawFromOne(first, second)
    ? `${seen} They share one count, and each misses the numbers that the other gets.`
    : `${seen} One of them takes over the stream from the other, or makes it wait.`;
}

interface Disconnect {
  readonly exit: ProcessEnd;
  readonly repeats: number;
}

function disconnectTitle({ exit, repeats }: Disconnect): string {
  if (repeats > 0) return `After a client has left the server logs ${repeats === 1 ? 'an error' : 'errors'}`;
  if (exit.kind !== 'running') return `The server ended when a client left (${inline(endWords(exit))})`;
  return 'When one client leaves, the others get no more events';
}

function disconnectBecause({ exit, repeats }: Disconnect): string {
  if (repeats === 1)
    return 'A client left in the middle of the stream, and the next write to its connection failed. It does no harm, but each visitor who leaves adds such an error to the log, which hides real ones.';
  if (repeats > 0)
    return `A client left in the middle of the stream, and the same error followed ${repeats} times in the output: the server keeps sending to a closed connection.`;
  if (exit.kind !== 'running')
    return 'A client left in the middle of the stream, as a closed tab does; writing to it then threw an error that nothing caught.';
  return 'A client left in the middle of the stream, and another connected client got nothing more: the timer or the loop that both need stopped with the first.';
}

type Ends = FindingOf<'sse/ends-early'>['facts'];

/** Continues "The server ended the response". */
function endsBecause({ because, call }: Ends): string {
  switch (because) {
    case 'callback-returns':
      return `: it lasts as long as the callback that \`${call}\` was given, and this callback has returned. A timer that it started does not keep it open`;
    case 'answered-by-itself':
      return ', because Koa answers by itself when the middleware has returned and nothing is in `ctx.body`. What a timer writes to `ctx.res` comes too late';
    case 'handler-returns':
      return ': it lasts as long as the handler, and this handler has returned';
    case 'generator-ends':
      return ': the generator that makes the events has come to its end';
    case 'object-enqueued':
      return ` when \`${call}\` got an object: the body of a response takes bytes, and the error that ends it is printed nowhere`;
    case 'dict-yielded':
      return ` with an error: \`${call}\` sends text, and the generator gives it a dict, as sse-starlette wants it. The head has left by then, so the status is 200`;
    case 'content-length':
      return ', because its header `Content-Length` says how many bytes it has: after those it is complete, whatever is written';
    case 'ended':
    case 'unknown':
      return '';
  }
}

function endsFix({ because, call, sends }: Ends, { interval }: Names, server: ServerWords): string {
  switch (because) {
    case 'callback-returns':
      return `Keep the callback running while the client is connected: \`while (!stream.aborted) { await stream.writeSSE({ data: html }); await stream.sleep(${interval.ms}); }\`, instead of a timer.`;
    case 'answered-by-itself':
      return 'Write `ctx.respond = false` before the first `ctx.res.…`, so that Koa leaves the response to you; or write nothing to `ctx.res`, and give Koa a stream: `ctx.body = events`, with `const events = new PassThrough()` from `node:stream`.';
    case 'handler-returns':
      return `Stay in the handler while the client is connected: in a \`while True:\` loop, write an event and wait with \`await asyncio.sleep(${interval.seconds})\`.`;
    case 'generator-ends':
      return 'Make the generator yield in a `while True:` loop, so that it does not return.';
    case 'content-length':
      return 'Remove the header `Content-Length`: nobody knows beforehand how long a stream will be.';
    case 'dict-yielded':
      return 'Yield the text of the event, `f"event: {name}\\ndata: {html}\\n\\n"`; or return `EventSourceResponse(…)` of the package sse-starlette, which takes dicts.';
    case 'object-enqueued':
      return `Give it the event as bytes: \`${call}(new TextEncoder().encode(\`data: \${html}\\n\\n\`))\`.`;
    case 'ended':
      if (/\.(?:send|json)$/u.test(call))
        return `Write each event by \`${call.replace(/(?<!\w)\w+$/u, 'write')}(…)\` instead of \`${call}(…)\`, which sends one whole answer and ends the response.`;
      if (sends === true)
        return `Write \`${call.replace(/(?<!\w)\w+$/u, 'write')}(…)\` instead of \`${call}(…)\`, which sends the event and ends the response.`;
      return `Remove \`${call}()\` from the handler of the stream, and keep sending until the client disconnects.`;
    case 'unknown':
      return inServerLanguage(server, {
        node: `Keep the response open: send from a timer, \`setInterval(…, ${interval.ms})\`, until the client disconnects, and let nothing end it before.`,
        python: 'make the generator yield in a `while True:` loop, so that it does not return.',
      });
  }
}
