import path from 'node:path';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

const FIXTURES = 'fixtures';

/** Other files that take longest, longest first; vitest knows that of itself only where it has run before. */
const LONGEST = [
  'served.test.ts',
  'pages.test.ts',
  'printed-chapter.test.ts',
  'diagnose-migrate.test.ts',
  'printed-commands.test.ts',
  'screen-chapter.test.ts',
  'server-never-listens.test.ts',
  'hostile.test.ts',
  'package.test.ts',
];

/** The last part of the fixtures starts when so much of the other files has started: what remains of them ends with it. */
const FIXTURES_START_WITHIN = 0.7;

/**
 * Starts the long files first, so that at the end no worker waits for the other's last one. The parts of the fixtures, which wait for a third of
 * their time, are spread among the files that compute, so that the processors are as busy at the beginning as at the end. The pure
 * files come at the end: they are short, and fill what is left of it.
 */
export class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const nameOf = ({ moduleId }: TestSpecification): string => path.basename(moduleId);
    const place = (file: TestSpecification): number => {
      const at = LONGEST.indexOf(nameOf(file));
      return at === -1 ? LONGEST.length : at;
    };
    const isPure = ({ moduleId }: TestSpecification): boolean =>
      /\/test\/(?:unit|rules|htmx|messages)\//u.test(moduleId);
    const pure = files.filter((file) => isPure(file));
    const mixed = files.filter((file) => !isPure(file));
    const fixtures = mixed.filter((file) => file.project.name === FIXTURES);
    const others = mixed
      .filter((file) => file.project.name !== FIXTURES)
      .toSorted((a, b) => place(a) - place(b) || a.moduleId.localeCompare(b.moduleId));
    const apart = Math.ceil((others.length * FIXTURES_START_WITHIN) / Math.max(1, fixtures.length - 2));
    // Two at once from the beginning.
    const spread = fixtures.flatMap((part, index) => [
      part,
      ...(index === 0 ? [] : others.slice((index - 1) * apart, index * apart)),
    ]);
    const rest = others.slice(Math.max(0, fixtures.length - 1) * apart);
    return Promise.resolve([...spread, ...rest, ...pure.toSorted((a, b) => a.moduleId.localeCompare(b.moduleId))]);
  }
}
