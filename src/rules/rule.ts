import type { Finding } from '../model/finding.ts';

/** One cause, recognized in what was observed. Pure: it makes no request and waits for nothing. */
export type Rule<View> = (view: View) => Finding | undefined;

/** The finding of the first rule that applies. The list is in the order in which causes are fixed. */
export function firstOf<View>(rules: readonly Rule<View>[], view: View): Finding | undefined {
  for (const rule of rules) {
    const finding = rule(view);
    if (finding !== undefined) return finding;
  }
  return undefined;
}

/** Combines rules that apply only under a condition into one rule. */
export function when<View>(applies: (view: View) => boolean, rules: readonly Rule<View>[]): Rule<View> {
  return (view) => (applies(view) ? firstOf(rules, view) : undefined);
}

/** Turns a rule about the page into one for views that contain more than the page. */
export function onPage<Page>(rule: Rule<Page>): Rule<{ readonly page: Page }> {
  return ({ page }) => rule(page);
}
