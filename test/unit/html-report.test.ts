import { parse } from 'parse5';
import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { isOwnReport } from '../../src/model/own-report.ts';
import type { CheckResult } from '../../src/model/check.ts';
import { check, finding, step, warning } from './reporters-runs.ts';
import {
  became,
  DROPPED,
  entry,
  ledger,
  pageOf,
  pageOfSteps,
  runStarted,
  SERVER,
  SWAPPED,
} from '../support/html-run.ts';

const REPLY = '<div class="reply">hello</div>';
const TALK = [
  entry(1, 'listens on port 8000', { client: SERVER, direction: 'note', kind: 'process' }),
  entry(402.1, '{"message":"hello"}', { direction: 'sent' }),
  entry(431.2, REPLY),
  became(431.8, ledger(REPLY, [DROPPED])),
];
const FOUND = finding({
  received: REPLY,
  output: ['\u001b[31mboom\u001b[0m'],
  where: [{ file: 'main.js', line: 2 }],
  wire: { clients: ['tab 1', 'server'], moments: [431.2], untilMs: 500 },
});
const FAILED = [
  step('step-3', [check('a', 'pass'), check('b', 'warn', [warning()])]),
  step('step-4', [check('c', 'fail', [FOUND]), check('d', 'skip')], TALK),
];

function documentOf(page: string): Document {
  const errors: string[] = [];
  parse(page, { onParseError: ({ code, startLine }) => errors.push(`${startLine}: ${code}`) });
  expect(errors).toEqual([]);
  return new JSDOM(page).window.document;
}

function texts(document: Document, selector: string): readonly string[] {
  return [...document.querySelectorAll(selector)].map(({ textContent }) => textContent.replaceAll(/\s+/gu, ' ').trim());
}

test('it has the verdict, the finding with its lines, each check, and the conversation twice', () => {
  const document = documentOf(pageOfSteps(FAILED, (file) => (file === 'main.js' ? 'one\ntwo\nthree' : undefined)));
  expect(document.title).toBe('step-4 not passed · demo');
  expect(texts(document, 'h1')).toEqual(['✗ step-4 not passed']);
  expect(texts(document, 'h2')).toEqual(['What to fix', 'Worth a look', 'Every check', 'The conversation']);
  expect(texts(document, 'nav a')).toEqual(texts(document, 'h2'));
  expect(texts(document, '.finding.error .parts dt')).toEqual(
    expect.arrayContaining(['Fix', 'Where', 'Cause', 'Expected', 'Received', 'Your server said', 'More']),
  );
  expect(texts(document, '.source .here')).toEqual(['▸ 2two']);
  expect(texts(document, '.finding.error pre')).toContain('boom');
  expect(texts(document, 'caption').slice(-3)).toEqual([
    'step-3 Title of step-3 · ✓ passed',
    'step-4 Title of step-4 · ✗ failed',
    'Everything that went over the wire, 4 lines',
  ]);
  expect(texts(document, '#step-4 tbody tr')).toEqual([
    'Check c ✗ failed oob/no-id 97 ms',
    expect.stringMatching(/^Check d skipped: it needs page-connects – skipped/u),
  ]);
  expect(document.querySelectorAll('svg .arrow.dropped .cross')).toHaveLength(2);
  expect(texts(document, '.wire tr.dropped code')).toEqual(
    Array.from({ length: 2 }, () => '✗ <div> has no id → dropped (no-id)'),
  );
});

test('each link leads to something of the page, each heading is one level below the one before at most, ids are unique', () => {
  const document = documentOf(pageOfSteps(FAILED));
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...document.querySelectorAll('a')].map((link) => link.getAttribute('href')?.slice(1));
  expect(links.filter((id) => !ids.includes(id ?? ''))).toEqual([]);
  const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) => Number(tagName[1]));
  expect(levels[0]).toBe(1);
  expect(levels.filter((level, index) => index > 0 && level > (levels[index - 1] ?? 0) + 1)).toEqual([]);
  const named = [...document.querySelectorAll('[aria-labelledby]')].map((each) => each.getAttribute('aria-labelledby'));
  expect(named.filter((id) => !ids.includes(id ?? ''))).toEqual([]);
});

test('what a server or a page sends stays text: no script, no element, no address, no control character', () => {
  const evil =
    '</code></td></svg><script src="https://evil.example/x.js">alert(1)</script><img src=x onerror=alert(1)>\u001b[2J\u202e';
  const hostile = finding({
    received: evil,
    output: [evil],
    where: [{ file: evil, line: 1 }],
    wire: { clients: ['tab 1'], moments: [1], untilMs: 9 },
  });
  const client = { kind: 'tab', label: evil, server: evil } as const;
  const page = pageOfSteps(
    [
      {
        ...step(
          'step-4',
          [{ ...check('c', 'fail', [hostile]), title: evil }],
          [
            entry(1, evil),
            became(2, ledger(evil, [{ ...DROPPED, fragment: { ...DROPPED.fragment, tag: evil, text: evil } }])),
            entry(3, evil, { client }),
            entry(4, evil, { client, direction: 'note', kind: 'console' }),
          ],
        ),
        title: evil,
      },
    ],
    () => evil,
  );
  const document = documentOf(page);
  expect(document.querySelectorAll('script, img, iframe, object, embed, form, base')).toHaveLength(0);
  const attributes = [...document.querySelectorAll('*')].flatMap((each) => [...each.attributes]);
  expect(attributes.filter(({ name }) => name.startsWith('on'))).toEqual([]);
  const addresses = attributes.filter(({ name }) => ['src', 'href', 'action'].includes(name)).map(({ value }) => value);
  expect(addresses.filter((address) => !/^(?:#|data:,$)/u.test(address))).toEqual([]);
  expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/u);
});

test('thousands of lines are folded, and it is said how many', () => {
  const many = Array.from({ length: 4000 }, (_, index) => entry(index, `${index} ${'x'.repeat(590)}`));
  const page = pageOfSteps([step('step-4', [check('c', 'pass')], many)]);
  const document = documentOf(page);
  expect(texts(document, 'caption').at(-1)).toBe(
    'What went over the wire: 1000 of 4000 lines; check --json has all of them',
  );
  expect(document.querySelectorAll('.wire tbody tr')).toHaveLength(1001);
  expect(texts(document, '.wire td[colspan]')).toEqual(['⋮ 3000 lines skipped']);
  expect(document.querySelectorAll('.arrow')).toHaveLength(60);
  expect(page.length).toBeLessThan(2_000_000);
});

test('a conversation of a hundred clients has eight diagrams, and says that there are more', () => {
  const many = Array.from({ length: 100 }, (_, index) =>
    entry(index, 'x', { client: { kind: 'socket', label: `client ${index}`, server: 'server' } }),
  );
  const document = documentOf(pageOfSteps([step('step-4', [check('c', 'pass')], many)]));
  expect(document.querySelectorAll('svg')).toHaveLength(8);
  expect(texts(document, 'section > p.soft')).toEqual(['17 more groups of clients: the table has them.']);
});

test('a run that passed says what that proves, and an undecided one why', () => {
  const passed = documentOf(
    pageOfSteps([step('step-4', [check('c', 'pass')], [entry(1, REPLY), became(2, ledger(REPLY, [SWAPPED]))])]),
  );
  expect(texts(passed, 'h1, h2')).toEqual(['✓ step-4 passed', 'What this proves', 'Every check', 'The conversation']);
  const unknown: CheckResult = { ...check('c', 'unknown'), undecided: { stalledMs: 10, suspected: [], runs: 3 } };
  const undecided = documentOf(pageOfSteps([{ ...step('step-4', [unknown]), passed: false }]));
  expect(texts(undecided, 'h1')).toEqual(['? step-4 could not be decided']);
  expect(texts(undecided, '#step-4 tbody')).toEqual([
    expect.stringMatching(/could not tell, after 3 tries.*\? undecided/u),
  ]);
});

test('a run that broke is reported as far as it came', () => {
  const [first, second] = FAILED;
  if (first === undefined || second === undefined) throw new Error('no steps');
  const events = [
    runStarted(FAILED),
    ...first.checks.map((result) => ({ type: 'check-finished', step: first.step, result }) as const),
  ];
  const document = documentOf(pageOf(events));
  expect(texts(document, 'h1, .reason')).toEqual(['? step-4: no verdict', 'It ended early.']);
  expect(texts(document, '.is-pass, .is-skip')).toEqual(expect.arrayContaining(['✓ passed', '– skipped']));
  expect(texts(document, '#step-4 tbody tr')[0]).toBe('Check c skipped: the run ended before it – skipped');
  const failing = second.checks
    .slice(0, 1)
    .map((result) => ({ type: 'check-finished', step: second.step, result }) as const);
  expect(texts(documentOf(pageOf([...events, ...failing])), 'h1')).toEqual(['✗ step-4: not passed']);
});

test('it is known as ours, and a page of somebody is not', () => {
  expect(isOwnReport(pageOfSteps(FAILED))).toBe(true);
  expect(isOwnReport('<!DOCTYPE html>\n<title>htmx-realtime-tutor</title>')).toBe(false);
});
