import type { Finding } from '../../model/finding.ts';
import { literal } from '../../model/pattern.ts';
import type { PlaceFinder } from '../places.ts';
import type { EndedServer } from './ended.ts';
import { endedFinding } from './ended.ts';

/** What ends a process, or an error that nobody catches, where the server's output names no line. */
const ENDS = /\bprocess\.exit\s*\(|\bos\._exit\s*\(|\bsys\.exit\s*\(/u;

/** The finding for a server that a request for this path ended, which browsers ask for by themselves. @param options.during id of the check */
export function unsolicited(
  path: string,
  server: EndedServer,
  { during, locate }: { readonly during: string; readonly locate: PlaceFinder },
): Finding {
  const finding = endedFinding(server, during);
  if (finding.code !== 'server/crashed-during-check') return finding;
  const { where = [] } = finding.evidence;
  const quits = where.length > 0 ? where : locate.find('server', ENDS, new RegExp(literal(path), 'u'));
  return {
    ...finding,
    facts: { ...finding.facts, path },
    evidence: { ...finding.evidence, did: { kind: 'http', path }, where: quits },
  };
}
