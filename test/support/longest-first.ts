import path from 'node:path';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

/** Files that take longest, longest first; vitest knows that of itself only where it has run before. */
const LONGEST = [
  'fixtures.test.ts',
  'stability.test.ts',
  'package.test.ts',
  'screen-chapter.test.ts',
  'solutions.test.ts',
];

/**
 * Starts the long files first, so that at the end no worker waits for the other's last one. Files that share a worker's modules come one after
 * the other, at the end: a file between them that does not would make the next one load its modules again.
 */
export class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification): number => {
      if (!project.config.isolate) return LONGEST.length + 1;
      const at = LONGEST.indexOf(path.basename(moduleId));
      return at === -1 ? LONGEST.length : at;
    };
    return Promise.resolve(files.toSorted((a, b) => place(a) - place(b) || a.moduleId.localeCompare(b.moduleId)));
  }
}
