import type { Evidence, Finding } from '../../model/finding.ts';
import type { SourceLocator } from '../locate.ts';
import { evidenceOfView } from '../socket/handshake-evidence.ts';
import type { HandshakeView } from '../socket/handshake-view.ts';

/** A loop without an end, in Node, Python and Perl: of the file itself, for one within a function may be how it serves its clients. */
const ENDLESS = /^(?:while\s*\(\s*(?:true|1)\s*\)|for\s*\(\s*;\s*;\s*\)|do\s*\{|while\s+(?:True|1)\s*:)/u;

/** With the line of the loop, where the source shows one. */
function atLoop(evidence: Evidence, locate: Pick<SourceLocator, 'find'>): Evidence {
  const where = locate.find('server', ENDLESS);
  return where.length === 0 ? evidence : { ...evidence, where };
}

/** Adds the line of the loop to what says that a server computes without end. */
export function withPlaceOfLoop(finding: Finding, locate: Pick<SourceLocator, 'find'>): Finding {
  if (finding.code !== 'server/never-listens' || finding.facts.never !== 'computes') return finding;
  return { ...finding, evidence: atLoop(finding.evidence, locate) };
}

/** A server that listens and does nothing about any connection, not even one that is not HTTP: its process is kept busy from the start. */
export function answersNothing(view: HandshakeView): Finding {
  return {
    code: 'server/stopped-answering',
    severity: 'error',
    facts: { request: { kind: 'ws', path: view.path, sent: [] }, from: 'start' },
    evidence: atLoop(evidenceOfView(view), view.locate),
  };
}
