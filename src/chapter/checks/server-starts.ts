import { CHECK_WAITS } from '../check-waits.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck } from '../check.ts';
import { serverStarted } from '../../run/server-starts.ts';

/** The server runs and listens on the port in PORT; if it listens on another port, that port is found and reported. */
export const serverStarts: ChapterCheck<'server-starts'> = {
  id: 'server-starts',
  title: CHECK_TITLES['server-starts'],
  waitsFor: CHECK_WAITS['server-starts'],
  observes: 'server',
  tags: ['start'],
  needs: [],
  run: serverStarted,
};
