import path from 'node:path';
import type { Chapter } from '../../commands/common/chapter.ts';
import { packageRoot } from '../../model/package-root.ts';

/** What one lab has and another has not. */
type Own =
  | 'id'
  | 'about'
  | 'contract'
  | 'serverFamilies'
  | 'silences'
  | 'coached'
  | 'loadWording'
  | 'loadCoachRules'
  | 'loadChecks';

/** A lab: a chapter of one step, with a folder of its own, in the course folder of all labs. Its htmx is that of the chapter, unless it says otherwise. */
export function lab(own: Pick<Chapter, Own> & Partial<Pick<Chapter, 'htmx'>>): Chapter {
  return {
    htmx: 2,
    ...own,
    step: own.id,
    folder: `htmx-${own.id}`,
    courseFolder: path.join(packageRoot(), 'steps', 'labs'),
    compiledCourse: path.join(packageRoot(), 'dist', 'labs.json'),
  };
}
