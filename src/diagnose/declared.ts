import { attribute } from '../htmx/elements.ts';
import type { Transport } from '../htmx/index.ts';
import type { Contract } from '../model/contract.ts';
import type { PageElement } from '../model/page.ts';
import { closedBySwap } from '../rules/live/connector-replaced.ts';
import type { ClosedConnection } from '../rules/live/connector-replaced.ts';
import { NOWHERE } from '../rules/locate.ts';
import { ObservedPage } from '../rules/observed-page.ts';
import { ofType } from '../rules/records.ts';
import { isHeardWhole } from '../rules/stream/heard.ts';
import { dialectFor } from './dialect.ts';
import type { Visit } from './visit.ts';

const CONTROLS = new Set(['form', 'input', 'textarea', 'select', 'button', 'option', 'label']);

/** The page's own names for what a chapter's contract names, so that sentences use them. Where it has none the sentences take examples. */
export function declaredNames(page: ObservedPage): Contract {
  const socketPath = pathOf(page, 'ws');
  const streamPath = pathOf(page, 'sse');
  const sender = page.withRole('ws', 'send')[0]?.element;
  const field = sender === undefined ? undefined : fieldIn(page, sender);
  const connector = page.withRole('ws', 'connect')[0]?.element;
  const target = connector === undefined ? undefined : placeIn(page, connector, sender);
  return {
    ...(socketPath === undefined ? {} : { socketPath }),
    ...(streamPath === undefined ? {} : { streamPath }),
    ...(field === undefined ? {} : { field }),
    ...(target === undefined ? {} : { target: `#${target}` }),
    pagePath: URL.canParse(page.snapshot.url) ? new URL(page.snapshot.url).pathname : '/',
  };
}

/** Names of the events that end a stream, and are not swapped for that. */
export function closingEvents(page: ObservedPage): readonly string[] {
  return page.withRole('sse', 'close').map(({ role }) => role.value.trim());
}

/**
 * The address of a stream of which the page has heard no event as a whole, beside those that end it: the address that it asked for, else the
 * one that an element declares, since htmx 4 asks as for any other answer. undefined: it has heard events, or there is no address of the web.
 */
export function unheardStream(seen: Seen): string | undefined {
  const page = pageOf(seen);
  const { dialect, records } = page;
  const ends = closingEvents(page);
  const heard = ofType(records, 'stream-event').filter(({ event }) => !ends.includes(event));
  if (heard.length > 0 && heard.every(({ data }) => isHeardWhole(data))) return undefined;
  const asked = ofType(records, 'stream-new')[0]?.url;
  const written = dialect.major < 4 ? undefined : page.withRole('sse', 'connect')[0]?.role.value.trim();
  const url = asked ?? written ?? '';
  return ofTheWeb(page, url);
}

/** What the page's htmx accepts as the answer of a stream, where it got another answer than one; undefined: it got a stream, or is told by its EventSource. */
export function acceptedByPage(seen: Seen): string | undefined {
  const page = pageOf(seen);
  return page.dialect.major === 4 && !page.connected('sse') ? ACCEPTED_BY_4 : undefined;
}

/** hx-sse 4, `htmx_config_request`. */
const ACCEPTED_BY_4 = 'text/html, text/event-stream';

/** The connection that something on it closed by a swap over its element, and what that was; undefined: none was, or it may continue. */
export function strandedConnection(seen: Seen, transport: Transport): ClosedConnection | undefined {
  const page = pageOf(seen);
  const closed = closedBySwap(page, transport);
  const url = closed && (transport === 'ws' ? closed.url : ofTheWeb(page, closed.url));
  return url === undefined || closed === undefined ? undefined : { ...closed, url };
}

type Seen = Pick<Visit, 'snapshot' | 'records' | 'html'>;

function pageOf({ snapshot, records, html }: Seen): ObservedPage {
  return new ObservedPage({ snapshot, records, html, contract: {}, dialect: dialectFor(snapshot), locate: NOWHERE });
}

function ofTheWeb({ baseUrl }: ObservedPage, url: string): string | undefined {
  return url !== '' && URL.canParse(url, baseUrl) && /^https?:$/u.test(new URL(url, baseUrl).protocol)
    ? new URL(url, baseUrl).href
    : undefined;
}

function pathOf(page: ObservedPage, transport: Transport): string | undefined {
  const value = page.withRole(transport, 'connect')[0]?.role.value.trim();
  if (value === undefined || value === '' || !URL.canParse(value, page.baseUrl)) return undefined;
  return new URL(value, page.baseUrl).pathname;
}

function fieldIn(page: ObservedPage, sender: PageElement): string | undefined {
  const field = page.elements.find(
    (each) => (each.tag === 'input' || each.tag === 'textarea') && page.within(each, sender),
  );
  const name = field && attribute(field, 'name');
  return name === '' ? undefined : name;
}

/** The id of the first element that content may go into. */
function placeIn(page: ObservedPage, connector: PageElement, sender: PageElement | undefined): string | undefined {
  const isPlace = (each: PageElement): boolean =>
    each.id !== '' &&
    !CONTROLS.has(each.tag) &&
    each !== connector &&
    (sender === undefined || !page.within(each, sender)) &&
    /^[\w-]+$/u.test(each.id);
  const inside = page.elements.find((each) => isPlace(each) && page.within(each, connector));
  return (inside ?? page.elements.find(isPlace))?.id;
}
