import { lab } from '../common/lab.ts';
import { CONTRACT } from './contract.ts';

/** Connections that are idle, cut, closed and ended. */
export const LAB_DROPS = lab({
  id: 'lab-drops',
  about: 'A ticker that survives silence, a proxy and a close.',
  contract: CONTRACT,
  serverFamilies: ['drops'],
  silences: ['drops/silent', 'drops/price-lost', 'drops/not-back', 'drops/order-lost'],
  loadWording: async () => (await import('./wording.ts')).DROPS_WORDING,
  loadCoachRules: async () => (await import('../common/coach.ts')).streamCoach(CONTRACT),
  loadChecks: async () => (await import('./checks.ts')).CHECKS,
});
