import type { StreamFailure } from '../../model/stream-failure.ts';
import { inline } from '../visible.ts';

/** Why there was no stream, as a clause: `the answer had status 404`. */
export function streamFailureWords(failure: StreamFailure): string {
  switch (failure.reason) {
    case 'status':
      return `the answer had status ${failure.status}`;
    case 'type':
      if (failure.contentType === undefined) return 'the answer did not have the type `text/event-stream`';
      return failure.contentType === ''
        ? 'the answer had no `Content-Type`'
        : `the answer had the type \`${inline(failure.contentType, 60)}\``;
    case 'cors':
      return 'the browser does not let the page read an answer from another origin';
    case 'policy':
      return `the page's Content-Security-Policy forbids it${failure.directive === '' ? '' : ` (\`${inline(failure.directive, 100)}\`)`}`;
    case 'other-host':
      return 'it is on another host, which the tutor does not contact';
    case 'error':
      return `the connection failed (${inline(failure.error, 200)})`;
    case 'lost':
      return 'the connection was lost';
  }
}
