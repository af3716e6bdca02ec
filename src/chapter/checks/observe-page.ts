import type { PageView } from '../../model/page.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import type { RunContext } from '../../run/context.ts';
import { observedIn } from '../../run/observe-page.ts';
import { DIALECT } from '../dialect.ts';

/** The current page of a tab, in the form that the rules read. */
export function observePage(context: RunContext, tab: PageView): Promise<ObservedPage> {
  return observedIn(context, tab, DIALECT);
}
