import { expect, test } from 'vitest';
import { readErrorReport } from '../../src/servers/error-report.ts';

const PLACE = (line: number): object => ({ where: { file: 'app.pl', line } });

test.each([
  [
    'Global symbol "$nme" requires explicit package name (did you forget to declare "my $nme"?) at app.pl line 10.\nExecution of app.pl aborted due to compilation errors.\n',
    10,
    /^Global symbol "\$nme"/u,
  ],
  [
    '[2026-11-29 08:00:00.12345] [4711] [error] [aBc-1] Input is not UTF-8 encoded at app.pl line 6.\n',
    6,
    /^Input is not UTF-8 encoded at app\.pl line 6\.$/u,
  ],
  [
    'syntax error at app.pl line 3, near "my "\nExecution of app.pl aborted due to compilation errors.\n',
    3,
    /^syntax error/u,
  ],
])('the place of an error of Perl: %s', (text, line, said) => {
  const report = readErrorReport(text, '/home/ada/chat');
  expect(report).toMatchObject(PLACE(line));
  expect(report?.name).toMatch(said);
});

test('an error in a template of Mojolicious is in the file below templates/', () => {
  const said =
    '[2026-11-29 11:44:11.48740] [5451] [error] [ovlB2mK3DW5g] Global symbol "$nosuch" requires explicit package name at template index.html.ep';
  const report = (rest: string): unknown => readErrorReport(`${said}${rest}`, '/home/ada/chat');
  const where = { file: 'templates/index.html.ep', line: 43 };
  expect(report(' line 43.\nContext:\n  43: <%= $nosuch %>')).toMatchObject({ where, during: 'http' });
  expect(report(' line 43, at EOF\n  (Might be a runaway string)')).toMatchObject({ where });
  expect(report(' from DATA section line 1.')).toMatchObject({ where: undefined, during: 'http' });
});

test('an error in a callback of Mojolicious is told without the name of its reactor', () => {
  const failed = (rest: string): unknown =>
    readErrorReport(`Mojo::Reactor::Poll: I/O watcher failed: ${rest}`, '/home/ada/chat');
  expect(failed('Undefined subroutine &main::from_json called at app.pl line 7.')).toMatchObject({
    name: 'Undefined subroutine &main::from_json called at app.pl line 7.',
    ...PLACE(7),
  });
  expect(
    failed(
      "Too many arguments for subroutine 'main::__ANON__' (got 2; expected 1) at /usr/share/perl5/Mojolicious/Controller.pm line 115.",
    ),
  ).toMatchObject({ name: expect.stringMatching(/^Too many arguments/u), where: undefined });
});

test('a message of a library of Perl, and a sentence of a log, are no errors of the learner', () => {
  for (const text of [
    'Oops at /usr/share/perl5/Mojo/Server.pm line 9.',
    'Listening at port line 8000',
    'Use of uninitialized value $x in concatenation at app.pl line 6.',
    '[2026-11-29] [4711] [warn] Slow at app.pl line 6.',
  ])
    expect(readErrorReport(text, '/home/ada/chat')).toBeUndefined();
});
