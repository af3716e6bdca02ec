import { EVENTS_2 } from '../events.ts';
import { bare, kebab } from '../names.ts';

// Handlers in attributes that htmx 2 never calls (htmx 2 `processHxOnRoot`, `addHxOnEventHandler`).

/** Why nothing calls it. */
export type WhyDead =
  /** `hx-on="…"` with the name in the value is htmx 1's. */
  | 'value-of-1'
  /** HTML has made small letters of the capital ones in the name, and htmx fires the event with hyphens, or with capital letters. */
  | 'small-letters'
  /** The event is one of a request, and a WebSocket message is none. */
  | 'no-request';

export interface DeadHandler {
  /** As the page has it. */
  readonly attribute: string;
  readonly why: WhyDead;
  /** The attribute that is called in its place. */
  readonly use: string;
}

/** Names of events as they are in attributes: `ws-after-send`, by the same without hyphens. */
const NAMES: ReadonlyMap<string, string> = new Map(
  [...EVENTS_2, 'htmx:configRequest', 'htmx:beforeSwap', 'htmx:afterSettle', 'htmx:beforeOnLoad', 'htmx:afterOnLoad']
    .map((name) => kebab(name.replace(/^htmx:/u, '')))
    .map((name) => [name.replaceAll('-', ''), name]),
);

/** What a request has, and what a message of a WebSocket has in its place (htmx-ext-ws 2 `processWebSocketSend`). */
const OF_REQUESTS: Readonly<Record<string, string>> = {
  'after-request': 'ws-after-send',
  'after-on-load': 'ws-after-send',
  'before-request': 'ws-before-send',
  'config-request': 'ws-config-send',
};

const SHORTHAND = /^hx-on(?:::|:htmx:|--|-htmx-)/u;

/**
 * @param attributes of one element
 * @param sends `over-ws`: it sends over a WebSocket, and neither it nor anything inside it makes a request
 */
export function deadHandlers(
  attributes: Readonly<Record<string, string>>,
  sends: 'over-ws' | 'otherwise',
): readonly DeadHandler[] {
  return Object.entries(attributes).flatMap(([attribute, value]): readonly DeadHandler[] => {
    const name = bare(attribute);
    if (name === 'hx-on') {
      const event = /^\s*htmx:([\w-]+)\s*:/u.exec(value)?.[1];
      const known = event === undefined ? undefined : NAMES.get(event.replaceAll('-', '').toLowerCase());
      const other = /^\s*([a-z]+)\s*:(?!:)/u.exec(value)?.[1];
      const use = known === undefined ? other && `hx-on:${other}` : `hx-on::${known}`;
      return use === undefined ? [] : [{ attribute, why: 'value-of-1', use }];
    }
    if (!SHORTHAND.test(name)) return [];
    const event = name.replace(SHORTHAND, '');
    const written = NAMES.get(event);
    if (written !== undefined && written !== event)
      return [{ attribute, why: 'small-letters', use: `hx-on::${written}` }];
    const instead = OF_REQUESTS[event];
    return sends === 'over-ws' && instead !== undefined
      ? [{ attribute, why: 'no-request', use: `hx-on::${instead}` }]
      : [];
  });
}

/** What is called after a message of a WebSocket, by the form of the handler that is there (htmx-ext-ws 2, on `message`). @param handler as the page has it */
export function afterMessage(handler: string): string {
  return handler.startsWith('hx-on') ? 'hx-on::ws-after-message' : 'htmx:wsAfterMessage';
}
