import { isSwapped } from '../../htmx/disposition.ts';
import { attribute } from '../../htmx/elements.ts';
import { dataOf } from '../../htmx/ledger.ts';
import { readMarkup } from '../../htmx/markup.ts';
import type { Finding } from '../../model/finding.ts';
import type { Control, PageElement } from '../../model/page.ts';
import type { ObservedPage } from '../observed-page.ts';
import { replyPlace } from '../places.ts';

/** Events of a keyboard, in a trigger: the element sends while somebody types. */
const WHILE_TYPING = /(?:^|[\s,])(?:key(?:up|down|press)|input|search)\b/u;

/**
 * A message brings the field anew into which somebody types, without its text: a form that sends while somebody types loses the text and the focus each
 * time. What is sent by a button may well be emptied so.
 * @param input the field into which was typed
 */
export function fieldReplaced(page: ObservedPage, input: Control | undefined): Finding | undefined {
  if (input?.name === undefined || !sendsWhileTyping(page, input.name)) return undefined;
  for (const entry of page.ledger) {
    if (typeof entry.incoming !== 'string' || !entry.predicted.some(isSwapped)) continue;
    const brought = readMarkup(dataOf(entry)).find(
      ({ tag, attributes }) => tag === input.tag && attributes['name'] === input.name,
    );
    if (brought === undefined || (brought.attributes['value'] ?? '') !== '' || brought.tag === 'textarea') continue;
    const { locate, contract } = page;
    return {
      code: 'page/field-replaced',
      severity: 'error',
      facts: { name: input.name },
      evidence: page.evidence(replyPlace(locate, `<input name="${input.name}">`, contract.socketPath ?? ''), {
        ledger: [entry],
        received: dataOf(entry),
      }),
    };
  }
  return undefined;
}

/** The field, or what sends it, has a trigger of the keyboard. */
function sendsWhileTyping(page: ObservedPage, name: string): boolean {
  const field = page.elements.find(({ attributes }) => attributes['name'] === name);
  const sends = (element: PageElement): boolean => page.dialect.roleOf(element, 'ws', 'send') !== undefined;
  const sender = field && [...page.upwards(field)].find(sends);
  return [field, sender].some(
    (each) => each !== undefined && WHILE_TYPING.test(attribute(each, page.dialect.core.trigger) ?? ''),
  );
}
