import type { FindingOf, Severity } from '../../model/finding.ts';
import { errorText } from '../../model/server-error.ts';
import type { PlaceFinder } from '../places.ts';
import type { EndedServer } from '../server/ended.ts';

/** A text that is not JSON, or JSON without a message, was sent to a server that reads messages as JSON. */
export interface OtherText {
  readonly path: string;
  readonly sent: string;
  /** Whether it is JSON. */
  readonly isJson: boolean;
  /** How the server is now, with the error that it printed since then. */
  readonly server: EndedServer;
  /** Whether the connection is open, and whether another client is answered. */
  readonly connection: 'open' | 'closed';
  readonly others: 'answered' | 'unanswered';
  /** Whether the step promises that such a text is ignored. */
  readonly promised: boolean;
  readonly locate: PlaceFinder;
}

/** Whether the server has ended, or answers nobody else. */
export function harmsOthers({ server, others }: Pick<OtherText, 'server' | 'others'>): boolean {
  return server.exit.kind !== 'running' || others === 'unanswered';
}

/**
 * The text ended the process, stopped it for others, or ended its own connection by an error that nobody caught. A server that closes the
 * connection on purpose prints no error, and that is its right. The harm to a single client, which sent the text itself, is a warning.
 */
export function crashesOnText(view: OtherText): FindingOf<'ws/crashes-on-text'> | undefined {
  const { path, sent, isJson, server, connection, promised, locate } = view;
  const { exit, report, lines } = server;
  const harmful = harmsOthers(view);
  if (!harmful && (connection === 'open' || report === undefined)) return undefined;
  const severity: Severity = harmful && promised ? 'error' : 'warning';
  const parses = locate.find('server', /JSON\.parse\s*\(|\.receive_json\s*\(|json\.loads\s*\(/u);
  const failed = report?.where === undefined ? [] : [report.where];
  // The program looks for the message where it reads the JSON; the error may come later, where it uses what it found.
  const reads = parses.filter(({ file, line }) => failed.every((place) => place.file !== file || place.line !== line));
  const where = isJson ? [...reads, ...failed] : failed.length > 0 ? failed : parses;
  return {
    code: 'ws/crashes-on-text',
    severity,
    facts: { sent, exit, error: errorText(report), ...(isJson ? { json: true } : {}) },
    evidence: { did: { kind: 'ws', path, sent: [sent] }, where, output: lines },
  };
}
