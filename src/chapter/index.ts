import path from 'node:path';
import { packageRoot } from '../model/package-root.ts';
import type { Wording } from '../messages/index.ts';
import type { CheckedChapter } from '../run/chapter.ts';
import type { CoachRules } from '../coach/index.ts';
import { CONTRACT } from './contract.ts';

/** WebSockets and server-sent events with htmx: the chapter that the program teaches. */
export const CHAPTER = {
  id: 'htmx-realtime',
  about:
    'Learn WebSockets and server-sent events with htmx by doing: write a small server and a page, and have them checked.',
  folder: 'htmx-realtime-demo',
  courseFolder: path.join(packageRoot(), 'steps'),
  compiledCourse: path.join(packageRoot(), 'dist', 'course.json'),
  compiledExplanations: path.join(packageRoot(), 'dist', 'explanations'),
  compiledHelp: path.join(packageRoot(), 'dist', 'help.json'),
  contract: CONTRACT,
  htmx: 2,
  serverFamilies: ['chat', 'time'],
  loadWording: async () => (await import('./wording.ts')).WORDING,
  loadCoachRules: async () => (await import('./coach.ts')).coachRulesOf(2),
  loadChecks: async () => (await import('./checks/index.ts')).CHECKS,
} as const satisfies CheckedChapter &
  Readonly<
    Record<
      'id' | 'about' | 'folder' | 'courseFolder' | 'compiledCourse' | 'compiledExplanations' | 'compiledHelp',
      string
    >
  > & {
    loadWording(): Promise<Wording>;
    loadCoachRules(): Promise<(wants: (what: string) => boolean) => CoachRules>;
  };
