import type { Dialect } from '../htmx/index.ts';
import type { PageView } from '../model/page.ts';
import { ObservedPage } from '../rules/observed-page.ts';
import type { RunContext } from './context.ts';

/** The current page of a tab, in the form that the rules read. @param dialect of the htmx that is taught */
export async function observedIn(context: RunContext, tab: PageView, dialect: Dialect): Promise<ObservedPage> {
  const snapshot = await tab.snapshot();
  return new ObservedPage({
    snapshot,
    records: [...tab.records],
    html: tab.document.html,
    contract: context.contract,
    dialect,
    locate: context.sources,
  });
}
