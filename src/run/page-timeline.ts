import type { PageLedger } from '../htmx/page-ledger.ts';
import { streamFailureText } from '../model/stream-failure.ts';
import type { LoadFailure, PageRecord } from '../model/page.ts';
import type { Client } from '../model/timeline.ts';
import type { Timeline } from '../observe/timeline.ts';

/** Adds what happened inside a page to the run's timeline. The switch is exhaustive: a new type of record must define its line. */
function recordInTimeline(timeline: Timeline, client: Client, record: PageRecord): void {
  const note = (kind: 'ws' | 'sse' | 'htmx' | 'console' | 'http', data: string): void =>
    timeline.record(client, 'note', kind, data);
  const end = (kind: 'ws' | 'sse' | 'console' | 'http', data: string): void =>
    timeline.recordEnd(client, 'note', kind, data);
  switch (record.type) {
    case 'socket-new':
      return timeline.recordBegin(client, 'ws', `opens socket ${record.socket}: ${record.url}`);
    case 'socket-refused':
      return end('ws', `cannot open a socket to ${record.url}: ${record.message}`);
    case 'socket-open':
      return note('ws', `socket ${record.socket} is open`);
    case 'socket-sent':
      return timeline.record(client, 'sent', 'ws', record.data);
    case 'socket-received':
      return timeline.record(client, 'received', 'ws', record.binary ? `(binary) ${record.data}` : record.data);
    case 'socket-error':
      return end('ws', `socket ${record.socket}: error`);
    case 'socket-close':
      return end(
        'ws',
        `socket ${record.socket} closed with code ${record.code}${record.reason === '' ? '' : ` (${record.reason})`}`,
      );
    case 'stream-new':
      return timeline.recordBegin(client, 'sse', `opens stream ${record.stream}: ${record.url}`);
    case 'stream-open':
      return note('sse', `stream ${record.stream} is open`);
    case 'stream-event':
      return timeline.record(client, 'received', 'sse', `${record.event}: ${record.data}`);
    case 'stream-error':
      return end('sse', `stream ${record.stream}: error ${streamFailureText(record.failure)}`);
    case 'stream-close':
      return end('sse', `stream ${record.stream} closed by the page`);
    case 'htmx':
      return note('htmx', `${record.name} on ${record.element}${record.detail === '' ? '' : ` ${record.detail}`}`);
    case 'script-error':
      return end('console', `error: ${record.message} (${record.file}:${record.line})`);
    case 'console':
      return note('console', `${record.level}: ${record.text}`);
    case 'load-failed':
      return end('http', `${record.url}: ${failureText(record.failure)}`);
    case 'substituted':
      return note('http', `${record.url} was answered from the tutor's own ${record.by}`);
    case 'navigated':
      return end('http', `the page goes to ${record.url}`);
    case 'text':
      return note('htmx', `${record.element} now reads: ${record.text}`);
    case 'elements':
    case 'handled':
      // The ledger is made of them.
      return undefined;
    case 'engine-gap':
      return note('console', `not seen here: ${record.what}`);
  }
}

function failureText(failure: LoadFailure): string {
  switch (failure.reason) {
    case 'status':
      return `status ${failure.status}`;
    case 'type':
      return `its type is ${failure.contentType === '' ? 'not given' : failure.contentType}${failure.nosniff === 'yes' ? ', and nosniff is set' : ''}`;
    case 'policy':
      return failure.directive === '' ? 'Content-Security-Policy' : `Content-Security-Policy: ${failure.directive}`;
    case 'integrity':
      return 'its content does not match the integrity attribute';
    case 'other-host':
      return 'another host, which is not asked during a check';
    case 'endless':
      return `it was given up: more than ${failure.excess.most} (${failure.excess.of})`;
    case 'error':
      return failure.error === '' ? 'it did not load' : failure.error;
  }
}

/** Records what a page did, and what became of the message or event that this completes. */
export function recordPage(timeline: Timeline, client: Client, ledger: PageLedger, record: PageRecord): void {
  recordInTimeline(timeline, client, record);
  const entry = ledger.add(record);
  if (entry !== undefined) timeline.recordLedger(client, entry);
}
