import { firstOpenQuote } from '../../htmx/open-quote.ts';
import type { PageRule } from '../observed-page.ts';

/** Attributes on which scripts, connections and messages depend; a tag in the value swallows elements. */
const MATTERS = /[<>]|^(?:data-)?(?:hx-|ws-|sse-)|^(?:name|id|src|type|value|required)$/iu;

/**
 * A quote is not closed, so that an attribute took others, or tags, for its value. Only for a page of which something is missing: it may
 * concern an attribute that nothing depends on.
 */
export const quoteNotClosed: PageRule = (page) => {
  const found = firstOpenQuote(page.html);
  if (found === undefined) return undefined;
  const { line, ...facts } = found;
  const names = facts.value.split(/[\s=]+/u);
  if (![facts.attribute, ...names].some((name) => MATTERS.test(name))) return undefined;
  const where = page.locate.servedLine(page.html, line);
  return { code: 'page/quote-not-closed', severity: 'error', facts, evidence: page.evidence(where) };
};
