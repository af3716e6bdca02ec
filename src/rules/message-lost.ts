import { jsonText, wholePage } from './reply-shape.ts';
import { firstOf } from './rule.ts';
import type { Finding } from '../model/finding.ts';
import { invalidSelector, modifierInOutOfBand, tablePartLost, templateOutermost } from './swap-parts.ts';
import { binaryReply, emptyId, noSuchTarget, noTargetNamed, plainText } from './swap-message.ts';
import type { SwapRule, SwapView } from './swap-message.ts';

/** Why htmx puts a WebSocket message nowhere, whatever page it is: by its content, and by what the page has for it. In the order in which causes are fixed. */
const LOST: readonly SwapRule[] = [
  binaryReply,
  templateOutermost,
  modifierInOutOfBand,
  tablePartLost,
  jsonText,
  wholePage,
  plainText,
  noTargetNamed,
  emptyId,
  invalidSelector,
  noSuchTarget,
];

/** Why htmx puts this message nowhere; undefined: it is none of the known reasons. */
export function whyMessageLost(view: SwapView): Finding | undefined {
  return firstOf(LOST, view);
}
