import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { wordsOf } from '../support/describe.ts';

/** A program that printed these last lines and ended before it listened. */
function ended(command: string, ...output: readonly string[]): Finding {
  return {
    code: 'server/exited',
    severity: 'error',
    facts: { exit: { kind: 'code', code: 0 }, error: '' },
    evidence: { did: { kind: 'run', command }, output },
  };
}

const fixOf = (finding: Finding): string => wordsOf(finding, { language: 'other' }).fix;

test('a program of Mojolicious without a command is told the command and the port', () => {
  const finding = ended(
    'perl app.pl',
    ' daemon    Start application with HTTP and WebSocket server',
    " version   Show versions of available modules\nSee 'APPLICATION help COMMAND' for more information on a specific command.",
  );
  expect(fixOf(finding)).toContain('--run "perl app.pl daemon -l http://127.0.0.1:{port}"');
});

test.each([
  ['argparse', 'usage: app.py [-h] --port PORT', 'app.py: error: the following arguments are required: --port'],
  ['click', 'Usage: app.py [OPTIONS]', "Try 'app.py --help' for help.", '', "Error: Missing option '--port'."],
  ['Django', "Type 'manage.py help <subcommand>' for help on a specific subcommand.", '', 'Available subcommands:'],
])('what %s prints as its usage is told as that', (_, ...output) => {
  const { cause, fix } = wordsOf(ended('python3 app.py', ...output), { language: 'other' });
  expect(cause).toContain('how it is used');
  expect(fix).toContain('{port}');
});

test('an output that only mentions a word of it is not', () => {
  expect(wordsOf(ended('python3 app.py', 'memory usage: 12 MB', 'bye'), { language: 'other' }).cause).toBe(
    'Its last output says why.',
  );
});
