import type { PageRecord, PageView } from '../../model/page.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { socketsOf } from './page-facts.ts';

/** Whether a socket is open, or every attempt has come to its end. */
function settled(records: readonly PageRecord[]): boolean {
  if (records.some((record) => record.type === 'socket-open')) return true;
  const attempts = socketsOf(records).length;
  const ended = records.filter((record) => record.type === 'socket-close').length;
  const refused = records.some((record) => record.type === 'socket-refused');
  return attempts === 0 ? refused : ended >= attempts;
}

/** Waits until the page has connected or has failed to. With no attempt under way after loading the wait is short: htmx connects while it starts. */
export async function untilConnected(tab: PageView): Promise<{ readonly waitedMs: number }> {
  const attempted = (records: readonly PageRecord[]): boolean =>
    records.some((record) => record.type === 'socket-new' || record.type === 'socket-refused');
  const first = await tab.until(attempted, DEADLINE.click);
  if (!first.met) return { waitedMs: Math.round(first.waitedMs) };
  const { waitedMs } = await tab.until(settled, DEADLINE.handshake);
  return { waitedMs: Math.round(waitedMs) };
}
