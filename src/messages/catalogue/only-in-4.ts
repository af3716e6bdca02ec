import type { FactsByCode } from '../../model/finding.ts';
import type { Entries } from '../entry.ts';
import { inline } from '../visible.ts';

/** Codes of several families, told here. */
export type FourCode = 'htmx/extension-late' | 'live/event-passes';

/** What goes wrong in htmx 4 alone. */
export const onlyIn4Entries: Entries<FourCode> = {
  'htmx/extension-late': {
    words: ({ facts }) => ({
      title: `\`${inline(facts.script, 60)}\` ran after htmx had set up the page`,
      expected: `The extension registers before htmx looks for \`${inline(facts.attribute, 40)}\`.`,
      cause: `${LATE[facts.of][facts.by]} htmx 4 looks at the elements of the page once. An extension that registers later learns nothing of them, so \`${inline(facts.attribute, 40)}\` does nothing: no request, and no error.`,
      fix: 'Write both script tags without `defer`, `async` and `type="module"`, that of htmx first: then both run before htmx sets up the page.',
    }),
    explain: {
      title: 'An extension that comes too late',
      meaning:
        'A script without `defer` runs while the page is parsed, and htmx 4 then sets up the elements when all of it is there. With `defer`, `async` or `type="module"` htmx may run later than that; it then sets them up in the next moment, whether the scripts below it have come or not. It often works with files from the cache and fails with a slow one.',
      wrong: {
        language: 'html',
        text: '<script src="/static/htmx.min.js" defer></script>\n<script src="/static/hx-sse.js" defer></script>',
      },
      right: {
        language: 'html',
        text: '<script src="/static/htmx.min.js"></script>\n<script src="/static/hx-sse.js"></script>',
      },
      source:
        'htmx 4.0.1, constructor of `Htmx` (`setTimeout(init)`) and `initialize`; HTML standard, "the script element".',
    },
  },
  'live/event-passes': {
    words: ({ facts }) => ({
      title: `The \`<${inline(facts.tag, 20)}>\` waits for \`${inline(facts.event, 40)}\`, and the event does not reach it`,
      expected: `An element that hears \`${inline(facts.event, 40)}\`.`,
      cause:
        facts.because === 'unquoted'
          ? `In htmx 4 a value ends at the space, so \`from:${inline(facts.meant ?? '', 60)}\` is \`from:${inline((facts.meant ?? '').split(/\s/u)[0] ?? '', 20)}\`, which matches nothing: the element listens nowhere. In htmx 2 the same needs no quotes.`
          : `htmx 4 fires a named event of a stream on the \`<${inline(facts.connector, 20)}>\` that connects. From there it goes up to the elements around it, and never to those inside it or beside it, where this one is.`,
      fix: heardFix(facts),
    }),
    explain: {
      title: 'An event that passes by',
      meaning:
        'The sse extension of htmx 2 gives an event to each element that waits for it. htmx 4 fires an event of the DOM instead, on the element that connects, and such events bubble up. An element inside the connecting one hears it only where `from:` names that one, or one around it. A selector with a space needs quotes.',
      wrong: {
        language: 'html',
        text: '<section id="desk" hx-sse:connect="/events">\n  <ul hx-get="/rows" hx-trigger="added"></ul>\n</section>',
      },
      right: {
        language: 'html',
        text: '<section id="desk" hx-sse:connect="/events">\n  <ul hx-get="/rows" hx-trigger="added from:#desk"></ul>\n</section>',
      },
      source: 'htmx 4.0.1, `handleSSEResponse` in hx-sse.js, `#onTrigger` and `HCON.parse` in htmx.js.',
    },
  },
};

/** Where the element finds the event. */
function heardFix({ event, attribute, because, meant, from, connector }: FactsByCode['live/event-passes']): string {
  if (because === 'unquoted')
    return `Write quotes around it: \`${inline(event, 40)} from:'${inline(meant ?? '', 60)}'\`.`;
  if (attribute !== 'hx-trigger')
    return `Put \`${inline(attribute, 40)}\` on the \`<${inline(connector, 20)}>\` that connects, or on an element around it.`;
  return from === ''
    ? `Give the \`<${inline(connector, 20)}>\` that connects an id, and write it here: \`${inline(event, 40)} from:#ID\`.`
    : `Write \`${inline(event, 40)} from:${inline(from, 40)}\` in \`hx-trigger\`.`;
}

type Late = FactsByCode['htmx/extension-late'];

const LATE: Readonly<Record<Late['of'], Readonly<Record<Late['by'], string>>>> = {
  core: {
    defer: 'With `defer` htmx runs when the page has been parsed, and does not wait for the scripts below it.',
    module: 'As a module htmx runs when the page has been parsed, and does not wait for the scripts below it.',
    async: 'With `async` htmx runs whenever it has arrived, and does not wait for other scripts.',
  },
  extension: {
    defer: 'With `defer` the extension runs when the page has been parsed.',
    module: 'As a module the extension runs when the page has been parsed.',
    async: 'With `async` the extension runs whenever it has arrived, here after the page had been parsed.',
  },
};
