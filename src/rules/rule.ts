import type { Finding } from '../model/finding.ts';

/** One cause, recognized in what was observed. Pure: it asks nobody and waits for nothing. */
export type Rule<View> = (view: View) => Finding | undefined;

/** The finding of the first rule that applies. The order of the list is the order in which causes are fixed. */
export function firstOf<View>(rules: readonly Rule<View>[], view: View): Finding | undefined {
  for (const rule of rules) {
    const finding = rule(view);
    if (finding !== undefined) return finding;
  }
  return undefined;
}

/** Rules that are asked only where a condition holds, as one rule. */
export function when<View>(applies: (view: View) => boolean, rules: readonly Rule<View>[]): Rule<View> {
  return (view) => (applies(view) ? firstOf(rules, view) : undefined);
}

/** A rule about the page alone, for views that have more beside the page. */
export function onPage<Page>(rule: Rule<Page>): Rule<{ readonly page: Page }> {
  return ({ page }) => rule(page);
}
