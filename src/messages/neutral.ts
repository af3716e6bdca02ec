import type { Code, Finding, FindingOf } from '../model/finding.ts';
import type { ProcessEnd } from '../model/observed.ts';
import type { Words } from './entry.ts';
import { closeCodeWords } from './catalogue/close-code.ts';
import { placeWords } from './catalogue/place-words.ts';
import { inline } from './visible.ts';

/** What replaces the catalogue's words for a server in a language that the catalogue has no code for. */
type Neutral = Partial<Pick<Words, 'cause' | 'fix'>>;

type NeutralByCode = { readonly [C in Code]?: Neutral | ((finding: FindingOf<C>) => Neutral) };

const EVENT = '`data: <div>1</div>`, then an empty line';
const CLOCK = 'Take the present time from the clock of the server, as hours, minutes and seconds: `14:03:07`.';
const REJECTS_CLOSED =
  'Catch what fails on a connection that is gone, where it fails, and let it end that one connection only.';

const NEUTRAL: NeutralByCode = {
  'server/port-in-use': ({ facts }) =>
    facts.holder === 'itself'
      ? {
          cause: `The port was free when the server was started, so it is the program itself that opens ${facts.port} a second time.`,
          fix: 'Let the program listen once, with pages and WebSocket on the same port.',
        }
      : {},
  'server/exited': ({ facts, evidence }) => {
    if (facts.error !== '') return {};
    if (shellFoundNothing(facts.exit))
      return {
        cause: 'The shell did not find a program that the command names.',
        fix: 'Install it, or correct its name: `htmx-realtime-tutor start --run "the command"` gives the folder another one.',
      };
    return (evidence.output ?? []).length === 0
      ? {
          cause: 'It ended without a word. A program ends when nothing is left to do, and a server waits for clients.',
          fix: 'Type the command in a terminal, in your folder: it must go on running until you end it by Ctrl-C.',
        }
      : {
          cause: 'What it wrote last says why.',
          fix: 'Mend what it names there. To try the command by itself, type it in a terminal, in your folder.',
        };
  },
  'server/never-listens': {
    cause:
      'It is alive and waits for something else, or it listens in a way that the tutor cannot see: inside of a container, on another machine.',
    fix: 'Let it listen on 127.0.0.1, on the port from `PORT` or on the one that stands for `{port}` in the command. A line of output before and after shows how far it comes.',
  },
  'server/ignores-port': ({ facts }) => ({
    cause: 'The port number is written into the code, or into the command.',
    fix: `Read the environment variable \`PORT\` and take 8000 when it is not set, or write \`{port}\` into the command where the port belongs. The other checks went on at port ${facts.listens}.`,
  }),
  'server/stopped-answering': {
    cause: 'It accepts the connection and then says nothing: a request is never answered, or something keeps it busy.',
    fix: 'Answer every request, also one for a path that does not exist, and see that no request has to wait for another.',
  },
  'ws/no-route': {
    fix: 'Bind a WebSocket endpoint to the path `/ws`, as your framework or its WebSocket library does it. A route for GET requests answers no handshake.',
  },
  'ws/path-mismatch': { fix: 'Give the WebSocket endpoint exactly the path `/ws`.' },
  'ws/refused': {
    cause:
      'Something looked at the handshake and turned it away: a check of the `Origin` header, a login, or a guard against forged requests.',
    fix: 'Let the handshake through for the server’s own page: its `Origin` is the address of the page, with the port.',
  },
  'ws/handshake-failed': {
    fix: 'Leave the whole handshake to your framework or its library, and look at the output of the server for an error before it.',
  },
  'ws/not-attached': { fix: 'Let the WebSocket part use the same port, and the same server, as the pages.' },
  'ws/no-reply': { fix: 'Where a message is handed to you, send the answer on the same connection, each time.' },
  'ws/closes-after-first': ({ facts }) => ({
    cause: `The server closed it with ${closeCodeWords(facts.code, facts.reason)}. Your code closes the connection, or it ends after one message and takes the connection along.`,
    fix: 'Go on reading messages after an answer, until the client leaves; close nothing yourself.',
  }),
  'ws/closes-at-once': ({ facts }) => ({
    cause: `It closed with ${closeCodeWords(facts.code, facts.reason)}. Your code ends or fails when the first message arrives; then the output of the server has the error.`,
    fix: 'Go on reading messages until the client leaves, and catch what can fail there, such as the reading of JSON.',
  }),
  'ws/canned-reply': { fix: 'Build the answer from the text of the message that arrived, anew for each message.' },
  'ws/text-altered': {
    fix: 'Read the message as UTF-8, put it into the answer as it is, and send the answer as UTF-8; do each of it once.',
  },
  'ws/out-of-order': { fix: 'Answer a message before the next one of the same connection is read.' },
  'ws/binary-reply': {
    cause:
      'The answer was sent as bytes. In the page htmx fails on it with `response.replace is not a function`, and nothing shows.',
    fix: 'Send a string, or call the function of your library that sends a text message.',
  },
  'ws/duplicate-reply': { fix: 'Handle the messages of a connection in one place, with one answer in it.' },
  'ws/crashes-on-disconnect': ({ facts }) => ({
    cause: `A client vanished, and the next one got no reply${facts.error === '' ? '' : `: ${inline(facts.error, 160)}`}. What fails while one connection ends must not reach what all clients share.`,
    fix: REJECTS_CLOSED,
  }),
  'ws/blocks-others': {
    fix: 'Give each connection a thread or a task of its own, or wait in the way that your framework’s event loop has for it.',
  },
  'ws/handler-error': ({ evidence }) => ({
    fix: `Mend ${placeWords(evidence.where?.[0])}, and catch what can fail there, such as the reading of JSON.`,
  }),
  'ws/one-client-only': {
    fix: 'Answer on the connection that the message came from, not on one that is kept in a variable for all, and close nothing when a new client comes.',
  },
  'page/not-served': {
    fix: 'Answer `GET /` with status 200 and the text of `templates/index.html`. If the status is 500 or above, the output of the server says what failed.',
  },
  'page/not-html': { fix: 'Send the header `Content-Type: text/html; charset=utf-8` with the page.' },
  'chat/envelope-echoed': { fix: 'Read the message as JSON, and use its field `message` only.' },
  'chat/html-injection': {
    fix: 'Escape the message before it goes into the answer: `&` to `&amp;`, `<` to `&lt;`, `>` to `&gt;`, `"` to `&quot;`, `\'` to `&#39;`. Your framework or template language has a function for it.',
  },
  'sse/no-route': { fix: 'Answer `GET /sse/counter` by a route of its own.' },
  'sse/server-error': ({ facts }) =>
    facts.generator
      ? {
          cause: 'The response wants the whole text at once, and was given something that makes it piece by piece.',
          fix: 'Take the kind of response that your framework has for streaming.',
        }
      : {},
  'sse/blocks-others': {
    fix: 'Give the stream a thread or a task of its own, or wait between events in the way that your framework’s event loop has for it.',
  },
  'sse/no-response': {
    fix: 'Send status and headers at once, before there is anything to count, and flush them. Wait between events in a way that keeps nobody else waiting.',
  },
  'sse/wrong-content-type': { fix: 'Set the header `Content-Type: text/event-stream` before the first write.' },
  'sse/cacheable': { fix: 'Add the header `Cache-Control: no-cache` to the response.' },
  'sse/no-event': { fix: `Write an event each second: ${EVENT}.` },
  'sse/no-blank-line': ({ facts }) =>
    facts.literal
      ? { fix: 'Write real line feeds: a string that your language takes literally keeps the backslash and the n.' }
      : { fix: `End each event with two line feeds: ${EVENT}.` },
  'sse/no-data-prefix': { fix: `Let each line begin with \`data:\`, with nothing before it: ${EVENT}.` },
  'sse/multiline-without-prefix': { fix: 'Put the HTML into one line, or begin each of its lines with `data: `.' },
  'sse/not-html': { fix: `Put the number into an element: ${EVENT}.` },
  'sse/empty-heartbeat': {
    fix: 'Send a comment, a line that begins with a colon, which a browser reads and throws away: `: ping`, then an empty line.',
  },
  'sse/ends-early': { fix: 'Do not end the response: go on sending until the client is gone.' },
  'sse/buffered': { fix: 'Flush after each event, and leave `/sse/counter` out of any compression.' },
  'sse/wrong-rate': { fix: 'Wait one second between two events, for each client by itself.' },
  'sse/not-counting': {
    fix: 'Keep the count beside the one response that it belongs to, and add one before each event.',
  },
  'sse/crashes-on-disconnect': {
    fix: 'Stop when the client is gone: the next write fails, or your framework tells you. Let it end this one response only.',
  },
  'time/missing': { fix: `${CLOCK} Do it where the message is answered, and put it into the answer.` },
  'time/not-a-clock': { fix: CLOCK },
  'time/frozen': { fix: 'Read the clock where a message is answered, each time, and not before it.' },
  'time/wrong': {
    fix: 'Read the clock of the server when the message arrives, and check that hours, minutes and seconds stand in their places; months and minutes are easily mixed up in a pattern.',
  },
  'time/added-in-the-page': { fix: `${CLOCK} Put it into the HTML that the server sends.` },
};

/** POSIX, Shell Command Language, section 2.8.2: the exit code of a shell that has not found the program. */
function shellFoundNothing(exit: ProcessEnd): boolean {
  return exit.kind === 'code' && exit.code === 127;
}

/** Words for a server that is neither Node's nor FastAPI's; empty: the catalogue's own are right for it. */
export function neutralWords(finding: Finding): Neutral {
  const isShells = finding.code === 'server/exited' && shellFoundNothing(finding.facts.exit);
  if (finding.evidence.server !== 'other' && !isShells) return {};
  // Entry and finding bear the same code; the compiler cannot follow that through the union.
  const entry = NEUTRAL[finding.code] as Neutral | ((of: Finding) => Neutral) | undefined;
  return typeof entry === 'function' ? entry(finding) : (entry ?? {});
}
