// The whole of test/faults, of which the test command runs a short part: hundreds of saves beside writes, hundreds of kills, each system
// call that fails, thousands of sequences of commands, dozens of checks beside busy loops, half a hundred hostile servers, hundreds of slips.
//
//   npm run faults             all of it
//   npm run faults -- kills    one file
//   npm run faults -- course   what diagnose says of all attempts at the course
//   npm run faults -- recordings   what it says of recordings of small applications
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
const [, , wanted = ''] = process.argv;
const course = 'test/diagnose/course.test.ts';
const recordings = 'test/diagnose/served-har.test.ts';
const files = {
  '': [course, recordings, 'test/faults/'],
  course: [course],
  recordings: [recordings],
}[wanted] ?? [`test/faults/${wanted}`];
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--project', 'tests', '--testTimeout', '1800000', ...files],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      FAULT_SAVES: '720',
      FAULT_KILLS: '200',
      FAULT_SEQUENCES: '3000',
      FAULT_CALLS: 'all',
      FAULT_RUNS: '24',
      FAULT_LOAD: '5',
      FAULT_HOSTILE: 'all',
      FAULT_COACH: 'all',
      FAULT_DIAGNOSE: 'all',
      FAULT_RECORDED: 'all',
      FAULT_CONTROLS: 'all',
      FAULT_ODD: 'all',
      FAULT_TEXTS: 'all',
      FAULT_MUTANTS: '400',
      FAULT_STREAMS: '1000',
      FAULT_FUZZ: '10000',
      ...process.env,
    },
  },
);
process.exitCode = status ?? 1;
