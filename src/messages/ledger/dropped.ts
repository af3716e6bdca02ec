import type { Dropped, DropReason } from '../../model/ledger.ts';
import { inline } from '../visible.ts';
import { fragmentWords } from './fragment.ts';

/** Why a part of a message went nowhere, in one line: `<div> has no id → dropped (no-id)`. */
export function droppedWords(dropped: Dropped): string {
  const end = dropped.facts.throws === 'yes' ? 'htmx throws, dropped' : 'dropped';
  return `${WHY[dropped.dropped](dropped)} → ${end} (${dropped.dropped})`;
}

type Why = (dropped: Dropped) => string;

const subject = ({ fragment }: Dropped): string => fragmentWords(fragment);
const selectorOf = ({ facts }: Dropped): string => inline(facts.selector ?? '', 60);

const WHY: Readonly<Record<DropReason, Why>> = {
  text: (part) => `${subject(part)} is not inside an element`,
  json: (part) => `${subject(part)} is part of a JSON value, not HTML`,
  empty: () => 'the message is empty',
  'no-id': (part) => `${subject(part)} has no id`,
  'empty-id': (part) => `${subject(part)} has an empty id`,
  'no-such-target': (part) => `${subject(part)} targets ${selectorOf(part)}, which matches nothing in the page`,
  'invalid-selector': (part) => `${subject(part)} targets "${selectorOf(part)}", which is not a valid selector`,
  'modifier-as-selector': (part) =>
    `${subject(part)} has a modifier in hx-swap-oob, and htmx takes "${selectorOf(part)}" for the selector`,
  'after-exception': (part) => `${subject(part)} comes after a part that made htmx throw`,
  template: () => 'a <template> is the outermost element, and htmx does not look inside it',
  partial: (part) => `${subject(part)} has no id, and htmx does not read its hx-target here`,
  'partial-in-image': (part) => `${subject(part)} is inside <svg> or <math>, where it is an element without content`,
  head: (part) =>
    `${subject(part)} comes first, so the HTML parser moves it into the head of a document; htmx 1 swaps only the body`,
  parser: (part) => `${subject(part)} is not inside a table, so the HTML parser removes its tags`,
  title: (part) => `htmx takes ${subject(part)} out of the message`,
  document: (part) => `${subject(part)} comes from a whole HTML document${lacking(part)}`,
  'no-listener': ({ facts: { names = [] } }) =>
    names.length === 0
      ? 'no element waits for events'
      : `no element waits for this event; the page waits for ${names.map((name) => inline(name, 40)).join(', ')}`,
  'named-event': ({ facts: { names = [] } }) =>
    `htmx 4 swaps only events without an "event:" line; it fires this one as the DOM event "${inline(names[0] ?? '', 40)}"`,
  'data-only': (part) => `${subject(part)} is JSON without "content", which htmx 4 leaves to the page's scripts`,
  'empty-swap': () => 'the message has no content, and htmx 4 swaps nothing empty',
  'unknown-style': ({ facts }) => `htmx 4 has no swap style "${inline(facts.style ?? '', 40)}"`,
  'target-removed': () => 'an earlier swap removed the element that waits for this event',
  'target-left': () => 'htmx 4 looked up the target when it asked for the stream, and that element has left the page',
  'connector-removed': () => 'the element that holds the connection has left the page, and htmx closes the connection',
  binary: () => 'the message is binary, and the ws extension reads text only',
};

const LACKS: Readonly<Partial<Record<DropReason, string>>> = {
  text: 'and is not inside an element',
  'no-id': 'and has no id',
  'empty-id': 'and has an empty id',
  'no-such-target': 'and nothing in the page has its id',
};

function lacking({ facts }: Dropped): string {
  const lacks = facts.lacks === undefined ? undefined : LACKS[facts.lacks];
  return lacks === undefined ? '' : ` ${lacks}`;
}
