import type { FactsByCode } from '../../model/finding.ts';
import type { Entries } from '../entry.ts';
import { inline } from '../visible.ts';

/** Attributes around an element that htmx 4 does not inherit. */
export const liveInheritanceEntries: Entries<'live/not-inherited'> = {
  'live/not-inherited': {
    words: ({ facts }) => ({
      title: `${names(facts)} on \`${inline(facts.around, 60)}\` ${facts.attributes.length === 1 ? 'does' : 'do'} not apply to the element inside it that ${facts.role === 'send' ? 'sends' : 'connects'}`,
      expected:
        facts.role === 'send'
          ? `A message with what ${names(facts)} ${facts.attributes.length === 1 ? 'adds' : 'add'}.`
          : `${facts.transport === 'ws' ? 'A message' : 'An event'} that is swapped as ${names(facts)} ${facts.attributes.length === 1 ? 'says' : 'say'}.`,
      cause: `htmx 4 inherits an attribute only where its name ends with \`:inherited\`. \`${inline(facts.on, 60)}\`, the element inside \`${inline(facts.around, 60)}\`, has none of its own, ${outcome(facts)}.`,
      fix: `Write ${marked(facts)} on \`${inline(facts.around, 60)}\`, or move ${names(facts)} to \`${inline(facts.on, 60)}\`.`,
    }),
    explain: {
      title: 'An attribute that htmx 4 does not inherit',
      meaning:
        'In htmx 2 most attributes apply to all elements inside the one that has them. In htmx 4 an attribute applies to its own element, unless its name ends with `:inherited`. Without a target of its own the element that connects gets the content itself, with `innerHTML`; without `hx-vals`, `hx-include` or `hx-headers` of its own a form sends its fields alone.',
      wrong: {
        language: 'html',
        text: '<main hx-target="#log" hx-swap="beforeend">\n  <div hx-ws:connect="/room"></div>\n  <ul id="log"></ul>\n</main>',
      },
      right: {
        language: 'html',
        text: '<main hx-target:inherited="#log" hx-swap:inherited="beforeend">\n  <div hx-ws:connect="/room"></div>\n  <ul id="log"></ul>\n</main>',
      },
      source: '`#attributeValue` of htmx 4.0.1; `handleMessage` and `sendMessage` in hx-ws.js.',
    },
  },
};

type Lost = FactsByCode['live/not-inherited'];

function names({ attributes }: Lost): string {
  return listed(attributes.map(({ name }) => `\`${name}\``));
}

function marked({ attributes }: Lost): string {
  return listed(attributes.map(({ name, value }) => `\`${name}:inherited=${quoted(inline(value, 60))}\``));
}

/** JSON has double quotes inside. */
function quoted(value: string): string {
  return value.includes('"') ? `'${value}'` : `"${value}"`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

function outcome({ role, transport, attributes }: Lost): string {
  if (role === 'send') return 'so its message was sent without that';
  const came = transport === 'ws' ? 'the message' : 'the event';
  return attributes.some(({ name }) => name === 'hx-target')
    ? `so ${came} was swapped into that element`
    : `so ${came} replaced what was in its target`;
}
