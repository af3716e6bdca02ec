import { attribute } from '../htmx/elements.ts';
import type { Transport } from '../htmx/index.ts';
import type { Finding } from '../model/finding.ts';
import { connectedElsewhere, whyNotConnected } from './connect.ts';
import type { ObservedPage } from './observed-page.ts';
import { has, ofType } from './records.ts';
import { firstOf } from './rule.ts';
import { cspBlocks } from './setup/csp.ts';
import { extensionUnknown } from './setup/extension.ts';
import { HTMX_RULES } from './setup/htmx-core.ts';
import { quoteNotClosed } from './setup/open-quote.ts';
import { brokenScripts } from './setup/scripts.ts';
import { tagNotClosed } from './setup/unclosed.ts';

// What is wrong with a page that has loaded, as far as the page alone tells: nobody has typed anything, no probe has asked its server.

/** Scripts first, then htmx, then the connections, as the checks have it. */
export function whyPageFails(page: ObservedPage): Finding | undefined {
  if (page.html === '') return undefined;
  const broken = brokenOf(page);
  const cause = tagNotClosed(page) ?? (broken && (quoteNotClosed(page) ?? cspBlocks('script')(page)));
  if (cause !== undefined) return cause;
  // What such a script would have done is missing, and that is not the cause.
  if (broken !== undefined) return isUnexplained(broken) ? undefined : broken;
  const transports = (['ws', 'sse'] as const).filter((transport) => uses(page, transport));
  for (const transport of transports) {
    if (page.connected(transport)) continue;
    const setup = firstOf([...HTMX_RULES, extensionUnknown(transport)], page);
    if (setup?.severity === 'error') return quoteNotClosed(page) ?? setup;
    if (hasFailed(page, transport)) return whyNotConnected(page, transport);
  }
  return transports.includes('ws') ? connectedElsewhere(page) : undefined;
}

/** A script that the page needs and does not have. */
export function brokenOf(page: ObservedPage): Finding | undefined {
  return brokenScripts(page).find(({ severity }) => severity === 'error');
}

/** The file came, and the browser did not run it: only its own console says why. */
function isUnexplained(finding: Finding): boolean {
  if (finding.code !== 'page/script-missing') return false;
  const { status, failure } = finding.facts;
  return status >= 200 && status < 300 && failure?.reason === 'error';
}

/** The page means to connect: an element says so, in whatever form. */
export function uses(page: ObservedPage, transport: Transport): boolean {
  const isOf = new RegExp(`^(?:data-)?(?:hx-)?${transport}(?:$|[-:])`, 'u');
  const says = ({ attributes }: { readonly attributes: Readonly<Record<string, string>> }): boolean =>
    Object.keys(attributes).some((name) => isOf.test(name)) ||
    (attribute({ attributes }, page.dialect.core.enable ?? '') ?? '')
      .split(',')
      .some((each) => each.trim() === transport);
  return page.elements.some(says) || page.markup.some(says);
}

/** Nothing was tried, or all that was has ended. */
function hasFailed(page: ObservedPage, transport: Transport): boolean {
  if (transport === 'sse') return !has(page.records, 'stream-new') || has(page.records, 'stream-error');
  const tried = ofType(page.records, 'socket-new').length;
  return has(page.records, 'socket-refused') || ofType(page.records, 'socket-close').length >= tried;
}
