import type { PageView } from '../model/page.ts';
import { ObservedPage } from '../rules/observed-page.ts';
import type { RunContext } from './context.ts';

/** The current page of a tab, in the form that the rules read. */
export async function observePage(context: RunContext, tab: PageView): Promise<ObservedPage> {
  const snapshot = await tab.snapshot();
  return new ObservedPage({
    snapshot,
    records: [...tab.records],
    html: tab.document.html,
    contract: context.contract,
    dialect: context.dialect,
    locate: context.sources,
  });
}
