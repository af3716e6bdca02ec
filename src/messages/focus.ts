import type { Finding } from '../model/finding.ts';

/** What says how and where a part of a message is swapped. */
const SWAP = /(?:data-)?hx-swap-oob\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/u;
/** A shorter value is found anywhere. */
const SHORTEST = 4;

/** The part of a line that matters for this finding; undefined: none of its values is in the line. */
export function focusIn(text: string, finding: Finding | undefined): string | undefined {
  if (finding === undefined) return undefined;
  const { facts, evidence } = finding;
  const { did, received = '', caret } = evidence;
  const values = Object.values(facts).filter((value) => typeof value === 'string' && value.length >= SHORTEST);
  const typed = did?.kind === 'page' ? did.typed : undefined;
  const wrong = caret === undefined ? undefined : received.slice(Math.max(0, caret - 6), caret + 12);
  return [wrong, ...values, SWAP.exec(text)?.[0], typed]
    .flatMap((value) => (typeof value === 'string' && value !== '' ? [value] : []))
    .find((value) => text.includes(value));
}
