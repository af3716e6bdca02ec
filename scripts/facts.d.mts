export interface CodeFacts {
  readonly code: string;
  readonly title: string;
  readonly note: string;
  readonly type: string;
  readonly names: readonly string[];
}
export const FACTS_FILE: string;
export function factsOfCodes(): readonly CodeFacts[];
export function factsPage(): string;
