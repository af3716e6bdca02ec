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

/** Starts the long files first, so that at the end no worker waits for the other's last one. */
export class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.indexOf(path.basename(moduleId));
      return at === -1 ? LONGEST.length : at;
    };
    return Promise.resolve(files.toSorted((a, b) => place(a) - place(b) || a.moduleId.localeCompare(b.moduleId)));
  }
}
