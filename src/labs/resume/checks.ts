import { inOrder } from '../common/check.ts';
import { CHECK_TITLES } from './check.ts';
import type { CheckId, ResumeCheck } from './check.ts';
import { page, pageCut, pageEnds } from './page-checks.ts';
import { ends, goesOn, ids, parts, retry, starts, stream, unknown } from './server-checks.ts';

const BY_ID: { readonly [Id in CheckId]: ResumeCheck<Id> } = {
  'resume-starts': starts,
  'resume-stream': stream,
  'resume-parts': parts,
  'resume-ids': ids,
  'resume-goes-on': goesOn,
  'resume-unknown-id': unknown,
  'resume-ends': ends,
  'resume-retry': retry,
  'resume-page': page,
  'resume-page-cut': pageCut,
  'resume-page-ends': pageEnds,
};

/** Every check, in the order in which their findings are fixed. */
export const CHECKS: readonly ResumeCheck[] = inOrder(CHECK_TITLES, BY_ID);
