import { lab } from '../common/lab.ts';
import { CONTRACT } from './contract.ts';

/** An event stream that is wrong in ways that no browser shows. */
export const LAB_FORMAT = lab({
  id: 'lab-format',
  about: 'Notes of any text, sent as events without a loss.',
  contract: CONTRACT,
  serverFamilies: ['format'],
  silences: ['format/page-lacks'],
  loadWording: async () => (await import('./wording.ts')).FORMAT_WORDING,
  loadCoachRules: async () => (await import('../common/coach.ts')).streamCoach(CONTRACT),
  loadChecks: async () => (await import('./checks.ts')).CHECKS,
});
