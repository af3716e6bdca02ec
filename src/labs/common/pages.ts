import type { Transport } from '../../htmx/index.ts';
import type { Finding } from '../../model/finding.ts';
import type { PageDriver, PageRecord } from '../../model/page.ts';
import { connectedElsewhere, whyNotConnected } from '../../rules/connect.ts';
import { pageHung } from '../../rules/observed-page.ts';
import { whyNotSetUp, whyScriptsFail } from '../../rules/page-fails.ts';
import { has } from '../../rules/records.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { observePage } from '../../run/observe-page.ts';
import { whyNotServed } from '../../run/page-served.ts';

export { observePage };

/** Why the page is not connected to its own server, from its status on. Undefined: it is. */
export async function whyPageNotConnected(
  context: RunContext,
  tab: PageDriver,
  transport: Transport,
): Promise<Finding | undefined> {
  const closed = await whyNotOpen(context, tab, transport);
  return closed ?? (transport === 'ws' ? connectedElsewhere(await observePage(context, tab)) : undefined);
}

/** Why no connection of the page is open, from its status on. Undefined: one is, to whatever server. */
export async function whyNotOpen(
  context: RunContext,
  tab: PageDriver,
  transport: Transport,
): Promise<Finding | undefined> {
  const { status, html: body } = tab.document;
  if (status >= 400) return whyNotServed(context, { status, body });
  const patience = transport === 'sse' ? DEADLINE.firstEvent : DEADLINE.handshake;
  // htmx connects as it starts: without an attempt by then the wait is short.
  const { met: tries } = await tab.until((records) => tried(records, transport), DEADLINE.click);
  if (tries) await tab.until((records) => settled(records, transport), patience);
  const page = await observePage(context, tab);
  const broken = pageHung(tab.failure) ?? whyScriptsFail(page) ?? whyNotSetUp(page, transport);
  if (broken !== undefined) return broken;
  return page.connected(transport) ? undefined : whyNotConnected(page, transport);
}

/** The page has asked for a connection. */
function tried(records: readonly PageRecord[], transport: Transport): boolean {
  return transport === 'ws' ? has(records, 'socket-new') || has(records, 'socket-refused') : has(records, 'stream-new');
}

/** The page has opened a connection, or failed to. */
function settled(records: readonly PageRecord[], transport: Transport): boolean {
  if (transport === 'sse') return has(records, 'stream-open') || has(records, 'stream-error');
  return has(records, 'socket-open') || has(records, 'socket-close') || has(records, 'socket-refused');
}

/** The inner HTML of the element that the lab's contract names; empty: the page has none. */
export async function targetHtml(context: RunContext, tab: PageDriver): Promise<string> {
  const { watched } = await tab.snapshot();
  return watched[context.contract.target ?? '']?.html ?? '';
}
