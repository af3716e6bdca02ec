import { expect, test } from 'vitest';
import { findingOfExit } from '../../src/servers/exit-report.ts';
import { OutputRing } from '../../src/servers/output.ts';

const launch = { command: 'node', args: ['main.js'], shell: false, cwd: '/nowhere', env: {}, display: 'node main.js' };

function findingAfter(line: string): ReturnType<typeof findingOfExit> {
  const output = new OutputRing();
  output.push('stderr', `${line}\n`);
  return findingOfExit({ exit: { code: 1, signal: null }, output, launch, port: 23_456 });
}

test('a server that says in the course’s own words that a port is taken names that port, not the one it was given', () => {
  const { code, facts } = findingAfter(
    'Port 8000 is in use. Stop the program that holds it, or set PORT to another one.',
  );
  expect({ code, facts }).toEqual({ code: 'server/port-in-use', facts: { port: 8000, holder: 'unknown' } });
});

test('other last words of a server are no port that is taken', () => {
  expect(findingAfter('The portrait 8000 is in use.').code).toBe('server/exited');
});
