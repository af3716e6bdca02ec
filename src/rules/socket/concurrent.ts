import type { Evidence, Finding } from '../../model/finding.ts';
import { evidenceOfHandshake } from '../http/failure.ts';
import type { FailedHandshake } from '../http/failure.ts';
import type { SourceLocator } from '../locate.ts';
import { handlerPlace } from '../places.ts';
import { blockingCall, STALL_MS } from '../server/blocking-call.ts';

/** Findings that a server may produce only because other clients are connected as well. */
const FITS_CONCURRENCY: readonly Finding['code'][] = ['ws/no-reply', 'ws/closes-at-once', 'ws/closes-after-first'];

/** Whether other clients alone may cause the finding, so that it is worth testing with a single one. Silence towards all clients is excluded. */
export function mayComeOfOthers(finding: Finding): boolean {
  return (
    FITS_CONCURRENCY.includes(finding.code) && (finding.code !== 'ws/no-reply' || finding.facts.wentTo !== undefined)
  );
}

/**
 * Distinguishes "serves one client only" from "never answers".
 * @param finding what was observed with concurrent clients
 * @param single whether the messages of a single client were answered
 */
export function failsOnlyConcurrently(finding: Finding, single: 'answered' | 'not answered'): Finding {
  if (!mayComeOfOthers(finding) || single === 'not answered') return finding;
  const closed = finding.code === 'ws/closes-at-once' || finding.code === 'ws/closes-after-first';
  const wentTo = finding.code === 'ws/no-reply' ? finding.facts.wentTo : undefined;
  return {
    code: 'ws/one-client-only',
    severity: 'error',
    facts: { code: closed ? finding.facts.code : undefined, ...(wentTo === undefined ? {} : { wentTo }) },
    evidence: finding.evidence,
  };
}

/** Python's server that handles one connection after the other (`http.server`; `ThreadingHTTPServer` has a thread for each). */
const ONE_THREAD = /(?<!\w)HTTPServer\s*\(/u;

/** The handshake of a further client failed, although an earlier one's succeeded. @param where the handler */
export function secondRefused(
  path: string,
  failure: FailedHandshake,
  { locate, where }: { readonly locate: Pick<SourceLocator, 'find'>; readonly where?: Evidence['where'] },
): Finding {
  const single = failure.status === undefined ? locate.find('server', ONE_THREAD) : [];
  const place = single.length > 0 ? single : where;
  return {
    code: 'ws/one-client-only',
    severity: 'error',
    facts: { code: failure.status, ...(single.length === 0 ? {} : { threads: 'one' }) },
    evidence: {
      did: { kind: 'ws', path, sent: [] },
      ...evidenceOfHandshake(failure),
      ...(place === undefined ? {} : { where: place }),
    },
  };
}

/** One round: a client's ping to the idle server, and its longest ping while another client's message is answered. Milliseconds. */
export interface PingRound {
  readonly quietMs: number;
  readonly stallMs: number;
}

/** Whether the ping waited for the other client's message, not for a slow machine. */
export function isStalled({ quietMs, stallMs }: PingRound): boolean {
  return stallMs >= STALL_MS && stallMs >= quietMs * 4;
}

/** In each of several rounds, one client's ping stays unanswered while the server works on another client's message. */
export function blocksOthers(view: {
  readonly path: string;
  /** The message of the last round. */
  readonly sent: string;
  readonly rounds: readonly PingRound[];
  readonly locate: SourceLocator;
}): Finding | undefined {
  const { path, sent, rounds, locate } = view;
  if (rounds.length === 0 || !rounds.every(isStalled)) return undefined;
  const waitedMs = Math.min(...rounds.map(({ stallMs }) => stallMs));
  return {
    code: 'ws/blocks-others',
    severity: 'error',
    facts: { waitedMs },
    evidence: {
      did: { kind: 'ws', path, sent: [sent] },
      waitedMs,
      where: blockingCall(locate, handlerPlace(locate, path)),
    },
  };
}
