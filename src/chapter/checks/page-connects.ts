import { uselessAttributes, worksAsLegacy } from '../../rules/attributes.ts';
import { connectedElsewhere, twoConnections, whyNotConnected } from '../../rules/connect.ts';
import { pageHung } from '../../rules/observed-page.ts';
import { failed } from '../../run/check.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import { observePage } from '../../run/observe-page.ts';
import { untilConnected } from './page-socket.ts';
import { toldFromQuery } from './query-probe.ts';

/** The page opens a WebSocket by itself. */
export const pageConnects: ChapterCheck<'page-connects'> = {
  id: 'page-connects',
  title: CHECK_TITLES['page-connects'],
  waitsFor: CHECK_WAITS['page-connects'],
  observes: 'page',
  tab: 'tab 1',
  needs: ['page-htmx', 'ws-handshake'],
  async run(context, tab) {
    const { waitedMs } = await untilConnected(tab);
    const page = await observePage(context, tab);
    if (!page.connected('ws')) {
      // It may have loaded and stopped since.
      const hung = pageHung(tab.failure);
      if (hung !== undefined) return failed(hung);
      const finding = whyNotConnected(page.after(waitedMs), 'ws');
      return failed(await toldFromQuery(context, page, { transport: 'ws', finding }));
    }
    const foreign = connectedElsewhere(page);
    if (foreign !== undefined) return failed(foreign);
    const warnings = [twoConnections('ws'), worksAsLegacy].map((rule) => rule(page));
    return { findings: [...warnings.filter((finding) => finding !== undefined), ...uselessAttributes(page, 'ws')] };
  },
};
