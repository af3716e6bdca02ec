import type { FactsByCode } from '../../model/finding.ts';
import type { Entries } from '../entry.ts';
import { inline } from '../visible.ts';

/** Codes of several families, told here. */
export type FourCode = 'htmx/extension-late';

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
};

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
