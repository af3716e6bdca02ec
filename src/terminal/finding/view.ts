import { describe } from '../../messages/index.ts';
import type { DescribeContext, Description, Received } from '../../messages/index.ts';
import type { Finding } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import { durationText } from '../units.ts';

/** One labelled part of a finding; its kind says how it is written. */
export type FindingPart = { readonly label: string } & (
  | { readonly kind: 'sentence'; readonly text: string }
  /** A command that can be pasted: its lines are not wrapped. */
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'received'; readonly received: Received }
  /** What happened in the page, a line for each part of a message. */
  | { readonly kind: 'ledger'; readonly lines: readonly string[] }
  /** Last lines of the server's output. */
  | { readonly kind: 'output'; readonly lines: readonly string[] }
  | { readonly kind: 'places'; readonly places: readonly Place[] }
);

/** A shorter time does not count as a wait: the outcome was known already. Milliseconds. */
const LEAST_WAIT_MS = 100;

/** A finding as every report and the screen show it. It is built once, and drawn for any width and theme. */
export interface FindingView {
  readonly finding: Finding;
  readonly words: Description;
  /** All parts in reading order; an empty part is omitted. */
  readonly parts: readonly FindingPart[];
}

/**
 * @param context whose server it is, and the chapter's catalogue and contract
 * @param more what shows the explanation of its code where a key does: `m explains it`; else the command
 */
export function findingView(finding: Finding, context: DescribeContext, more?: string): FindingView {
  const words = describe(finding, context);
  return { finding, words, parts: partsOf(words, context, more).filter(saysSomething) };
}

/** First what to do and where, then why, then what was observed: on a screen of 24 rows the end may be below the edge. */
function partsOf(
  words: Description,
  { typed = (text) => text }: DescribeContext,
  more: string | undefined,
): readonly FindingPart[] {
  const { waitedMs } = words;
  return [
    { label: 'Fix', kind: 'sentence', text: words.fix },
    { label: 'Where', kind: 'places', places: words.where },
    { label: 'Cause', kind: 'sentence', text: words.cause },
    { label: 'Did', kind: 'sentence', text: words.did },
    { label: 'Try', kind: 'command', text: words.command },
    { label: 'Expected', kind: 'sentence', text: words.expected },
    { label: 'Received', kind: 'received', received: words.received },
    { label: 'htmx', kind: 'ledger', lines: words.ledger },
    {
      label: 'Waited',
      kind: 'sentence',
      text: waitedMs === undefined || waitedMs < LEAST_WAIT_MS ? '' : durationText(waitedMs),
    },
    { label: 'Your server said', kind: 'output', lines: words.output },
    more === undefined
      ? { label: 'More', kind: 'command', text: typed(`htmx-realtime-tutor explain ${words.code}`) }
      : { label: 'More', kind: 'sentence', text: more },
  ];
}

function saysSomething(part: FindingPart): boolean {
  switch (part.kind) {
    case 'sentence':
    case 'command':
      return part.text !== '';
    case 'received':
      return part.received.lines.length > 0;
    case 'output':
    case 'ledger':
      return part.lines.length > 0;
    case 'places':
      return part.places.length > 0;
  }
}
