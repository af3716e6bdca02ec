import { firstUnclosed } from '../../htmx/unclosed.ts';
import type { PageRule } from '../observed-page.ts';

/** An element took what follows for its text, so that scripts do not load or parts of the page are missing. */
export const tagNotClosed: PageRule = (page) => {
  const found = firstUnclosed(page.html);
  if (found === undefined) return undefined;
  const { line, ...facts } = found;
  const where = page.locate.servedLine(page.html, line);
  return { code: 'page/tag-not-closed', severity: 'error', facts, evidence: page.evidence(where) };
};
