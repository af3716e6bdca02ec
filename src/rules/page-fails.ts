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

/** In the order in which they are judged. */
export const TRANSPORTS: readonly Transport[] = ['ws', 'sse'];

// What is wrong with a page that has loaded, as far as the page alone tells: nobody has typed anything, no probe has asked its server.

/** Scripts first, then htmx, then the connections, as the checks have it. */
export function whyPageFails(page: ObservedPage): Finding | undefined {
  if (page.html === '') return undefined;
  const cause = whyScriptsFail(page);
  // What such a script would have done is missing, and that is not the cause.
  if (cause !== undefined) return isUnexplained(cause) ? undefined : cause;
  const transports = TRANSPORTS.filter((transport) => uses(page, transport));
  for (const transport of transports) {
    const setup = whyNotSetUp(page, transport);
    if (setup !== undefined) return setup;
    if (!page.connected(transport) && hasFailed(page, transport)) return whyNotConnected(page, transport);
  }
  return transports.includes('ws') ? connectedElsewhere(page) : undefined;
}

/** Why a script that the page needs does not run; undefined: they all do. */
export function whyScriptsFail(page: ObservedPage): Finding | undefined {
  const broken = brokenOf(page);
  return tagNotClosed(page) ?? (broken && (quoteNotClosed(page) ?? cspBlocks('script')(page) ?? broken));
}

/** htmx, or the extension that a connection needs, is missing or is not the right one. undefined: it is there, or the page is connected. */
export function whyNotSetUp(page: ObservedPage, transport: Transport): Finding | undefined {
  if (page.connected(transport)) return undefined;
  const setup = firstOf([...HTMX_RULES, extensionUnknown(transport)], page);
  return setup?.severity === 'error' ? (quoteNotClosed(page) ?? setup) : undefined;
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

interface Attributed {
  readonly attributes: Readonly<Record<string, string>>;
}

/** Whether an element says that it connects, sends or waits for events, in the syntax of any major. */
export function declares(page: ObservedPage, transport: Transport): boolean {
  const isOf = new RegExp(`^(?:data-)?(?:hx-)?${transport}(?:$|[-:])`, 'u');
  return hasElement(page, ({ attributes }) => Object.keys(attributes).some((name) => isOf.test(name)));
}

/** The page means to connect: an element says so, or switches the extension on. */
function uses(page: ObservedPage, transport: Transport): boolean {
  const enables = (element: Attributed): boolean =>
    (attribute(element, page.dialect.core.enable ?? '') ?? '').split(',').some((each) => each.trim() === transport);
  return declares(page, transport) || hasElement(page, enables);
}

/** Now, or in the document as it was served. */
function hasElement({ elements, markup }: ObservedPage, test: (element: Attributed) => boolean): boolean {
  return elements.some(test) || markup.some(test);
}

/** Nothing was tried, or all that was has ended. */
function hasFailed(page: ObservedPage, transport: Transport): boolean {
  if (transport === 'sse') return !has(page.records, 'stream-new') || has(page.records, 'stream-error');
  const tried = ofType(page.records, 'socket-new').length;
  return has(page.records, 'socket-refused') || ofType(page.records, 'socket-close').length >= tried;
}
