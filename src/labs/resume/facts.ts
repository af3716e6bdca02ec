/** The stream of parts, which goes on after a cut and ends. */
export interface ResumeFacts {
  /** `numbers`: those that a client received that was never cut off, in order. */
  'resume/wrong-numbers': { readonly numbers: readonly number[] };
  /** `part`: of the first event that does not have an id of its own. `repeated`: the id that it has from the event before; absent: it has none. */
  'resume/no-id': { readonly part: number; readonly repeated?: string };
  /** `id`: sent as `Last-Event-ID`, that of part `last`. `next`: the part that came then; null: none, and `status` is that of the answer. */
  'resume/starts-again': {
    readonly id: string;
    readonly last: number;
    readonly next: number | null;
    readonly status: number;
  };
  /** The same; the part that came is neither the next one nor the first. */
  'resume/wrong-next': {
    readonly id: string;
    readonly last: number;
    readonly next: number | null;
    readonly status: number;
  };
  /** `id`: one that the server never sent. `first`: the part that came; null: none. */
  'resume/unknown-id': { readonly id: string; readonly first: number | null; readonly status: number };
  /** `id`: that of the last part. `first`: the part that came then; null: none. */
  'resume/no-204': { readonly id: string; readonly first: number | null; readonly status: number };
  /** `numbers`: those that the page shows. `cut`: the part after which its connection was cut; absent: it was not. */
  'resume/page-numbers': { readonly numbers: readonly number[]; readonly cut?: number };
  /** `again`: the page asked for the stream once more. `closes`: the event that closes it in the page; absent: none does. `events`: names of those that came. */
  'resume/page-not-closed': {
    readonly again: boolean;
    readonly closes?: string;
    readonly events: readonly string[];
  };
}

declare module '../../model/finding.ts' {
  interface FactsByCode extends ResumeFacts {}
}
