/** What went wrong on the way from a posted text to an event's data. */
export type Damage =
  /** No event with the text came. */
  | 'nothing'
  /** A line was lost that follows a CR alone. */
  | 'cr'
  /** A line that follows an empty one was lost, or came in another event. */
  | 'empty'
  /** A line that begins with the name of a field was lost, or has another text. */
  | 'field'
  /** A line has another number of blanks at its beginning. */
  | 'blanks'
  /** The lines came without what separates them. */
  | 'joined'
  /** A line was lost. */
  | 'line'
  | 'other';

/** Notes that are posted, and come as events. */
export interface FormatFacts {
  /** `status`: of the answer to a note; 0: none came. */
  'format/not-taken': { readonly status: number };
  /** `line`: the first one that is not as it was posted. `got`: what came for it; absent: nothing did. */
  'format/text-altered': { readonly damage: Damage; readonly line: string; readonly got?: string };
  /** `name`: of an urgent note's event. `ordinary`: of any other. `line`: one that was meant to name it and that clients ignore; absent: none. */
  'format/urgent-name': { readonly name: string; readonly ordinary: string; readonly line?: string };
  /** `line`: the first one that the page does not show. `urgent`: of an urgent note. */
  'format/page-lacks': { readonly line: string; readonly urgent: boolean };
}

declare module '../../model/finding.ts' {
  interface FactsByCode extends FormatFacts {}
}
