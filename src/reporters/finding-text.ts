/** The sentences of a finding, as `check --json` has them: docs/json.md. */
export interface FindingWords {
  readonly code: string;
  readonly severity: string;
  readonly title: string;
  readonly did: string;
  readonly expected: string;
  readonly received: string;
  readonly cause: string;
  readonly fix: string;
  readonly where: readonly { readonly file: string; readonly line?: number; readonly column?: number }[];
}

/** A finding in lines, without colours. */
export function findingText({ code, title, did, expected, received, cause, fix, where }: FindingWords): string {
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
