import type { Finding } from '../../model/finding.ts';
import type { Rule } from '../rule.ts';
import { evidenceOfView } from './handshake-evidence.ts';
import type { HandshakeView } from './handshake-view.ts';

/** Libraries for real-time connections whose clients and servers speak a protocol of their own inside a WebSocket, or before it. */
const PROTOCOLS: readonly (readonly [name: string, source: RegExp])[] = [
  ['Socket.IO', /['"`/]socket\.io\b|\bsocketio\b|\bflask_socketio\b|SocketIO\(/u],
  ['Engine.IO', /['"`/]engine\.io\b|\bengineio\b/u],
  ['SockJS', /\bsockjs\b/iu],
  ['SignalR', /\bsignalr\b|\bMapHub</iu],
  ['Primus', /['"]primus['"]/u],
  ['graphql-ws', /['"](?:graphql-ws|subscriptions-transport-ws)\b/u],
  ['Action Cable', /\bActionCable\b/u],
  ['STOMP', /\bstomp\w*\b/iu],
  ['a Phoenix channel', /\bPhoenix\.(?:Socket|Channel)\b/u],
];

/**
 * The handshake is refused by a library that expects a client of its own. Undefined: the source has none of those that are known.
 * @see https://socket.io/docs/v4/#what-socketio-is-not
 */
export const otherProtocol: Rule<HandshakeView> = (view): Finding | undefined => {
  for (const [protocol, source] of PROTOCOLS) {
    const where = view.locate.find('server', source);
    if (where.length === 0) continue;
    const status = view.failure.status ?? 0;
    const evidence = { ...evidenceOfView(view), where };
    return { code: 'ws/other-protocol', severity: 'error', facts: { protocol, status }, evidence };
  }
  return undefined;
};
