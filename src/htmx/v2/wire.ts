import type { Reconnection, Sender, WireDialect } from '../dialect.ts';

/** A member for each name; a repeated name gets the list of its values (htmx 2 `formDataProxy`). */
export function fieldValues(
  fields: readonly (readonly [name: string, value: string])[],
): Readonly<Record<string, string | readonly string[]>> {
  const values = new Map<string, string | readonly string[]>();
  for (const [name, value] of fields) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(values);
}

/** htmx 2 `getHeaders`. */
function headersOf(sender: Sender): Readonly<Record<string, string | null>> {
  return {
    'HX-Request': 'true',
    'HX-Trigger': sender.id,
    'HX-Trigger-Name': sender.name,
    'HX-Target': sender.target.id,
    'HX-Current-URL': sender.url,
  };
}

/** htmx-ext-sse 2 `onerror` of a closed stream: 500 ms, doubled after each failure up to 64 s. The browser itself restores a broken connection. */
const streamReconnection: Reconnection = {
  reconnects: true,
  delay: (attempt) => {
    const ms = 500 * 2 ** Math.min(attempt, 7);
    return { least: ms, most: ms };
  },
};

/** Sockets that reconnect after these codes, with the "full jitter" of htmx 1 and 2 (`getWebSocketReconnectDelay`). */
export function wireOf(reconnectCodes: readonly number[]): WireDialect {
  return {
    headersMember: 'HEADERS',
    reconnectCodes,
    /** htmx-ext-ws 2 `processWebSocketSend`. */
    encodeMessage: (fields, sender) =>
      JSON.stringify({ ...fieldValues(fields), ...sender.vals, HEADERS: headersOf(sender) }),
    reconnection(transport, code) {
      if (transport === 'sse') return streamReconnection;
      return {
        reconnects: reconnectCodes.includes(code),
        delay: (attempt) => ({ least: 0, most: 1000 * 2 ** Math.min(attempt, 6) }),
      };
    },
  };
}

/** htmx-ext-ws 2 `socket.onclose`. */
export const wire = wireOf([1006, 1011, 1012, 1013]);
