import { attribute } from '../htmx/elements.ts';
import type { Finding } from '../model/finding.ts';
import type { SendView } from './send-view.ts';
import { evidence, writtenBy } from './send-view.ts';

/**
 * The answer to a message replaced the form by one that neither sends nor asks for anything: the next message loads the page again. A form with an
 * action or a request of its own is meant.
 */
export function formIdleAfterReply(view: SendView): Finding | undefined {
  const { page, message } = view;
  const served = page.markup.some((element) => page.dialect.roleOf(element, 'ws', 'send') !== undefined);
  if (!served || page.withRole('ws', 'send').length > 0 || !page.connected('ws')) return undefined;
  const form = page.elements.find((each) => each.tag === 'form');
  const asks = [...page.dialect.core.requests, 'action', 'onsubmit'];
  const connectors = page.withRole('ws', 'connect');
  const inside = form !== undefined && connectors.some(({ element }) => page.within(form, element));
  if (form === undefined || !inside || asks.some((name) => attribute(form, name) !== undefined)) return undefined;
  const reply = message.received.findLast(({ data }) => /<form[\s>]/iu.test(data));
  const hasField = page.elements.some(
    (each) => (each.tag === 'input' || each.tag === 'textarea') && page.within(each, form),
  );
  if (reply === undefined || !hasField) return undefined;
  const where = writtenBy(view, reply.data, 'form');
  return {
    code: 'page/ws-send-missing',
    severity: 'error',
    facts: { navigated: undefined, by: 'answer' },
    evidence: evidence(view, where, { received: reply.data }),
  };
}
