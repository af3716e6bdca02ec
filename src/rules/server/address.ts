import type { Finding } from '../../model/finding.ts';
import type { FailedRequest } from '../http/failure.ts';
import { requestFailure } from '../../model/observed.ts';
import type { SourceLocator } from '../locate.ts';

/** A server that listens on a port other than the one it was given. */
interface IgnoredPort {
  readonly asked: number;
  readonly listens: number;
  readonly lines: readonly string[];
  /** The command that started it. */
  readonly command: string;
  readonly locate: SourceLocator;
}

/** It listens on a port written in its code, not on the one in `PORT` (a warning: the checks continue where it listens). */
export function ignoresPort({ asked, listens, lines, command, locate }: IgnoredPort): Finding {
  const number = new RegExp(String.raw`\b${listens}\b`, 'u');
  if (number.test(command)) {
    const evidence = { did: { kind: 'run', command }, output: lines } as const;
    return { code: 'server/ignores-port', severity: 'warning', facts: { asked, listens, by: 'command' }, evidence };
  }
  return {
    code: 'server/ignores-port',
    severity: 'warning',
    facts: { asked, listens },
    evidence: {
      output: lines,
      where: locate.find('server', number, /\.listen\s*\(/u, /uvicorn\.run|app\.run/u, /\b(?:8000|3000|8080|5000)\b/u),
    },
  };
}

/** A server that somebody else runs does not answer at all. @param url its origin */
export function unreachable(url: string, failed: FailedRequest): Finding {
  return {
    code: 'server/unreachable',
    severity: 'error',
    facts: { url, failure: requestFailure(failed) },
    evidence: { did: { kind: 'http', path: '/' }, waitedMs: failed.waitedMs },
  };
}

/** A number where a server is told its port: `server.listen(8000`, `new WebSocketServer({ port: 8000`. */
const WRITTEN_PORT = /(?:\.listen\s*\(\s*|\bport\s*[:=]\s*)(\d{2,5})\b/gu;

/** A WebSocket server that opens a port of its own instead of using the HTTP server's. */
const OWN_SOCKET_PORT =
  /\bnew\s+(?:\w+\.)?(?:WebSocketServer|WebSocket\.Server|Server|WSServer)\s*\(\s*\{[^}]*\bport\b/u;

/**
 * A port is taken: adds the line of code that opens it, where the output names none, and whether a WebSocket server does. A server's
 * own message may name the port that it was asked to use, and not the one in its code that failed. Any other finding is unchanged.
 */
export function withPlaceOfPort(finding: Finding, locate: SourceLocator): Finding {
  if (finding.code !== 'server/port-in-use' || finding.facts.holder !== 'unknown') return finding;
  const { facts, evidence } = finding;
  const written = locate.all('server', WRITTEN_PORT);
  const said = String(facts.port);
  const isPlaced = evidence.where !== undefined && evidence.where.length > 0;
  const port = isPlaced || written.includes(said) ? said : (written[0] ?? said);
  const opens = new RegExp(String.raw`(?:\.listen\s*\(\s*|\bport\s*[:=]\s*)${port}\b`, 'u');
  const where = isPlaced ? evidence.where : locate.find('server', opens, new RegExp(String.raw`\b${port}\b`, 'u'));
  const [socket] = locate.find('server', OWN_SOCKET_PORT);
  const isSocket = socket !== undefined && socket.line === where[0]?.line && socket.file === where[0]?.file;
  return {
    ...finding,
    facts: { ...facts, port: Number(port), ...(isSocket ? { by: 'websocket' as const } : {}) },
    evidence: where.length === 0 ? evidence : { ...evidence, where },
  };
}
