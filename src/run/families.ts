import type { Code, GenericCode } from '../model/finding.ts';

/** The part of a code before its slash. */
export type Family = FamilyOf<Code>;

type FamilyOf<C extends string> = C extends `${infer Name}/${string}` ? Name : never;

/** Families that are fixed in the server's code: if no line is known, the finding at least names the file. A chapter adds its own. */
export const FIXED_IN_SERVER: readonly FamilyOf<GenericCode>[] = ['ws', 'oob', 'sse'];

/** Codes outside the family `server` that say how a server ended, or after which the check itself ended it. */
const TELLS_THE_END: ReadonlySet<Code> = new Set<Code>([
  'ws/crashes-on-disconnect',
  'ws/crashes-on-text',
  'sse/crashes-on-disconnect',
  'sse/blocks-others',
  'python/not-awaited',
]);

export function isOfFamily(code: Code, families: readonly Family[]): boolean {
  return families.some((family) => code.startsWith(`${family}/`));
}

/** Whether a finding with this code already explains why the server is gone. */
export function tellsTheEnd(code: Code): boolean {
  // A server that gives no answer may be running, and may have ended.
  return (isOfFamily(code, ['server']) && code !== 'server/stopped-answering') || TELLS_THE_END.has(code);
}
