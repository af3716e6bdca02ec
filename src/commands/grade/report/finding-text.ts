import type { GradedFinding } from '../record.ts';

/** A finding in lines, without colours. */
export function findingText({ code, title, did, expected, received, cause, fix, where }: GradedFinding): string {
  const [place] = where;
  const parts = Object.entries({
    Fix: fix,
    Where: place === undefined ? '' : `${place.file}${place.line === undefined ? '' : `:${place.line}`}`,
    Cause: cause,
    Did: did,
    Expected: expected,
    Received: received,
  });
  const said = parts.filter(([, text]) => text !== '').map(([name, text]) => `${name}: ${text}`);
  return [`${title} (${code})`, ...said].join('\n');
}
