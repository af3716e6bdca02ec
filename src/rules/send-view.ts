import type { Evidence } from '../model/finding.ts';
import type { Place } from '../model/timeline.ts';
import type { ObservedPage } from './observed-page.ts';
import { literal } from '../model/pattern.ts';
import type { RecordOf } from './records.ts';
import { ofType } from './records.ts';
import type { Rule } from './rule.ts';
import type { SentMessage } from './sent-message.ts';

/** A message that was typed into a page and submitted. */
export interface SendView {
  readonly page: ObservedPage;
  readonly message: SentMessage;
}

export type SendRule = Rule<SendView>;

/** Evidence of a finding about a message that was typed into the page. */
export function evidence({ message }: SendView, where: readonly Place[], more: Partial<Evidence> = {}): Evidence {
  return { did: { kind: 'page', typed: message.typed }, where, ...more };
}

/** The text of the first frame; '' when none was sent. */
export function firstFrame({ message }: SendView): string {
  return message.sent[0]?.data ?? '';
}

/** The frames that contain what was typed. */
export function framesWithWord({ message }: SendView): SentMessage['sent'] {
  return message.sent.filter(({ data }) => data.includes(message.word));
}

/** What the page received over its socket before the message was submitted. */
export function receivedBefore({ page, message }: SendView): readonly RecordOf<'socket-received'>[] {
  const [first] = message.records;
  const before = first === undefined ? page.records : page.records.filter(({ at }) => at < first.at);
  return ofType(before, 'socket-received');
}

/** Where the server writes the element with this tag of a reply; empty: the source does not show it. */
export function writtenBy({ page }: SendView, reply: string, tag: string): readonly Place[] {
  const start = new RegExp(`<${tag}(?:\\s[^>]*)?>`, 'iu').exec(reply)?.[0] ?? `<${tag}`;
  const written = (text: string): RegExp => new RegExp(literal(text).replaceAll(/["']/gu, String.raw`\\?["']`), 'u');
  return page.locate.find('server', written(start), written(`<${tag}`));
}
