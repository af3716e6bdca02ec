import type { Code, Explanation, FindingOf } from '../model/finding.ts';

/** The words of one finding; plain text, `…` marks code. */
export interface Words {
  /** The fault in a few words, no full stop. */
  readonly title: string;
  /** What would have been right, one sentence. */
  readonly expected: string;
  /** Why it is so: one or two sentences that a beginner follows. */
  readonly cause: string;
  /** What to do: one or two sentences, with the very code to write where that is short. */
  readonly fix: string;
}

/** Everything that is said about a code, in one place. */
export interface Entry<C extends Code> {
  words(finding: FindingOf<C>): Words;
  readonly explain: Omit<Explanation, 'code'>;
}

/** Entries for these codes; a code that is missing is a type error. */
export type Entries<C extends Code> = { readonly [K in C]: Entry<K> };

/** All codes of a family: `server/…`. */
export type CodesOf<Prefix extends string> = Extract<Code, `${Prefix}/${string}`>;
