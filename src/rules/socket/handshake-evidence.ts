import type { Evidence } from '../../model/finding.ts';
import { evidenceOfHandshake } from '../http/failure.ts';
import { endpointPlace } from '../places.ts';
import type { HandshakeView } from './handshake-view.ts';

/** What was seen of a handshake, with the line that creates the endpoint. */
export function evidenceOfView({ path, failure, log, locate }: HandshakeView): Evidence {
  return {
    did: { kind: 'ws', path, sent: [] },
    ...evidenceOfHandshake(failure),
    waitedMs: failure.waitedMs,
    where: endpointPlace(locate, path),
    output: log.lastLines,
  };
}
