import { lab } from '../common/lab.ts';
import { CONTRACT } from './contract.ts';

/** A page with several faults at once, in its addresses and attributes. */
export const LAB_ADDRESSES = lab({
  id: 'lab-addresses',
  about: 'A board and a bar whose page looks right.',
  contract: CONTRACT,
  serverFamilies: ['addresses'],
  silences: ['addresses/card-not-shown', 'addresses/card-not-shared', 'addresses/bar-stuck'],
  loadWording: async () => (await import('./wording.ts')).ADDRESSES_WORDING,
  loadCoachRules: async () => (await import('../common/coach.ts')).streamCoach(CONTRACT),
  loadChecks: async () => (await import('./checks.ts')).CHECKS,
});
