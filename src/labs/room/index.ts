import { lab } from '../common/lab.ts';
import { CONTRACT } from './contract.ts';

/** A chat in which everybody gets every message. */
export const LAB_CHAT = lab({
  id: 'lab-chat',
  about: 'From an echo for each to a chat for all.',
  contract: CONTRACT,
  serverFamilies: ['room'],
  silences: [
    'room/not-to-all',
    'room/join-not-told',
    'room/leave-not-told',
    'room/message-lost',
    'room/history',
    'room/page-times',
    'room/slow-holds-up',
  ],
  loadWording: async () => (await import('./wording.ts')).ROOM_WORDING,
  loadCoachRules: async () => (await import('../common/coach.ts')).streamCoach(CONTRACT),
  loadChecks: async () => (await import('./checks.ts')).CHECKS,
});
