import type { Finding } from '../../model/finding.ts';
import { requestFailure } from '../../model/observed.ts';
import type { ObservedPage } from '../../rules/observed-page.ts';
import { unanswered } from '../../rules/http/failure.ts';
import { nestedTooDeep } from '../../rules/nesting.ts';
import { pageHung } from '../../rules/observed-page.ts';
import { firstOf } from '../../rules/rule.ts';
import { emptyPage, notHtml } from '../../rules/setup/document.ts';
import { reloadsItself } from '../../rules/setup/refresh.ts';
import { extensionUnknown } from '../../rules/setup/extension.ts';
import { HTMX_RULES, versionWarning } from '../../rules/setup/htmx-core.ts';
import { cspBlocks } from '../../rules/setup/csp.ts';
import { quoteNotClosed } from '../../rules/setup/open-quote.ts';
import { tagNotClosed } from '../../rules/setup/unclosed.ts';
import { brokenScripts, failedInServer, mayHaveFailed, scriptsFromElsewhere } from '../../rules/setup/scripts.ts';
import type { Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { whyNotServed } from '../../run/page-served.ts';
import { serverLog } from '../../run/server-log.ts';
import { SILENT } from '../../rules/server/log.ts';
import type { ServerLog } from '../../rules/server/log.ts';
import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import { CONTRACT } from '../contract.ts';
import { requestHandlerPlace } from '../../rules/places.ts';
import { observePage } from '../../run/observe-page.ts';
import { untilConnected } from './page-socket.ts';

const PAGE = CONTRACT.pagePath;
const STATIC = '/static/';

/** The page is HTML. */
export const pageServed: ChapterCheck<'page-served'> = {
  id: 'page-served',
  title: CHECK_TITLES['page-served'],
  waitsFor: CHECK_WAITS['page-served'],
  observes: 'page',
  needs: ['server-starts'],
  async run(context) {
    const answer = await context.get(PAGE);
    const did = { kind: 'http', path: PAGE } as const;
    if (!answer.ok) {
      const { waitedMs, reason } = answer.problem;
      // A handler that catches its error, prints it and hangs up.
      const printed = reason === 'broken' ? await whyNotServed(context, { status: 0, body: '' }) : undefined;
      if (printed?.code === 'page/not-served' && printed.facts.error !== '') return failed(printed);
      const where = requestHandlerPlace(context.sources);
      return failed(unanswered(did, requestFailure(answer.problem), { waitedMs, where }));
    }
    const { status, body } = answer.value;
    if (status >= 400 || status < 200) return failed(await whyNotServed(context, { status, body }));
    const view = { ...answer.value, path: PAGE, locate: context.sources };
    const finding = emptyPage(view) ?? notHtml(view) ?? nestedTooDeep(body, 'page', { did }) ?? reloadsItself(view);
    return finding === undefined ? PASSED : failed(finding);
  },
};

/** Every script that the page loads exists and is JavaScript. */
export const pageScripts: ChapterCheck<'page-scripts'> = {
  id: 'page-scripts',
  title: CHECK_TITLES['page-scripts'],
  waitsFor: CHECK_WAITS['page-scripts'],
  observes: 'page',
  tab: 'tab 1',
  needs: ['page-served'],
  async run(context, tab): Promise<Outcome> {
    const page = await observePage(context, tab);
    // A page that stopped before it was observed shows nothing, not even its address.
    const hung = page.snapshot.url === '' ? pageHung(tab.failure) : undefined;
    if (hung !== undefined) return failed(hung);
    const broken = brokenScripts(page);
    const needed = broken.some(({ severity }) => severity === 'error');
    const cause = tagNotClosed(page) ?? (needed ? (quoteNotClosed(page) ?? cspBlocks('script')(page)) : undefined);
    if (cause !== undefined) return failed(cause);
    const log = broken.some(mayHaveFailed) ? await logOf(context) : SILENT;
    const findings = [...broken.map((each) => failedInServer(each, log)), ...scriptsFromElsewhere(page)];
    return {
      findings: findings.toSorted((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
    };
  },
};

async function logOf(context: RunContext): Promise<ServerLog> {
  const server = await context.servers.get();
  return server.ok ? serverLog(context, server.value, STATIC) : SILENT;
}

function whyNoHtmx(page: ObservedPage): Finding | undefined {
  const finding = firstOf([...HTMX_RULES, extensionUnknown('ws')], page);
  return finding?.severity === 'error' ? (quoteNotClosed(page) ?? finding) : finding;
}

/** htmx is loaded, in a version that the extensions work with, and the ws extension has registered itself. */
export const pageHtmx: ChapterCheck<'page-htmx'> = {
  id: 'page-htmx',
  title: CHECK_TITLES['page-htmx'],
  observes: 'page',
  tab: 'tab 1',
  needs: ['page-scripts'],
  async run(context, tab) {
    let page = await observePage(context, tab);
    if (whyNoHtmx(page) !== undefined && !page.connected('ws')) {
      // A socket that opens a moment later shows that an unusual page works.
      await untilConnected(tab);
      page = await observePage(context, tab);
    }
    const finding = whyNoHtmx(page) ?? versionWarning(page);
    return finding === undefined ? PASSED : failed(finding);
  },
};
