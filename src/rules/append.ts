import { attribute } from '../htmx/elements.ts';
import type { Evidence, Finding, FindingOf } from '../model/finding.ts';
import type { Place } from '../model/timeline.ts';
import { messageInLedger } from './ledger.ts';
import type { ObservedPage } from './observed-page.ts';
import { has, ofType } from './records.ts';
import type { Rule } from './rule.ts';
import type { SentMessage } from './sent-message.ts';
import { partsOf } from './swap-message.ts';

/** Two messages, sent one after the other. The first one was shown. */
export interface AppendView {
  /** The page after the second message. */
  readonly page: ObservedPage;
  readonly first: SentMessage;
  readonly second: SentMessage;
  /** Where the server writes the second reply. */
  readonly where: readonly Place[];
}

type AppendRule = Rule<AppendView>;

const severity = 'error';

function evidence({ page, second, where }: AppendView): Evidence {
  const received = second.reply?.data ?? '';
  return { did: { kind: 'page', typed: second.typed }, received, ...messageInLedger(page, received), where };
}

function partOf(page: ObservedPage, message: SentMessage): FindingOf<'oob/replaces'>['facts']['part'] {
  const element = partsOf({ page, message }).find(({ fragment }) => fragment.tag !== '')?.fragment;
  if (element === undefined) return undefined;
  const { style } = page.dialect.outOfBand(element);
  const named = attribute(element, page.dialect.core.outOfBand) ?? '';
  const at = named.indexOf(':');
  return { tag: element.tag, style, ...(at === -1 ? {} : { selector: named.slice(at + 1).trim() }) };
}

function replaces(view: AppendView, by: SentMessage): Finding {
  const facts = { first: view.first.word, second: view.second.word, part: partOf(view.page, by) };
  return { code: 'oob/replaces', severity, facts, evidence: evidence(view) };
}

/** The second message has no target: the first reply removed it. @param why why the second does not show, judged on its own */
export function targetReplaced(view: AppendView, why: Finding): Finding | undefined {
  const noPlace = why.code === 'oob/no-such-target' || why.code === 'chat/no-window';
  return noPlace && view.second.targetHtml === '' ? replaces(view, view.first) : undefined;
}

/** Each reply contains the connecting element again, so that each opens another connection. */
const connectorRenewed: AppendRule = (view) => {
  const { first, second, page } = view;
  if (![first, second].every(({ records }) => has(records, 'socket-new'))) return undefined;
  const sockets = ofType(page.records, 'socket-new').length;
  return { code: 'page/form-replaced', severity, facts: { sockets }, evidence: evidence(view) };
};

/** The first message is gone. */
const firstReplaced: AppendRule = (view) =>
  view.second.targetText.includes(view.first.word) ? undefined : replaces(view, view.second);

/** The second message is above the first. In a target drawn from the bottom up that is intended. */
const wrongOrder: AppendRule = (view) => {
  const { first, second, page } = view;
  const text = second.targetText;
  if (text.indexOf(second.word) >= text.indexOf(first.word) || /column-reverse/u.test(page.html)) return undefined;
  return {
    code: 'oob/wrong-order',
    severity,
    facts: { first: first.word, second: second.word },
    evidence: evidence(view),
  };
};

/** Why the second of two messages that were shown is not below the first. */
export const NOT_APPENDED: readonly AppendRule[] = [connectorRenewed, firstReplaced, wrongOrder];
