import { isSwapped } from '../../htmx/disposition.ts';
import type { Effect } from '../../htmx/disposition.ts';
import type { Transport } from '../../htmx/index.ts';
import type { Finding } from '../../model/finding.ts';
import type { ObservedPage, PageRule } from '../observed-page.ts';
import { sendPlace, streamPlace } from '../places.ts';
import { linesOf } from './lines.ts';
import type { Came, Connection } from './lines.ts';

/** What stays beside what was there before. */
const ADDS: ReadonlySet<Effect> = new Set(['appends', 'prepends', 'inserts-before', 'inserts-after']);

interface Repeat {
  readonly url: string;
  readonly connections: number;
  /** What came again. */
  readonly again: readonly Came[];
  /** Whether the page shows it twice. */
  readonly added: 'yes' | 'no';
}

/**
 * The server ends a stream whose content is complete, and the browser, which takes the end for a lost connection, opens it again
 * (HTML standard, 9.2.3 "reestablish the connection"; hx-sse 4, `handleSSEResponse`): the same content comes again and again. A stream that
 * tells only the present state in each answer is right.
 */
export const neverEnds: PageRule = (page) => {
  const repeat = linesOf(page.records, 'sse')
    .map(({ url, connections }) => wholeAgain(page, { url, connections }))
    .find((each) => each !== undefined);
  if (repeat === undefined) return undefined;
  const { again, connections, added } = repeat;
  const waits = page.withRole('sse', 'close')[0]?.role.value;
  const attribute = page.dialect.attributeFor('sse', 'close');
  return {
    code: 'live/stream-never-ends',
    severity: 'error',
    facts: {
      connections,
      events: again.length,
      added,
      ...(attribute === undefined ? {} : { attribute }),
      ...(waits === undefined ? {} : { waits }),
    },
    evidence: evidenceOf(page, 'sse', repeat),
  };
};

/** After a lost connection the server begins from the beginning, and the page adds what it has already. */
export function repeated(transport: Transport): PageRule {
  return (page): Finding | undefined => {
    for (const { url, connections } of linesOf(page.records, transport)) {
      const repeat = beginsAgain(page, { url, connections });
      if (repeat === undefined) continue;
      const facts = { transport, times: repeat.again.length, connections: repeat.connections };
      return {
        code: 'live/repeated-after-reconnect',
        severity: 'error',
        facts,
        evidence: evidenceOf(page, transport, repeat),
      };
    }
    return undefined;
  };
}

type Connected = Pick<Repeat, 'url'> & { readonly connections: readonly Connection[] };

function wholeAgain(page: ObservedPage, { url, connections }: Connected): Repeat | undefined {
  const opened = connections.filter((each) => each.opened === 'yes');
  const [first, ...others] = opened;
  if (first?.ended !== 'lost' || first.came.length === 0) return undefined;
  // The last one may not have come to its end.
  const whole = others.filter(({ ended, came }) => ended === 'lost' || came.length >= first.came.length);
  if (whole.length === 0 || !whole.every(({ came }) => isSame(came, first.came))) return undefined;
  const added = first.came.some((each) => isAdded(page, each)) ? 'yes' : 'no';
  if (added === 'no' && !goesOn(first.came)) return undefined;
  return { url, connections: whole.length + 1, again: first.came, added };
}

/** Several events of one name that differ: a story, and not one state. */
function goesOn(came: readonly Came[]): boolean {
  const names = new Set(came.map(({ event }) => event));
  return [...names].some((name) => {
    const data = came.filter(({ event }) => event === name).map((each) => each.data);
    return new Set(data).size > 1;
  });
}

function beginsAgain(page: ObservedPage, { url, connections }: Connected): Repeat | undefined {
  const opened = connections.filter(({ opened: was, came }) => was === 'yes' && came.length > 0);
  for (const [at, after] of opened.entries()) {
    const before = opened[at - 1];
    if (before?.ended !== 'lost') continue;
    const length = sameFrom(before.came, after.came);
    const again = after.came.slice(0, length).filter((each) => isAdded(page, each));
    // One message alone may be the same by chance.
    if (again.length > 0 && length >= Math.min(2, before.came.length))
      return { url, connections: opened.length, again, added: 'yes' };
  }
  return undefined;
}

/** How many at the beginning of both are the same. */
function sameFrom(before: readonly Came[], after: readonly Came[]): number {
  const differs = after.findIndex((each, at) => !isEqual(each, before[at]));
  return differs === -1 ? Math.min(before.length, after.length) : differs;
}

function isSame(one: readonly Came[], other: readonly Came[]): boolean {
  if (one.length !== other.length) return false;
  // A story of several events, told anew with another id in it.
  const read = one.length >= STORY ? withoutIds : (came: Came): Came => came;
  return one.every((each, at) => {
    const same = other[at];
    return same !== undefined && isEqual(read(each), read(same));
  });
}

const STORY = 3;

/** Ids that a server makes, such as a UUID, are other ones each time. */
function withoutIds({ event, data }: Came): Came {
  const isId = (word: string): boolean => /\d/u.test(word) && /[a-z]/iu.test(word);
  const named = data.replaceAll(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/giu, '#');
  return { event, data: named.replaceAll(/\b[\da-z]{8,}\b/giu, (word) => (isId(word) ? '#' : word)) };
}

function isEqual(one: Came, other: Came | undefined): boolean {
  return one.event === other?.event && one.data === other.data;
}

/** Whether htmx adds it to what the page has. */
function isAdded({ ledger }: ObservedPage, { event, data }: Came): boolean {
  return ledger.some(({ incoming, predicted }) => {
    const isIt =
      typeof incoming === 'string'
        ? event === '' && incoming === data
        : incoming.data === data && (incoming.name === '' ? 'message' : incoming.name) === event;
    return isIt && predicted.some((each) => isSwapped(each) && ADDS.has(each.effect));
  });
}

function evidenceOf(page: ObservedPage, transport: Transport, { url, again }: Repeat): Finding['evidence'] {
  const path = URL.canParse(url, page.baseUrl) ? new URL(url, page.baseUrl).pathname : url;
  const where = transport === 'sse' ? streamPlace(page.locate, path) : sendPlace(page.locate, path);
  return page.evidence(where.length > 0 ? where : page.placeOfRole(transport, 'connect'), {
    received: again
      .slice(0, 3)
      .map(({ data }) => data)
      .join('\n'),
  });
}
