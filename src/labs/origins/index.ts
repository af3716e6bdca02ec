import { lab } from '../common/lab.ts';
import { CONTRACT } from './contract.ts';

/** A page whose connections lead to another origin, where other pages must stay out. */
export const LAB_ORIGINS = lab({
  id: 'lab-origins',
  about: 'A sign that only its own page may write on.',
  contract: CONTRACT,
  // Behind the proxy the page would have another origin than the one that the server allows.
  coached: 'no',
  serverFamilies: ['origins'],
  silences: ['origins/visitors-stuck', 'origins/text-not-shown'],
  loadWording: async () => (await import('./wording.ts')).ORIGINS_WORDING,
  loadCoachRules: async () => (await import('../common/coach.ts')).streamCoach(CONTRACT),
  loadChecks: async () => (await import('./checks.ts')).CHECKS,
});
