import type { Finding } from './finding.ts';
import type { Place, WireSpan } from './timeline.ts';

/** A finding in the form in which programs get it: with its sentences, which people read and no program should. `docs/json.md` describes it. */
export interface FindingReport {
  readonly code: Finding['code'];
  readonly severity: Finding['severity'];
  readonly facts: Finding['facts'];
  readonly title: string;
  /** What the check did. */
  readonly did: string;
  /** A command that does the same on a server that runs; empty: none does. */
  readonly try: string;
  readonly expected: string;
  /** Quoted; a second line may have a caret below the place. Empty: nothing. */
  readonly received: string;
  /** Milliseconds; null: it did not wait. */
  readonly waitedMs: number | null;
  /** Which lines of the timeline show it; null: nothing of it went over the wire. */
  readonly wire: WireSpan | null;
  /** What happened in the page to the message that it is about. */
  readonly ledger: readonly object[];
  /** Last lines that the server printed. */
  readonly output: readonly string[];
  readonly cause: string;
  readonly fix: string;
  readonly where: readonly Place[];
}
