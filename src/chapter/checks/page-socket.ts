import type { PageRecord, PageView } from '../../model/page.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { has, ofType } from '../../rules/records.ts';

/** Whether a socket is open, or every attempt has ended. */
function settled(records: readonly PageRecord[]): boolean {
  if (has(records, 'socket-open')) return true;
  const attempts = ofType(records, 'socket-new').length;
  return attempts === 0 ? has(records, 'socket-refused') : ofType(records, 'socket-close').length >= attempts;
}

/** Waits until the page has connected or failed to. Without an attempt in progress after loading the wait is short: htmx connects as it starts. */
export async function untilConnected(tab: PageView): Promise<{ readonly waitedMs: number }> {
  const attempted = (records: readonly PageRecord[]): boolean =>
    has(records, 'socket-new') || has(records, 'socket-refused');
  const first = await tab.until(attempted, DEADLINE.click);
  if (!first.met) return { waitedMs: Math.round(first.waitedMs) };
  const { waitedMs } = await tab.until(settled, DEADLINE.handshake);
  return { waitedMs: Math.round(waitedMs) };
}
