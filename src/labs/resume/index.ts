import { lab } from '../common/lab.ts';
import { CONTRACT } from './contract.ts';

/** A stream that goes on after a cut where it was, and ends. */
export const LAB_RESUME = lab({
  id: 'lab-resume',
  about: 'A stream that goes on where it was cut off, and ends.',
  contract: CONTRACT,
  serverFamilies: ['resume'],
  silences: ['resume/wrong-numbers', 'resume/page-numbers', 'resume/page-not-closed'],
  loadWording: async () => (await import('./wording.ts')).RESUME_WORDING,
  loadCoachRules: async () => (await import('../common/coach.ts')).streamCoach(CONTRACT),
  loadChecks: async () => (await import('./checks.ts')).CHECKS,
});
