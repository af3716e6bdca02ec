import type { Finding } from '../../model/finding.ts';

/**
 * Each finding once: several checks may see the same error, and it is fixed once. The first of them is kept.
 * @param findingOf the finding of an item
 */
export function distinct<T>(items: readonly T[], findingOf: (item: T) => Finding): readonly T[] {
  const known = new Set<string>();
  return items.filter((item) => {
    const identity = identityOf(findingOf(item));
    const isNew = !known.has(identity);
    known.add(identity);
    return isNew;
  });
}

/** Code, place and facts, except during which check it was seen: two findings with the same are one. */
export function identityOf({ code, severity, facts, evidence }: Finding): string {
  const values = Object.entries(facts).filter(([name]) => name !== 'during');
  return JSON.stringify([code, severity, evidence.where?.[0], values]);
}
