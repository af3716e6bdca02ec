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

/** A port is taken, and no line of the output gives a place: adds the line of code with the port. Any other finding is unchanged. */
export function withPlaceOfPort(finding: Finding, locate: SourceLocator): Finding {
  if (finding.code !== 'server/port-in-use' || finding.facts.holder !== 'unknown') return finding;
  const where = locate.find('server', new RegExp(String.raw`\b${finding.facts.port}\b`, 'u'));
  return where.length === 0 ? finding : { ...finding, evidence: { ...finding.evidence, where } };
}
