import type { Description } from '../../src/messages/index.ts';
import type { Finding } from '../../src/model/finding.ts';

/** Words that the tests of the reporters work with instead of the diagnosis's, whose wording may change. */
export function fakeWords(finding: Finding): Description {
  const { received, caret } = finding.evidence;
  return {
    code: finding.code,
    severity: finding.severity,
    title: `Title of ${finding.code}`,
    did: 'opened the event stream at /sse/counter',
    command:
      'curl -N http://127.0.0.1:8000/sse/counter --header "Accept: text/event-stream" --max-time 5 --output counter.txt',
    expected: 'A message with an `id`, so that htmx knows which element of the page it belongs to and how to swap it.',
    received: {
      lines: received === undefined ? [] : received.split('\n'),
      caret: caret === undefined ? undefined : { line: 0, column: caret },
    },
    waitedMs: finding.evidence.waitedMs,
    ledger: [],
    output: finding.evidence.output ?? [],
    cause: 'The reply has no `id`.',
    fix: 'Give it one.',
    where: finding.evidence.where ?? [],
  };
}
