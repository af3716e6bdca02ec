import { spawn } from 'node:child_process';
import path from 'node:path';
import { packageRoot } from '../../src/model/package-root.ts';
import { courseOf, writeState } from './course-folder.ts';
import { allFixtures, choiceOf, fixtureState, modulesOf, nameOf } from './fixtures.ts';
import type { Fixture } from './fixtures.ts';

/**
 * Shows what a learner with this attempt sees: makes the folder, runs `check` in it, and removes it again.
 * @param args the fixture's name and options of `check`; `--keep` leaves the folder and says where it is
 * @returns the exit code: that of `check`, or 2 for a name that is not a fixture's
 */
export async function showFixture(args: readonly string[]): Promise<number> {
  const name = args.find((arg) => !arg.startsWith('-'));
  const fixture = allFixtures().find((one) => nameOf(one) === name);
  if (fixture === undefined) {
    process.stderr.write(`There is no fixture ${name ?? 'without a name'}. ${closeTo(name ?? '')}\n`);
    return 2;
  }
  const { folder, remove } = writeState(fixtureState(courseOf(fixture.step), fixture), {
    modules: modulesOf(fixture) === 'own' ? 'none' : 'linked',
  });
  const keep = args.includes('--keep');
  process.stdout.write(`${fixture.note}\n${keep ? `${folder}\n` : ''}\n`);
  try {
    return await check(fixture, [
      ...optionsOf(fixture),
      '--dir',
      folder,
      ...args.filter((arg) => arg !== name && arg !== '--keep'),
    ]);
  } finally {
    if (!keep) remove();
  }
}

/** Fixtures whose name has a part of what was typed. */
function closeTo(typed: string): string {
  const names = allFixtures().map(nameOf);
  const close = names.filter((name) => name.includes(path.posix.basename(typed)));
  return (close.length === 0 ? names : close).slice(0, 20).join(', ');
}

function optionsOf(fixture: Fixture): readonly string[] {
  const { backend, engine } = fixture;
  const { run } = choiceOf(fixture, undefined);
  return [
    ...(run === undefined ? ['--backend', backend] : ['--run', run]),
    ...(engine === 'browser' ? ['--browser'] : []),
  ];
}

function check({ step }: Fixture, options: readonly string[]): Promise<number> {
  const program = path.join(packageRoot(), 'bin', 'htmx-realtime-tutor.js');
  const child = spawn(process.execPath, [program, 'check', step, ...options], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
