import { expect, test } from 'vitest';
import { entriesIn, newMark } from '../../src/servers/family.ts';

const mark = newMark();

/** In the form of macOS 14: `ps -axwwE -o pid=,ppid=,command=`, which shows the environment of one's own processes alone. */
const LISTED = `    1     0 /sbin/launchd
  312     1 /usr/libexec/logd
  870     1 /Applications/Visual Studio Code.app/Contents/MacOS/Electron --type=utility TMPDIR=/var/folders/ab/T/ HOME=/Users/ada
 4021  4020 -zsh TERM_PROGRAM=Apple_Terminal SHELL=/bin/zsh PWD=/Users/ada/my project
 4100  4021 node /usr/local/bin/htmx-realtime-tutor check PATH=/usr/bin:/bin LANG=en_US.UTF-8
 4101  4100 /usr/local/bin/node /usr/local/lib/reaper.cjs ${mark.replace('=', ' ')} PATH=/usr/bin:/bin
 4102  4100 node main.js PORT=18471 ${mark} NO_COLOR=1
 4103  4102 sleep 600 PORT=18471 ${mark} NO_COLOR=1 LAST=a\\nb
 4104     1 (node)
65535  4102 sh -c echo x; sleep 1
99998  4021 node other.js ${newMark()}
`;

test('ps of macOS: each process with its parent, and those that have the mark in their environment', () => {
  const entries = entriesIn(LISTED, mark);
  expect(entries.map(({ pid, parent }) => [pid, parent])).toEqual([
    [1, 0],
    [312, 1],
    [870, 1],
    [4021, 4020],
    [4100, 4021],
    [4101, 4100],
    [4102, 4100],
    [4103, 4102],
    [4104, 1],
    [65_535, 4102],
    [99_998, 4021],
  ]);
  expect(entries.filter(({ isMarked }) => isMarked).map(({ pid }) => pid)).toEqual([4102, 4103]);
  expect(entriesIn(LISTED, '').some(({ isMarked }) => isMarked)).toBe(false);
  expect(entriesIn('', mark)).toEqual([]);
});
