import { inOrder } from '../common/check.ts';
import { CHECK_TITLES } from './check.ts';
import type { CheckId, FormatCheck } from './check.ts';
import { page, pageUrgent } from './page-checks.ts';
import { blanks, emptyLines, fields, lineEnds, lines, posts, retry, starts, stream, urgent } from './server-checks.ts';

const BY_ID: { readonly [Id in CheckId]: FormatCheck<Id> } = {
  'format-starts': starts,
  'format-stream': stream,
  'format-posts': posts,
  'format-lines': lines,
  'format-empty-lines': emptyLines,
  'format-fields': fields,
  'format-line-ends': lineEnds,
  'format-blanks': blanks,
  'format-urgent': urgent,
  'format-retry': retry,
  'format-page': page,
  'format-page-urgent': pageUrgent,
};

/** Every check, in the order in which their findings are fixed. */
export const CHECKS: readonly FormatCheck[] = inOrder(CHECK_TITLES, BY_ID);
