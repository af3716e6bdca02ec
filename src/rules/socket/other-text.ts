import type { FindingOf, Severity } from '../../model/finding.ts';
import { errorText } from '../../model/server-error.ts';
import type { PlaceFinder } from '../places.ts';
import type { EndedServer } from '../server/ended.ts';

/** A text that is not JSON was sent to a server that reads JSON. */
export interface OtherText {
  readonly path: string;
  readonly sent: string;
  /** How the server is now, with the error that it printed since then. */
  readonly server: EndedServer;
  /** Whether the connection is open, and whether another client is answered. */
  readonly connection: 'open' | 'closed';
  readonly others: 'answered' | 'unanswered';
  /** Whether the step promises that such a text is ignored. */
  readonly promised: boolean;
  readonly locate: PlaceFinder;
}

/**
 * The text ended the process, stopped it for others, or ended its own connection by an error that nobody caught. A server that closes the
 * connection on purpose prints no error, and that is its right. The harm to a single client, which sent the text itself, is a warning.
 */
export function crashesOnText(view: OtherText): FindingOf<'ws/crashes-on-text'> | undefined {
  const { path, sent, server, connection, others, promised, locate } = view;
  const { exit, report, lines } = server;
  const harmsOthers = exit.kind !== 'running' || others === 'unanswered';
  if (!harmsOthers && (connection === 'open' || report === undefined)) return undefined;
  const severity: Severity = harmsOthers && promised ? 'error' : 'warning';
  const parses = locate.find('server', /JSON\.parse\s*\(|\.receive_json\s*\(|json\.loads\s*\(/u);
  const where = report?.where === undefined ? parses : [report.where];
  return {
    code: 'ws/crashes-on-text',
    severity,
    facts: { sent, exit, error: errorText(report) },
    evidence: { did: { kind: 'ws', path, sent: [sent] }, where, output: lines },
  };
}
