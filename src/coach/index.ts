export { Coach } from './coach.ts';
export type { CoachEvent } from '../model/coach-event.ts';
export type { CoachRules } from './rules.ts';
