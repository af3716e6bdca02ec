import type { Action, Evidence, Finding } from '../../model/finding.ts';
import type { Unread } from '../../model/observed.ts';

/** The tutor ended the connection, because what came is no frame, or more than it reads. */
export function unreadFinding(
  unread: Unread,
  seen: { readonly did: Action; readonly where: NonNullable<Evidence['where']> },
): Finding {
  return unread.of === 'invalid'
    ? { code: 'ws/bad-frame', severity: 'error', facts: { error: unread.error }, evidence: seen }
    : { code: 'ws/too-much', severity: 'error', facts: { excess: unread }, evidence: seen };
}
