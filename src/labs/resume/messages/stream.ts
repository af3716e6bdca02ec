import type { Entries } from '../../../messages/entry.ts';
import { inline } from '../../../messages/visible.ts';
import { LAST } from '../contract.ts';
import type { ResumeFacts } from '../facts.ts';

const STANDARD = 'HTML standard, 9.2 "Server-sent events"';
const MOST_NUMBERS = 16;

/** `1, 2 and 3`; of many the first ones. */
export function listOf(numbers: readonly number[]): string {
  const shown = numbers.slice(0, MOST_NUMBERS);
  if (shown.length < 2) return `${shown[0] ?? 'none'}`;
  const text = `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
  return numbers.length > MOST_NUMBERS ? `${shown.join(', ')} and more` : text;
}

interface Came {
  readonly next: number | null;
  readonly status: number;
}

/** What came, as the end of a sentence. */
function came({ next, status }: Came): string {
  if (next !== null) return `part ${next}`;
  return status === 200 ? 'no part' : `status ${status}`;
}

/** What the server sends: ids, where it goes on, and how it ends. */
export const streamEntries: Entries<Exclude<keyof ResumeFacts, 'resume/page-numbers' | 'resume/page-not-closed'>> = {
  'resume/wrong-numbers': {
    words: ({ facts }) => ({
      title: 'A client that is never cut off does not get all parts',
      expected: `The parts 1 to ${LAST}, each once and in order, on one connection.`,
      cause: `These parts came: ${listOf(facts.numbers)}.`,
      fix: `Without \`Last-Event-ID\`, begin at part 1 for each client, and send every part up to ${LAST} in an event of its own.`,
    }),
    explain: {
      title: 'Parts are missing',
      meaning:
        'A client that comes for the first time sends no `Last-Event-ID`. It gets everything from the beginning.',
      wrong: { language: 'text', text: 'data: <li>Part 1</li>\n\ndata: <li>Part 3</li>\n' },
      right: { language: 'text', text: 'data: <li>Part 1</li>\n\ndata: <li>Part 2</li>\n' },
      source: STANDARD,
    },
  },
  'resume/no-id': {
    words: ({ facts }) => ({
      title:
        facts.repeated === undefined
          ? `Part ${facts.part} has no id`
          : `Part ${facts.part} has the same id as the part before it`,
      expected: 'Every part has a line `id:` with a value of its own.',
      cause:
        facts.repeated === undefined
          ? 'A browser that is cut off asks again and sends the id of the last event that it received. Without ids it sends nothing, and the server cannot know where to go on.'
          : `Both have the id "${inline(facts.repeated)}". An event without a line \`id:\` keeps the id of the event before it, so a client that is cut off here gets this part again.`,
      fix: `Write a line \`id: ${facts.part}\` into the event, before its empty line.`,
    }),
    explain: {
      title: 'An event has no id of its own',
      meaning:
        'The id of an event is what a client sends in the header `Last-Event-ID` when it comes back. It stays in force until another one comes, so each event needs its own. The value is yours to choose: the server must be able to go on after it.',
      wrong: { language: 'text', text: 'data: <li>Part 7</li>\n' },
      right: { language: 'text', text: 'id: 7\ndata: <li>Part 7</li>\n' },
      source: STANDARD,
    },
  },
  'resume/starts-again': {
    words: ({ facts }) => ({
      title: 'After a cut the stream begins at part 1 again',
      expected: `Part ${facts.last + 1}, after a request with \`Last-Event-ID: ${inline(facts.id)}\`.`,
      cause: `The client had received the parts up to ${facts.last}, was cut off and came back. The server did not look at the header \`Last-Event-ID\`, or began at 1 in spite of it.`,
      fix: "Read the request's header `Last-Event-ID`, and begin with the part after the one that has this id.",
    }),
    explain: {
      title: 'The stream begins again',
      meaning:
        'A reconnection is a new request. What tells it from the first one is the header `Last-Event-ID`: it has the id of the last event that the client received.',
      wrong: { language: 'text', text: 'GET /sse/parts\nLast-Event-ID: 7\n\ndata: <li>Part 1</li>\n' },
      right: { language: 'text', text: 'GET /sse/parts\nLast-Event-ID: 7\n\nid: 8\ndata: <li>Part 8</li>\n' },
      source: STANDARD,
    },
  },
  'resume/wrong-next': {
    words: ({ facts }) => ({
      title: wrongNextTitle(facts),
      expected: `The parts ${facts.last + 1} to ${LAST}, each once, after a request with \`Last-Event-ID: ${inline(facts.id)}\`.`,
      cause: `The client had received the parts up to ${facts.last} and was cut off. When it came back with that id, ${came(facts)} ${facts.next === null ? 'came' : 'was the first that did not belong there'}.`,
      fix: 'Begin with the part after the one that has this id. What one client has received must depend on its own request alone, not on a variable that all clients share.',
    }),
    explain: {
      title: 'The stream goes on at the wrong place',
      meaning:
        '`Last-Event-ID` names the last event that the client has. The next one is the event after it: the same again is shown twice, a later one leaves a gap that nobody notices. Several clients are at different places at the same time.',
      wrong: { language: 'text', text: 'Last-Event-ID: 7\n\nid: 7\ndata: <li>Part 7</li>\n' },
      right: { language: 'text', text: 'Last-Event-ID: 7\n\nid: 8\ndata: <li>Part 8</li>\n' },
      source: STANDARD,
    },
  },
  'resume/unknown-id': {
    words: ({ facts }) => ({
      title: 'An id that the server does not know is not answered with the whole stream',
      expected: 'Status 200 and part 1, as for a client that comes for the first time.',
      cause: `To \`Last-Event-ID: ${inline(facts.id)}\` ${facts.first === null ? (facts.status === 200 ? 'no part came' : `the answer was status ${facts.status}`) : `the first part was ${facts.first}`}. Such ids come: from a page that was open before the server changed, or from somebody who types one.`,
      fix: 'Look whether the id is one that you send. If it is not, begin at part 1.',
    }),
    explain: {
      title: 'An unknown id stops the stream',
      meaning:
        'What a client sends is text from outside. A number that cannot be read must not become an error or a loop that never begins: a page that was open during an update would be left with nothing, or with an error at each try.',
      wrong: { language: 'text', text: 'GET /sse/parts\nLast-Event-ID: x\n\nHTTP/1.1 500 Internal Server Error\n' },
      right: {
        language: 'text',
        text: 'GET /sse/parts\nLast-Event-ID: x\n\nHTTP/1.1 200 OK\n\nid: 1\ndata: <li>Part 1</li>\n',
      },
      source: STANDARD,
    },
  },
  'resume/no-204': {
    words: ({ facts }) => ({
      title: 'Who comes back after the last part is not told that it was the last',
      expected: `Status 204 to a request with \`Last-Event-ID: ${inline(facts.id)}\`, the id of part ${LAST}.`,
      cause: `The answer was ${facts.first === null ? `status ${facts.status}` : `status ${facts.status} and part ${facts.first}`}. A browser comes back whenever a stream ends. Only status 204 tells it to stay away.`,
      fix: `When the id is that of part ${LAST}, answer with status 204 and nothing else.`,
    }),
    explain: {
      title: 'The end is not an end',
      meaning:
        'To an EventSource an ended response is a lost connection: it asks again. The answer 204 No Content makes it stop for good. Without it the whole stream begins again and again.',
      wrong: { language: 'text', text: 'GET /sse/parts\nLast-Event-ID: 12\n\nHTTP/1.1 200 OK\n' },
      right: { language: 'text', text: 'GET /sse/parts\nLast-Event-ID: 12\n\nHTTP/1.1 204 No Content\n' },
      source: STANDARD,
    },
  },
};

function wrongNextTitle({ next, last }: Came & { readonly last: number }): string {
  if (next === null) return 'After a cut nothing more comes';
  return next <= last ? 'After a cut a part comes twice' : 'After a cut parts are missing';
}
