import path from 'node:path';
import { packageRoot } from '../model/package-root.ts';
import type { CheckedChapter } from '../run/chapter.ts';
import { CONTRACT } from './contract.ts';

/** WebSockets and server-sent events with htmx: the chapter that the program is about. */
export const CHAPTER = {
  id: 'htmx-realtime',
  courseFolder: path.join(packageRoot(), 'steps'),
  contract: CONTRACT,
  serverFamilies: ['chat', 'time'],
  loadChecks: async () => (await import('./checks/index.ts')).CHECKS,
} as const satisfies CheckedChapter & { readonly id: string; readonly courseFolder: string };
