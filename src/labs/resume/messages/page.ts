import type { Entries } from '../../../messages/entry.ts';
import { inline } from '../../../messages/visible.ts';
import type { FindingOf } from '../../../model/finding.ts';
import { CONTRACT, LAST } from '../contract.ts';
import { listOf } from './stream.ts';

const WRONG = `<ol id="parts" hx-ext="sse" hx-swap="beforeend"\n    sse-connect="${CONTRACT.streamPath}" sse-swap="message"></ol>`;
const RIGHT = WRONG.replace('></ol>', '\n    sse-close="done"></ol>');

/** What the page makes of the stream. */
export const pageEntries: Entries<'resume/page-numbers' | 'resume/page-not-closed'> = {
  'resume/page-numbers': {
    words: ({ facts }) => ({
      title:
        facts.cut === undefined
          ? 'The page does not show every part once'
          : 'After a cut the page does not show every part once',
      expected: `The parts 1 to ${LAST} in \`${CONTRACT.target}\`, each once and in order.`,
      cause: `${facts.cut === undefined ? '' : `The connection was cut after part ${facts.cut}. `}The page shows: ${listOf(facts.numbers)}.`,
      fix:
        facts.numbers.length < 2
          ? `Append each part: \`hx-swap="beforeend"\` on the element with \`sse-swap\`. The default replaces the part before.`
          : 'Let one element listen, with one connection. A page that opens the stream itself must keep its EventSource: a new one has no `Last-Event-ID`.',
    }),
    explain: {
      title: 'Parts are missing in the page, or come twice',
      meaning:
        'The browser keeps the last id in the EventSource and sends it when it comes back. That works as long as the same EventSource lives: one that a script or a replaced element opens anew begins at part 1.',
      wrong: { language: 'html', text: WRONG.replace(' hx-swap="beforeend"', '') },
      right: { language: 'html', text: WRONG },
      source: 'HTML standard, 9.2.3 "Processing model"; htmx-ext-sse 2, sse.js, `swap`.',
    },
  },
  'resume/page-not-closed': {
    words: ({ facts }) => ({
      title: facts.again
        ? 'After the last part the page asks for the stream again'
        : 'After the last part the page leaves the stream open',
      expected: 'The page closes the stream when the last part has come.',
      cause: notClosedCause(facts),
      fix: `After part ${LAST}, send an event with a name of its own, such as \`event: done\` with a line \`data:\`, and write \`sse-close="done"\` on the element with \`sse-connect\`.`,
    }),
    explain: {
      title: 'The page does not close the stream',
      meaning:
        'Status 204 makes the EventSource give up. The `sse` extension of htmx 2 takes that for a failure and opens a new one half a second later, which has no `Last-Event-ID`: everything begins again. `sse-close` names the event after which the extension itself closes the stream. An event without data is not delivered, so it needs a line `data:`.',
      wrong: { language: 'html', text: WRONG },
      right: { language: 'html', text: RIGHT },
      source: 'htmx-ext-sse 2, sse.js, `ensureEventSource`.',
    },
  },
};

function notClosedCause({ again, closes, events }: FindingOf<'resume/page-not-closed'>['facts']): string {
  const asks = again
    ? ' The `sse` extension takes a stream that was ended, or answered with 204, for a failure and opens a new one, which has no `Last-Event-ID`.'
    : '';
  if (closes === undefined) return `No element of the page has \`sse-close\`.${asks}`;
  const names = events.map((name) => `"${inline(name, 30)}"`).join(', ');
  return `\`sse-close\` waits for the event "${inline(closes, 30)}". These came: ${names === '' ? 'none' : names}.${asks}`;
}
