import type { Action, Evidence } from '../model/finding.ts';
import type { ProcessEnd, RequestFailure } from '../model/observed.ts';
import type { Received } from './entry.ts';
import { quote } from './visible.ts';

/** `exit code 1`, `signal SIGSEGV`. */
export function endWords(end: ProcessEnd): string {
  switch (end.kind) {
    case 'running':
      return 'still running';
    case 'code':
      return `exit code ${end.code ?? 'unknown'}`;
    case 'signal':
      return `signal ${end.signal}`;
    case 'not-started':
      return end.reason;
  }
}

/** Why a request had no answer, as the end of a sentence. @param did a handshake is told from other requests */
export function failureWords({ reason, error = '' }: RequestFailure, { did, waitedMs }: Evidence): string {
  switch (reason) {
    case 'deadline':
      return did?.kind === 'ws' ? 'no answer to the handshake' : `no answer after ${waitedMs ?? 0} ms`;
    case 'refused':
      return did?.kind === 'ws' ? 'connection refused' : 'connection refused: nothing listens there';
    case 'unknown-host':
      return 'this machine knows no address for that name';
    case 'no-tls':
      return 'what listens there does not speak https';
    case 'untrusted':
    case 'broken':
      return error;
  }
}

/** `GET /`, `the message hello`. */
export function requestWords(request: Extract<Action, { kind: 'http' | 'ws' }>): string {
  return request.kind === 'http' ? `GET ${request.path}` : `the message ${request.sent[0] ?? ''}`;
}

/** What was received, quoted: the head of an answer before its body. */
export function receivedWords(evidence: Evidence): Received {
  const { answer, failure, received, caret } = evidence;
  if (failure !== undefined) return quote(failureWords(failure, evidence));
  if (answer === undefined) return quote(received ?? '', caret);
  const headers = Object.entries(answer.headers ?? {}).map(([name, value]) =>
    value === null ? `no ${name} header` : `${name}: ${value}`,
  );
  const head = [...(answer.status === undefined ? [] : [`status ${answer.status}`]), ...headers].join(', ');
  if (received === undefined) return quote(head);
  return quote(`${head}\n${received}`, caret === undefined ? undefined : head.length + 1 + caret);
}
