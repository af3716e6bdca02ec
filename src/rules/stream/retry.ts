import type { Finding } from '../../model/finding.ts';
import { fieldValue } from './fields.ts';
import { evidenceOf } from './view.ts';
import type { StreamLine, StreamView } from './view.ts';

/** A page that comes back later than this seems to have stopped. Milliseconds. */
const LONGEST_RETRY_MS = 10_000;

function valuesOf(lines: readonly StreamLine[]): readonly string[] {
  return lines.filter(({ kind }) => kind === 'retry').map(({ text }) => fieldValue(text));
}

/** No line says how soon to come back. A value that is not made of digits alone is ignored (HTML standard, 9.2.6). */
export function noRetry(view: StreamView): Finding | undefined {
  const values = valuesOf(view.lines);
  const isRight = (value: string): boolean => /^\d+$/u.test(value) && Number(value) <= LONGEST_RETRY_MS;
  if (values.some(isRight)) return undefined;
  const [value] = values;
  const facts = value === undefined ? {} : { value };
  return { code: 'sse/no-retry', severity: 'error', facts, evidence: evidenceOf(view) };
}

/** How long a stream tells its clients to wait before they come back, in milliseconds; undefined: it says nothing. */
export function retryOf(lines: readonly StreamLine[]): number | undefined {
  const last = valuesOf(lines).findLast((value) => /^\d+$/u.test(value));
  return last === undefined ? undefined : Number(last);
}
