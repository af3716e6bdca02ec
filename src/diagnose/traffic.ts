import type { PageRecord } from '../model/page.ts';

/** How many connections a page opened, and how many messages and events went over them. */
export interface Traffic {
  readonly sockets: number;
  readonly streams: number;
  readonly sent: number;
  readonly received: number;
  readonly events: number;
}

export function trafficOf(records: readonly PageRecord[]): Traffic {
  const count = (type: PageRecord['type']): number => records.filter((record) => record.type === type).length;
  return {
    sockets: count('socket-new'),
    streams: count('stream-new'),
    sent: count('socket-sent'),
    received: count('socket-received'),
    events: count('stream-event'),
  };
}
