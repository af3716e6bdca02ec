import type { Entries } from '../../messages/entry.ts';
import { inline } from '../../messages/visible.ts';
import type { FindingOf } from '../../model/finding.ts';
import type { FormatFacts } from './facts.ts';

const STANDARD = 'HTML standard, 9.2.5 "Parsing an event stream" and 9.2.6 "Interpreting an event stream"';

type Altered = FindingOf<'format/text-altered'>['facts'];

function quoted(text: string): string {
  return `"${inline(text, 60)}"`;
}

/** What happened to the line, and why. */
function alteredCause({ damage, line, got }: Altered): string {
  const came = got === undefined ? 'It did not come at all.' : `What came instead: ${quoted(got)}.`;
  switch (damage) {
    case 'nothing':
      return 'The note was taken, and no event with its text came.';
    case 'cr':
      return `The line ${quoted(line)} did not come. In the note it follows a carriage return (CR) without a line feed. A client ends a line at CR LF, at LF and at CR alone, so the rest had no \`data:\` before it.`;
    case 'field':
      return `The line ${quoted(line)} was posted. ${came} Without \`data:\` before it, a client takes such a line for a field of the stream.`;
    case 'blanks':
      return `The line ${quoted(line)} was posted. ${came} A client removes one blank after the colon of \`data:\`, the text's own if there is no other.`;
    case 'empty':
      return `The line ${quoted(line)} did not come in the same event. In the note it follows an empty line, and an empty line ends an event.`;
    case 'joined':
      return `The line ${quoted(line)} was posted. ${came} Nothing separates it from the line beside it.`;
    case 'line':
    case 'other':
      return `The line ${quoted(line)} was posted. ${came}`;
  }
}

function alteredFix({ damage }: Altered): string {
  switch (damage) {
    case 'nothing':
      return 'Write the note to each open stream, as soon as it has been posted.';
    case 'cr':
      return 'Split the text at every kind of line end: `/\\r\\n|\\n|\\r/`, or `splitlines()` in Python.';
    case 'blanks':
      return 'Write `data: ` with its blank before each line, and the line as it is after it.';
    case 'joined':
      return 'Keep the line ends: one line `data: ` for each line. The browser puts a line feed between them.';
    case 'empty':
      return 'Write `data: ` before empty lines of the text as well: a line `data:` is not an empty line.';
    case 'field':
    case 'line':
    case 'other':
      return 'Split the text into lines first, then write `data: ` before each of them, whatever it contains.';
  }
}

function urgentCause({ name, ordinary, line }: FindingOf<'format/urgent-name'>['facts']): string {
  if (line !== undefined)
    return `The line ${quoted(line)} was ignored: its field is not exactly \`event\`. So the event is called ${quoted(name)}.`;
  if (name === ordinary) return `Its event is called ${quoted(name)}, as that of any other note.`;
  return `Its event is called ${quoted(name)}. Only one blank after the colon is removed: all others belong to the name, also those at the end.`;
}

/** The texts of the lab's own codes. A code without texts does not compile. */
export const formatEntries: Entries<keyof FormatFacts> = {
  'format/not-taken': {
    words: ({ facts }) => ({
      title: 'The server does not take a note',
      expected: 'An answer with a status below 400.',
      cause: facts.status === 0 ? 'No answer came.' : `The answer was status ${facts.status}.`,
      fix: 'Answer a `POST` to `/notes` with status 204, and read the fields `text` and `urgent` of the form.',
    }),
    explain: {
      title: 'A note is not taken',
      meaning: 'The page posts a note as a form. What the server then writes to its streams is another matter.',
      wrong: { language: 'text', text: 'POST /notes\n\nHTTP/1.1 404 Not Found\n' },
      right: { language: 'text', text: 'POST /notes\n\nHTTP/1.1 204 No Content\n' },
      source: 'RFC 9110, section 15.',
    },
  },
  'format/text-altered': {
    words: ({ facts }) => ({
      title: facts.damage === 'nothing' ? 'A note does not come' : 'A note does not come as it was posted',
      expected: 'One event for each note, with all of its lines as they were posted.',
      cause: alteredCause(facts),
      fix: alteredFix(facts),
    }),
    explain: {
      title: 'The text of an event is altered on its way',
      meaning:
        'An event stream is made of lines. Any text with a line end in it becomes several of them, and each needs its own `data:`. CR alone ends a line too. After the colon one blank is removed, so `data:` is written with a blank. A browser ignores what it cannot read, and reports nothing.',
      wrong: { language: 'text', text: 'data: <li>Room 12\n  and 14</li>\n\n' },
      right: { language: 'text', text: 'data: <li>Room 12\ndata:   and 14</li>\n\n' },
      source: STANDARD,
    },
  },
  'format/urgent-name': {
    words: ({ facts }) => ({
      title: 'The event of an urgent note has another name than it seems',
      expected: 'A line `event: urgent`, without a blank before the colon or after the name.',
      cause: urgentCause(facts),
      fix: 'Write the line as `event: urgent`, directly followed by the line end.',
    }),
    explain: {
      title: 'The name of an event',
      meaning:
        'A field counts only if its name is exactly right: `Event`, `event ` with a blank, or one with an invisible character before it are ignored, and the event has no name then. What comes after the colon is the name, with all blanks but the first. A page that waits for another name gets nothing, and nothing reports it.',
      wrong: { language: 'text', text: 'event : urgent\ndata: <li>Fire drill</li>\n\n' },
      right: { language: 'text', text: 'event: urgent\ndata: <li>Fire drill</li>\n\n' },
      source: STANDARD,
    },
  },
  'format/page-lacks': {
    words: ({ facts }) => ({
      title: facts.urgent ? 'The page does not show an urgent note' : 'The page does not show a note as it was posted',
      expected: 'Every note in `#notes`, line by line.',
      cause: `The line ${quoted(facts.line)} came over the wire and is not in the page.`,
      fix: 'Name both events in `sse-swap`, and append: `sse-swap="message,urgent" hx-swap="beforeend"`.',
    }),
    explain: {
      title: 'A note is missing in the page',
      meaning: 'An element shows the events that its `sse-swap` names, separated by commas, and no others.',
      wrong: { language: 'html', text: '<ul id="notes" sse-swap="message"></ul>' },
      right: { language: 'html', text: '<ul id="notes" sse-swap="message,urgent" hx-swap="beforeend"></ul>' },
      source: 'htmx-ext-sse 2, sse.js, `registerSSE`.',
    },
  },
};
