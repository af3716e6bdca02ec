import type { Sender, WireDialect } from '../dialect.ts';
import { fieldValues } from '../v2/wire.ts';

/** hx-ws 4 `getConfig`: 1014 comes from a gateway, 1005 means a close frame without a code. */
const RECONNECT_CODES = [1001, 1005, 1006, 1011, 1012, 1013, 1014];
const FIRST_DELAY_MS = 500;
const MOST_DELAY_MS = 60_000;
const JITTER = 0.3;

/** htmx 4 `#buildIdentifier`: `form#chat`. */
function identifier(element: { readonly tag: string; readonly id: string | null }): string {
  return element.id === null || element.id === '' ? element.tag : `${element.tag}#${encodeURI(element.id)}`;
}

/** htmx 4 `#createCoreHeaders`, `#createRequestContext`, without `Accept`, which hx-ws deletes. */
function headersOf(sender: Sender): Readonly<Record<string, string>> {
  return {
    'HX-Request': 'true',
    'HX-Source': identifier(sender),
    'HX-Current-URL': sender.url,
    'HX-Target': identifier(sender.target),
  };
}

export const wire: WireDialect = {
  headersMember: 'headers',
  reconnectCodes: RECONNECT_CODES,
  /** hx-ws 4 `sendMessage`. A field named `headers` is lost. */
  encodeMessage: (fields, sender) =>
    JSON.stringify({ ...fieldValues(fields), ...sender.vals, headers: headersOf(sender) }),
  /** hx-ws 4 `scheduleReconnect`; hx-sse 4 `handleSSEResponse` uses the same delays, and reconnects whenever a stream ends. */
  reconnection: (transport, code) => ({
    reconnects: transport === 'sse' || RECONNECT_CODES.includes(code),
    delay(attempt) {
      const ms = Math.min(FIRST_DELAY_MS * 2 ** attempt, MOST_DELAY_MS);
      return { least: ms * (1 - JITTER), most: ms * (1 + JITTER) };
    },
  }),
};
