import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAM_WORDING as WORDING } from '../../src/labs/wording.ts';
import { explain, receivedText } from '../../src/messages/index.ts';
import type { Description } from '../../src/messages/index.ts';
import type { ServerLanguage } from '../../src/model/backend.ts';
import type { Contract } from '../../src/model/contract.ts';
import type { Code, Finding } from '../../src/model/finding.ts';
import { CODES, wordsOf } from '../support/describe.ts';
import { findingsOf } from './samples/findings.ts';

// Every sentence about every code, in golden/<code>.md. `npx vitest run test/messages -u` records them anew; the diff is the review.

const GOLDEN = path.join(import.meta.dirname, 'golden');
const LANGUAGES: readonly ServerLanguage[] = ['node', 'python', 'other'];

function partsOf(words: Description): readonly string[] {
  const { did, command, received } = words;
  return [
    `title: ${words.title}`,
    ...(did === '' ? [] : [`did: ${did}`]),
    ...(command === '' ? [] : [`try: ${command}`]),
    `expected: ${words.expected}`,
    ...(received.lines.length === 0 ? [] : [`received:\n${receivedText(received)}`]),
    `cause: ${words.cause}`,
    `fix: ${words.fix}`,
  ];
}

/** All that is said of a finding; of the other languages only what differs from Node's. */
function sampleText(finding: Finding, number: number): string {
  const [node = [], ...others] = LANGUAGES.map((language) => partsOf(wordsOf(finding, { language })));
  const differing = others.flatMap((parts, index) =>
    parts.filter((part) => !node.includes(part)).map((part) => `${LANGUAGES[index + 1]}: ${part}`),
  );
  const facts = JSON.stringify(finding.facts, (_, value: unknown) => (value === undefined ? 'undefined' : value));
  return [`## ${number}. ${facts}`, ...node, ...differing].join('\n\n');
}

function goldenText(code: Code): string {
  const described = explain(code, WORDING);
  const samples = findingsOf(code).map((finding, index) => sampleText(finding, index + 1));
  const explained = [
    '## explain',
    `title: ${described?.title}`,
    `meaning: ${described?.meaning}`,
    `wrong:\n${described?.wrong.text}`,
    `right:\n${described?.right.text}`,
    ...(described?.python === undefined
      ? []
      : [`wrong, in Python:\n${described.python.wrong}`, `right, in Python:\n${described.python.right}`]),
    `source: ${described?.source}`,
  ].join('\n\n');
  return `# ${code}\n\n${[...samples, explained].join('\n\n')}\n`;
}

test.each(CODES)('%s has the recorded text', async (code) => {
  await expect(goldenText(code)).toMatchFileSnapshot(path.join(GOLDEN, `${code}.md`));
});

test('there is a recorded text for each code, and for nothing else', () => {
  const recorded = readdirSync(GOLDEN, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(GOLDEN, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
  expect(recorded.toSorted()).toEqual(CODES.map((code) => `${code}.md`).toSorted());
});

/** Code of the tutor's own backends: no fix for a learner who writes in another language. */
const FOREIGN =
  /\bnode\b|npm|socket\.|response\.\w+\(|JSON\.parse|setInterval|process\.|await|asyncio|python|fastapi|starlette|uvicorn|def /iu;

test('sentences for servers in other languages name no function of Node or Python', () => {
  const own = CODES.flatMap((code) =>
    // What a server itself said may name anything, and a framework that its source imports is spoken to in its own words.
    findingsOf(code)
      .filter(({ facts }) => !('framework' in facts) && !FOREIGN.test(JSON.stringify(facts)))
      .flatMap((finding) => {
        const node = wordsOf(finding, { language: 'node' });
        const other = wordsOf(finding, { language: 'other' });
        return (['cause', 'fix'] as const)
          .filter((part) => other[part] !== node[part] && !other[part].includes(' In Python: '))
          .map((part) => ({ code, part, text: other[part] }));
      }),
  );
  expect(own.length).toBeGreaterThan(40);
  expect(own.filter(({ text }) => FOREIGN.test(text))).toEqual([]);
});

/** All that is said of a code under another contract than this chapter's. */
function saidUnder(contract: Contract, code: Code): readonly string[] {
  const explained = explain(code, { ...WORDING, contract });
  const described = findingsOf(code)
    .filter(({ facts }) => !('wantedMs' in facts))
    .flatMap(({ evidence, ...rest }) => {
      const { did: _did, received: _received, ...seen } = evidence;
      const finding = { ...rest, evidence: seen };
      return (['node', 'python', 'other'] as const).map((language) => wordsOf(finding, { contract, language }));
    });
  const { python } = explained ?? {};
  return [explained?.meaning, explained?.wrong.text, explained?.right.text, python?.wrong, python?.right]
    .concat(described.flatMap(({ title, expected, cause, fix }) => [title, expected, cause, fix]))
    .filter((text) => text !== undefined);
}

const ANOTHER = { socketPath: '/hub', streamPath: '/feed', target: '#log', field: 'line', intervalMs: 500 };
const ALL_GENERIC = CODES.filter((code) => !/^(?:chat|time)\/|^page\/counter-|^sse\/not-counting$/u.test(code));

test.each([
  ['its names', /#?chat-window|\/sse\/counter/u, ALL_GENERIC],
  [
    'its interval',
    /, 1000\)|(?:every|each|event a) second\b|sleep\(1\)/u,
    ALL_GENERIC.filter((code) => code.startsWith('sse/')),
  ],
])('no generic sentence contains %s from the contract of this chapter', (_, named, codes) => {
  const texts = codes.flatMap((code) => saidUnder(ANOTHER, code).map((text) => ({ code, text })));
  expect(texts.length).toBeGreaterThan(50);
  expect(texts.filter(({ text }) => named.test(text))).toEqual([]);
});
