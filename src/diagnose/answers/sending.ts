import { ofType } from '../../rules/records.ts';
import { whyNotSent } from '../../rules/send.ts';
import { closedAfterSending } from '../../rules/sent-message.ts';
import { replyMissing } from '../../rules/swap-message.ts';
import { declares } from '../../rules/page-fails.ts';
import { observedSwap } from '../../rules/swap-view.ts';
import { messageOf } from './judged.ts';
import type { Found, Judged } from './judged.ts';

/** What was typed is sent over the WebSocket, or by a request of the form's own. */
export function sends({ page, typed }: Judged): Found {
  if (typed === undefined) return { findings: [], skipped: 'nothing was typed (--send)' };
  if (!declares(page, 'ws')) return { findings: [], skipped: 'no element of the page sends over a WebSocket' };
  if (!page.connected('ws')) return { findings: [], skipped: 'it needs the connection' };
  const message = messageOf(page, typed);
  if (message.sent.length === 0) {
    // A form that makes a request of its own may be what the page is about.
    if (ofType(message.records, 'htmx').some(({ name }) => /request/iu.test(name))) return { findings: [] };
    const unsent = whyNotSent({ page, message });
    return { findings: unsent === undefined ? [] : [unsent] };
  }
  if (closedAfterSending(message.records) === undefined) return { findings: [] };
  const closed = replyMissing(observedSwap(page, message));
  return { findings: closed?.code === 'ws/closes-at-once' ? [closed] : [] };
}
