import { CONTRACT } from '../../chapter/contract.ts';
import { CHAPTER } from '../../chapter/index.ts';
import { lab } from '../common/lab.ts';

/** The finished chapter, moved to htmx 4. */
export const LAB_HTMX_4 = lab({
  id: 'lab-htmx-4',
  about: 'The finished chapter, moved to htmx 4.',
  contract: CONTRACT,
  htmx: 4,
  serverFamilies: CHAPTER.serverFamilies,
  loadWording: async () => (await import('./wording.ts')).HTMX_4_WORDING,
  loadCoachRules: async () => (await import('../../chapter/coach.ts')).coachRulesOf(4),
  loadChecks: async () => (await import('./checks.ts')).CHECKS,
});
