import type { Finding, FindingOf } from '../../model/finding.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { ofType } from '../../rules/records.ts';
import { formIdleAfterReply } from '../../rules/send-idle.ts';
import { readsOtherNames } from '../../rules/send-names.ts';
import { clickedOutside, fieldsNotSent } from '../../rules/send-wrapper.ts';
import { wentAway, whyNotSent } from '../../rules/send.ts';
import { buttonIdle } from '../../rules/send-warnings.ts';
import { closedAfterSending } from '../../rules/sent-message.ts';
import type { SentMessage } from '../../rules/sent-message.ts';
import { replyMissing } from '../../rules/swap-message.ts';
import { shadowRoles } from '../../rules/live/shadow-root.ts';
import { fieldReplaced } from '../../rules/live/field-replaced.ts';
import { addedNotInherited, placesNotInherited } from '../../rules/live/inheritance.ts';
import { formWiped } from '../../rules/live/targets.ts';
import { declares } from '../../rules/page-fails.ts';
import { observedSwap } from '../../rules/swap-view.ts';
import { messageOf } from './judged.ts';
import type { Found, Judged } from './judged.ts';

/** What was typed is sent over the WebSocket, or by a request of the form's own, and something comes back. */
export function sends({ page, typed, probes, endedAt }: Judged): Found {
  if (typed === undefined) return sentByClick(page);
  const message = ownFrames(page, messageOf(page, typed), endedAt);
  const isOwn = !declares(page, 'ws');
  if (isOwn && message.sent.length === 0)
    return { findings: [], skipped: 'no element of the page sends over a WebSocket' };
  if (!page.connected('ws')) return { findings: [], skipped: 'it needs the connection' };
  const inShadow = shadowRoles(page).some(({ name }) => name === 'send');
  if (inShadow && page.withRole('ws', 'send').length === 0)
    return { findings: [], skipped: 'its form is in a shadow root, where nothing is typed' };
  // A script of the page knows what it sends.
  if (isOwn) return { findings: [wentAway({ page, message }) ?? []].flat() };
  // A form that makes a request of its own may be what the page is about.
  if (asksServer(message)) return { findings: [] };
  // The form was there, and a message has replaced it.
  const wiped = message.sent.length > 0 ? undefined : formWiped(page);
  const lost = wiped && placesNotInherited(page, 'ws');
  const unsent = (lost?.severity === 'error' ? lost : wiped) ?? whyNotSent({ page, message });
  // The text was no number: its author would have given one.
  if (unsent?.code === 'page/no-form' && unsent.facts.limit?.attribute === 'type')
    return {
      findings: [],
      skipped: `its field takes no words: --send with what fits \`type="${unsent.facts.limit.value}"\``,
    };
  // A field that is replaced while somebody types loses a part of the text: that is told with the message that does it.
  if (unsent?.code === 'page/message-not-in-frame' && fieldReplaced(page, message.outcome.input) !== undefined)
    return { findings: [] };
  if (unsent !== undefined) return { findings: [withDoubt(unsent, message)] };
  const idle = formIdleAfterReply({ page, message });
  const findings = [
    addedNotInherited(page, message),
    wentAway({ page, message }),
    idle,
    answeredWithout(page, message),
    notAnswered(page, message, probes),
    buttonIdle({ page, message }),
  ];
  return { findings: findings.filter((finding) => finding !== undefined) };
}

/** Nobody typed; what was clicked may have sent something. */
function sentByClick(page: ObservedPage): Found {
  const finding = fieldsNotSent(page) ?? clickedOutside(page);
  return finding === undefined ? { findings: [], skipped: 'nothing was typed (--send)' } : { findings: [finding] };
}

/** The text went with a request of htmx, and not over the WebSocket. */
function asksServer({ records, sent, word }: SentMessage): boolean {
  if (sent.some(({ data }) => data.includes(word))) return false;
  return sent.length === 0 && ofType(records, 'htmx').some(({ name }) => /request/iu.test(name));
}

/**
 * The message without what the page sends whether somebody types or not, again and again: a sign of life, who is there. What came only after somebody
 * had begun to type, and has not come since for longer than it ever waited, is sent for the keys.
 */
function ownFrames(page: ObservedPage, message: SentMessage, endedAt: number): SentMessage {
  const all = ofType(page.records, 'socket-sent');
  const isOwn = (data: string): boolean => {
    const same = all.filter((each) => each.data === data);
    const gaps = same.slice(1).map(({ at }, index) => at - (same[index]?.at ?? at));
    const isOver = endedAt - (same.at(-1)?.at ?? endedAt) > Math.max(...gaps);
    const isForKeys = isOver && same.every((each) => message.sent.includes(each));
    return data.includes(message.word) || same.length === 1 || isForKeys;
  };
  return { ...message, sent: message.sent.filter(({ data }) => isOwn(data)) };
}

/** Two forms of one message may be meant (a search that goes on while somebody types), and so may a text that a script makes of another. */
function withDoubt(finding: Finding, { sent, word }: SentMessage): Finding {
  const isChanged = sent.some(({ data }) => data.toLowerCase().includes(word.toLowerCase()));
  const isDoubtful =
    finding.code === 'page/ws-send-twice' || (finding.code === 'page/message-not-in-frame' && isChanged);
  return isDoubtful ? { ...finding, severity: 'warning' } : finding;
}

/** An answer came, and in the place of the text it has what a program makes of a value that is not there. */
function answeredWithout(page: ObservedPage, message: SentMessage): Finding | undefined {
  if (message.reply !== undefined || message.received.length === 0) return undefined;
  const finding = replyMissing(observedSwap(page, message));
  const isEmptyValue =
    finding?.code === 'ws/canned-reply' && (finding.facts.shows ?? finding.facts.placeholder) !== undefined;
  return isEmptyValue ? (readsOtherNames({ page, message }, 'error') ?? finding) : undefined;
}

/** The connection ended in place of an answer, or nothing at all came back, which may be meant. */
function notAnswered(page: ObservedPage, message: SentMessage, { again }: Judged['probes']): Finding | undefined {
  const closed = closedAfterSending(message.records);
  // What came on a connection that was opened in its place does not answer it.
  const came = message.received.filter(({ socket }) => closed === undefined || socket === closed.socket);
  const received = again === undefined ? came : [];
  if (received.length > 0 && (closed === undefined || message.reply !== undefined)) return undefined;
  const finding = replyMissing(observedSwap(page, { ...message, received }));
  if (finding?.code === 'ws/closes-at-once') return readsOtherNames({ page, message }, 'error') ?? finding;
  if (finding?.code !== 'ws/no-reply') return undefined;
  const other = readsOtherNames({ page, message }, 'warning');
  return other ?? { ...(again === undefined ? finding : withGreeting(finding, came)), severity: 'warning' };
}

/** The page was greeted after the text was typed. */
function withGreeting(finding: FindingOf<'ws/no-reply'>, came: SentMessage['received']): Finding {
  const [greeting] = came;
  if (greeting === undefined) return finding;
  return {
    ...finding,
    facts: { ...finding.facts, greets: true },
    evidence: { ...finding.evidence, received: greeting.data },
  };
}
