import type { Action, Evidence } from '../model/finding.ts';
import type { ProcessEnd, RequestFailure } from '../model/observed.ts';
import type { Received } from './entry.ts';
import { excessWords } from './excess.ts';
import type { Control, SubmitAction } from '../model/page.ts';
import type { PageStop } from '../model/page-stop.ts';
import { inline, quote } from './visible.ts';

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

/** Why a request had no answer, as the end of a sentence. @param did distinguishes a handshake from other requests */
export function failureWords({ reason, error = '', excess }: RequestFailure, { did, waitedMs }: Evidence): string {
  switch (reason) {
    case 'deadline':
      return did?.kind === 'ws' ? 'no answer to the handshake' : `no answer after ${waitedMs ?? 0} ms`;
    case 'refused':
      return did?.kind === 'ws' ? 'connection refused' : 'connection refused: nothing listens there';
    case 'unknown-host':
      return 'this machine knows no address for that name';
    case 'no-tls':
      return 'what listens there does not speak https';
    case 'endless':
      return excess === undefined ? 'an answer without an end' : `the answer was given up: ${excessWords(excess)}`;
    case 'untrusted':
    case 'broken':
      return error;
  }
}

/** `GET /`, `the message hello`. */
export function requestWords(request: Extract<Action, { kind: 'http' | 'ws' }>): string {
  return request.kind === 'http' ? `GET ${request.path}` : `the message ${request.sent[0] ?? ''}`;
}

/** Characters of a status and headers; a value may be as long as its sender likes. */
const MOST_HEAD = 400;

/** What was received, quoted: the head of an answer before its body. */
export function receivedWords(evidence: Evidence): Received {
  const { answer, failure, received, caret } = evidence;
  if (failure !== undefined) return quote(failureWords(failure, evidence));
  if (answer === undefined) return quote(received ?? '', caret);
  const headers = Object.entries(answer.headers ?? {}).map(([name, value]) =>
    value === null ? `no ${name} header` : `${name}: ${value}`,
  );
  const head = [...(answer.status === undefined ? [] : [`status ${answer.status}`]), ...headers].join(', ');
  // The head is in our words, and only what was received is quoted.
  const first = inline(head, MOST_HEAD);
  if (received === undefined) return { lines: [first], caret: undefined };
  if (head === '') return quote(received, caret);
  const body = isErrorPage(evidence)
    ? { lines: [pageWords(received)], caret: undefined }
    : quote(bodyOf(received, caret), caret);
  const at = body.caret === undefined ? undefined : { ...body.caret, line: body.caret.line + 1 };
  return { lines: [first, ...body.lines], caret: at };
}

/** The body of an answer as it is quoted: the end of its only line says nothing. */
function bodyOf(received: string, caret: number | undefined): string {
  return caret === undefined && /^[^\r\n]+\r?\n$/u.test(received) ? received.replace(/\r?\n$/u, '') : received;
}

/** A page that a framework shows for an error: what it says in its markup the status says, and the server's output says better. */
function isErrorPage({ answer: { status = 0 } = {}, received = '' }: Evidence): boolean {
  return status >= 400 && /^\s*<(?:!doctype html|html)\b/iu.test(received);
}

function pageWords(page: string): string {
  const title = /<title>([^<]*)<\/title>/iu.exec(page)?.[1]?.trim() ?? '';
  return title === '' ? 'an HTML page' : `an HTML page with the title "${inline(title)}"`;
}

/** `input[name=text]`: how a person who reads the markup names a control. */
function controlWords({ tag, name, id, type }: Control): string {
  if (name !== undefined) return `${tag}[name=${name}]`;
  if (id !== undefined) return `${tag}#${id}`;
  return type === undefined ? tag : `${tag}[type=${type}]`;
}

/** `click button, then press Enter`. */
export function submitWords(actions: readonly SubmitAction[]): string {
  const each = actions.map((action) =>
    action.kind === 'click' ? `click ${controlWords(action.control)}` : `press ${action.key}`,
  );
  return each.length === 0 ? 'nothing' : each.join(', then ');
}

/** How a page stopped, as the end of a sentence. */
export function stopWords(stop: PageStop): string {
  if (stop.reason === 'engine-died') {
    const ended = stop.exit === undefined ? [] : [`the page's process ended with ${endWords(stop.exit)}`];
    return [...ended, ...(stop.error === '' ? [] : [inline(stop.error, 160)])].join(': ');
  }
  if (stop.reason === 'out-of-memory')
    return stop.megabytes === undefined
      ? 'the page crashed, as it does when it has no memory left'
      : `the page used more than ${stop.megabytes} MB of memory`;
  const seconds = `${stop.ms / 1000} seconds`;
  if (stop.during === 'load') return `the page did not finish loading within ${seconds}`;
  if (stop.during === 'use') return `your browser shows it, and it did not answer for ${seconds}`;
  return stop.during === 'answer'
    ? `the page did not answer for ${seconds}`
    : `the page kept running without a pause for ${seconds}`;
}
