import { afterAll, expect, test, vi } from 'vitest';
import { displayWidth } from '../../src/terminal/text.ts';
import { check, finding, report, reportUntimed, step, warning } from './reporters-runs.ts';

// Files of pure tests share their modules: these are loaded anew with the words below, and once more for whoever comes next.
vi.hoisted(() => vi.resetModules());
afterAll(() => {
  vi.doUnmock(import('../../src/messages/index.ts'));
  vi.resetModules();
});

vi.mock(import('../../src/messages/index.ts'), async (original) => ({
  ...(await original()),
  describe: (await import('./reporters-words.ts')).fakeWords,
}));

const timeline = Array.from({ length: 40 }, (_, index) => ({
  ms: index * 10.5,
  client: { kind: 'tab' as const, label: 'tab 1' },
  direction: index % 2 === 0 ? ('sent' as const) : ('received' as const),
  kind: 'ws' as const,
  data: `frame ${index} ${'long '.repeat(30)}`,
}));

const failing = [
  step('step-3', [check('page-served', 'pass'), check('page-sends', 'warn', [warning()])], timeline),
  step(
    'step-4',
    [
      check('chat-shows', 'fail', [
        finding({
          did: { kind: 'sse', path: '/sse/counter' },
          received: '<div class="message">',
          caret: 5,
          waitedMs: 1500,
          output: ['\u001b[31mTypeError\u001b[39m\u0007 at main.js'],
          where: [{ file: 'main.js', line: 31, column: 5 }],
          wire: { clients: ['tab 1'], moments: [210], untilMs: 380 },
        }),
      ]),
      check('chat-appends', 'fail', [finding({ where: [{ file: 'main.js', line: 40 }] })]),
      check('chat-escapes', 'skip'),
    ],
    timeline,
  ),
];

function pretty(options: Parameters<typeof report>[2] = {}, steps = failing): string {
  const writes = report('pretty', steps, options);
  expect(writes).toHaveLength(1);
  return writes.join('');
}

test('the first error has all its parts, in order', () => {
  const text = pretty();
  const order = [
    '✗ Title of oob/no-id (oob/no-id)',
    'Fix',
    'Where     main.js:31:5',
    'Cause',
    'Did ',
    'Expected',
    'Received',
    'Waited    1.5 s',
    'Your server said',
    'explain oob/no-id',
    'went over the wire in step-4',
  ];
  const places = order.map((part) => text.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test.each(['pretty', 'github'] as const)('%s names a time only where something was timed', (name) => {
  const passing = [step('step-2', [check('page-served', 'pass'), check('page-sends', 'warn', [warning()])])];
  for (const steps of [failing.map((each) => ({ ...each, timeline: [] })), passing]) {
    const options = { verbose: true };
    const timed = report(name, steps, options).join('');
    const untimed = reportUntimed(name, steps, options).join('');
    expect(timed.match(/\d m?s\b/gu)?.length).toBeGreaterThan(2);
    // The finding's own wait is one that was measured.
    expect(untimed.replaceAll(/Waited\s+1\.5 s/gu, '')).not.toMatch(/\d m?s\b|\(\)| ·\s*$|, *$/mu);
  }
});

test('the caret stays under its character', () => {
  const lines = pretty().split('\n');
  const at = lines.findIndex((line) => line.startsWith('Received'));
  expect(lines[at]).toBe('Received  <div class="message">');
  expect(lines[at + 1]).toBe(`${' '.repeat(15)}^`);
});

test('a caret beyond the width stays under its character', () => {
  const received = `${'a'.repeat(150)}X${'b'.repeat(50)}`;
  const lines = pretty({}, [step('step-4', [check('a', 'fail', [finding({ received, caret: 150 })])])]).split('\n');
  const caret = lines.findIndex((line) => line.trim() === '^');
  expect(lines[caret - 1]?.[lines[caret]?.indexOf('^') ?? 0]).toBe('X');
});

test('further errors are one line, warnings come after them with their fix', () => {
  const text = pretty();
  expect(text.match(/Expected/g)).toHaveLength(1);
  expect(text).toContain('Also seen\n  ✗ Title of oob/no-id (oob/no-id, main.js:40)\n');
  expect(text).toContain('Worth a look\n  ! Title of sse/empty-heartbeat (sse/empty-heartbeat)\n    Give it one.\n');
});

test('marks tell the states apart without colour, in ASCII too', () => {
  expect(pretty()).toMatch(
    /✓ step-3 [\s\S]*! Check page-sends[\s\S]*✗ step-4 [\s\S]*✗ Check chat-shows[\s\S]*– Check chat-escapes/,
  );
  const ascii = pretty({ unicode: false });
  expect(ascii).toMatch(/^[\n -~]*$/);
  expect(ascii).toMatch(/\+ step-3 [\s\S]*x step-4 [\s\S]*- Check chat-escapes/);
});

test('a step without failures is not marked as failed; a folded step counts the checks that ran', () => {
  const leftOut = step('step-2', [check('ws-echo', 'pass'), check('ws-order', 'skip')]);
  expect(pretty({}, [leftOut, ...failing])).toMatch(/^– step-2 [\s\S]*^✗ step-4 /m);
  const folded = { ...step('step-1', [check('env-runtime', 'pass'), check('env-manifest', 'skip')]), passed: true };
  expect(pretty({}, [folded, ...failing])).toMatch(/✓ step-1 .* 1 check, /);
});

test('a later step of which no check ran is one line, unless everything is asked for', () => {
  const later = { ...step('step-5', [check('chat-tabs', 'skip'), check('chat-restart', 'skip')]), passed: false };
  const text = pretty({}, [...failing, later]);
  expect(text).toMatch(/^– step-5 .* 2 checks skipped$/mu);
  expect(text).not.toContain('chat-tabs');
  expect(pretty({ verbose: true }, [...failing, later])).toMatch(
    /– Check chat-tabs\n  – Check chat-restart\n    skipped: /u,
  );
});

test('checks that only wait for the one that failed are one line, unless everything is asked for', () => {
  const ids = ['ws-echo', 'ws-order', 'ws-two-clients'];
  const waiting = ids.map((id) => ({ ...check(id, 'skip'), skipped: 'until "Check ws-handshake" passes' }));
  const steps = [step('step-2', [check('ws-handshake', 'fail'), ...waiting])];
  expect(pretty({}, steps)).toContain('✗ Check ws-handshake');
  expect(pretty({}, steps)).toContain('– 3 more checks are skipped until it passes\n');
  expect(pretty({}, steps)).not.toContain('Check ws-order');
  expect(pretty({ verbose: true }, steps)).toContain('– Check ws-order');
});

test('what is skipped says why', () => {
  expect(pretty()).toContain('– Check chat-escapes\n    skipped: it needs page-connects\n');
});

test.each([60, 80, 120])('no line is wider than %i columns, except what can be pasted', (width) => {
  const wide = pretty({ width, verbose: true })
    .split('\n')
    .filter((line) => displayWidth(line) > width);
  expect(wide.filter((line) => !line.includes('curl -N'))).toEqual([]);
});

test('nothing that a server prints can control the terminal', () => {
  const text = pretty();
  expect(text).not.toContain('\u001b');
  expect(text).not.toContain('\u0007');
  expect(text).toContain('TypeError\\x07 at main.js');
});

test('colours add escape sequences and change no character, except that they replace the marks of code', () => {
  const coloured = pretty({ colour: true });
  expect(coloured).toContain('\u001b[');
  const words = (text: string): readonly string[] => text.replaceAll(/\u001b\[\d+m|`/g, '').split(/\s+/);
  expect(words(coloured)).toEqual(words(pretty()));
  expect(pretty()).toMatch(/`id`/);
  expect(coloured).not.toMatch(/`id`/);
});

test('the timeline is that of the failing step, around the moment that decides; verbose shows all of all steps', () => {
  const text = pretty();
  expect(text).toContain('--verbose shows 21 more lines, of other clients or other moments');
  const shown = [...text.matchAll(/frame (\d+) long/g)].map((match) => Number(match[1]));
  expect(shown).toEqual(Array.from({ length: 19 }, (_, index) => 14 + index));
  expect(text).not.toContain('wire in step-3');
  const all = pretty({ verbose: true });
  expect(all).toContain('Everything that went over the wire in step-3');
  expect(all.match(/frame 0 /g)).toHaveLength(2);
});

test('a finding of which nothing went over the wire has no timeline', () => {
  const reading = [step('step-4', [check('a', 'fail', [finding({ did: { kind: 'read', file: 'x' } })])], timeline)];
  expect(pretty({}, reading)).not.toContain('over the wire');
});

test('an error that two checks see is shown once, and both checks have failed', () => {
  const where = [{ file: 'main.js', line: 40 }];
  const twice = [check('a', 'fail', [finding({ where })]), check('b', 'fail', [finding({ where })])];
  const text = pretty({}, [step('step-4', twice)]);
  expect(text).toMatch(/✗ Check a[\s\S]*✗ Check b/);
  expect(text).not.toContain('Also seen');
});

test('quiet prints only the verdict', () => {
  expect(pretty({ quiet: true })).toBe('✗ step-4 not passed · 2 of 5 checks failed · 1 skipped · 2.8 s · oob/no-id\n');
  // A checkpoint repeats the earlier steps, and what was asked for may be right.
  const earlier = [step('step-3', [check('page-served', 'fail', [finding()])]), step('step-4', [check('a', 'pass')])];
  expect(pretty({ quiet: true }, earlier)).toContain('✗ step-4 not passed, because of step-3 · 1 of 2 checks failed');
  const passing = [step('step-2', [check('ws-echo', 'pass')])];
  expect(pretty({ quiet: true }, passing)).toBe('✓ step-2 passed · 1 check · 2.8 s\n');
});

test('a passed run shows the target step in full, the earlier ones in a line, and no failure', () => {
  const passing = [
    step('step-2', [check('ws-echo', 'pass')], timeline),
    step('step-3', [check('page-served', 'pass')]),
  ];
  const text = pretty({}, passing);
  expect(text).toMatch(/^✓ step-2 {2}Title of step-2 +1 check, 1\.4 s$/m);
  expect(text).not.toContain('Check ws-echo');
  expect(text).toMatch(/^ {2}✓ Check page-served +97 ms$/m);
  expect(text).not.toContain('over the wire');
});

test('what a passed step has proved follows the verdict, as far as its checks ran', () => {
  const passing = [check('page-served', 'pass')];
  expect(pretty({}, [step('step-3', passing)])).toMatch(/✓ step-3 passed[^\n]*\n\nProved: `step-3` works\.\n$/);
  const skipped = check('page-sends', 'skip');
  const withSkip = { ...step('step-3', [...passing, skipped]), passed: true };
  expect(pretty({}, [withSkip])).toMatch(/\nProved: Check page-served\.\n$/);
  const warned = { ...step('step-3', [...passing, check('page-sends', 'warn')]), passed: true };
  expect(pretty({}, [warned])).toMatch(/\nProved: Check page-served\.\n$/);
  const several = { ...withSkip, checks: [...passing, check('ws-echo', 'pass'), skipped] };
  expect(pretty({}, [several])).toMatch(/\nProved:\n {2}✓ Check page-served\n {2}✓ Check ws-echo\n$/);
  expect(pretty({}, [{ ...withSkip, checks: [skipped] }])).not.toContain('Proved');
  expect(pretty({ quiet: true }, [step('step-3', passing)])).not.toContain('Proved');
  expect(pretty()).not.toContain('Proved');
});
