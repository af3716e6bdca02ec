/** What is asked of a page that runs under another major, in the order in which it is reported. */
export const MIGRATION_QUESTIONS = {
  'same-scripts': 'its scripts and attributes stay as they are',
  'same-connections': 'the same connections open',
  'same-swaps': 'what it receives goes where it went',
  'same-sending': 'what it sends stays as it is',
  'same-reconnecting': 'it reconnects as before',
} as const;

export type MigrationQuestion = keyof typeof MIGRATION_QUESTIONS;
