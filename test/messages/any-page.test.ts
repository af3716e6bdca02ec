import { expect, test } from 'vitest';
import { otherMajorFor } from '../../src/htmx/cdn.ts';
import { extensionFile } from '../../src/messages/catalogue/htmx-versions.ts';
import {
  catalogueOf,
  codesOf,
  describe as wordsFor,
  FOR_ANY_PAGE,
  FOR_ANY_PAGE_OF_4,
} from '../../src/messages/index.ts';
import type { GenericCode } from '../../src/model/finding.ts';
import { findingsOf } from './samples/findings.ts';

const WORDING = {
  catalogue: catalogueOf(FOR_ANY_PAGE, { entries: {}, notes: {}, original: {} }),
  contract: {},
  checkTitles: {},
  language: 'other',
} as const;

test.each<[GenericCode, RegExp]>([
  ['htmx/missing', /^Load htmx in the `<head>`/u],
  [
    'htmx/wrong-version',
    /^Load htmx 2 .* or the extensions of htmx 4|^The attributes of the page are those of htmx [24]: load `htmx\.org@[24]/u,
  ],
  [
    'htmx/extension-script-missing',
    /^Load the extension in a script tag below that of htmx: `htmx(?:\.org@[14]\.|-ext-(?:ws|sse)@)/u,
  ],
  ['htmx/old-extension', /in its place/u],
  ['page/script-missing', /^Check the address `[^`]+` in the tag/u],
  ['page/cdn-script', /^Nothing in the page has to change/u],
])('the fix of %s for a page that is nobody’s exercise names no folder of an exercise', (code, fix) => {
  const findings = findingsOf(code);
  expect(findings.length).toBeGreaterThan(0);
  for (const finding of findings) {
    const words = wordsFor(finding, WORDING);
    expect(words.fix).toMatch(fix);
    expect(words.fix).not.toMatch(/`static\/`|<script|assets|start/u);
  }
});

const OF_4 = {
  ...WORDING,
  catalogue: catalogueOf(FOR_ANY_PAGE_OF_4, { entries: {}, notes: {}, original: {} }),
} as const;

test('a page of htmx 4 is told of its own attributes, whatever is wrong', () => {
  const codes = codesOf(WORDING.catalogue).filter((code): code is GenericCode =>
    /^(?:page|oob|ws|sse)\/|^live\/(?:connections-multiply|stream-never-ends)$/u.test(code),
  );
  expect(codes.length).toBeGreaterThan(50);
  for (const finding of codes.flatMap((code) => findingsOf(code))) {
    const { title, expected, cause, fix } = wordsFor(finding, OF_4);
    expect(`${finding.code}: ${title} ${expected} ${cause} ${fix}`).not.toMatch(
      /(?<![\w:./-])(?:ws-connect|ws-send|sse-connect|sse-close)(?![\w-])|hx-ext="(?:ws|sse)"/u,
    );
  }
});

test('what htmx 4 does in another way than htmx 2 is said as it does it', () => {
  const said = (code: GenericCode): string =>
    findingsOf(code)
      .map((finding) => Object.values(wordsFor(finding, OF_4)).join(' '))
      .join(' ');
  expect(said('page/sse-connect-missing')).toMatch(/<div hx-sse:connect="\/events">Waiting/u);
  expect(said('page/too-many-streams')).toMatch(
    /one element with `hx-sse:connect`\. Each part of an event .* `<hx-partial/u,
  );
  expect(said('page/ws-send-outside')).toMatch(/htmx fires `htmx:ws:error` and sends nothing/u);
  expect(said('page/input-without-name')).toMatch(/Only `headers` remains/u);
  expect(said('htmx/missing')).toMatch(/`htmx\.org@4\.[\d.]+\/dist\/htmx\.min\.js`/u);
  expect(said('htmx/missing')).not.toMatch(/htmx\.org@2/u);
  expect(said('htmx/extension-before-core')).toMatch(/`htmx\.registerExtension`/u);
  expect(said('htmx/unknown-attribute')).toMatch(/hx-config="ws:\{reconnectDelay:2000\}"/u);
  expect(said('live/stream-never-ends')).toMatch(/hx-config="sse:\{reconnect:false\}"/u);
  expect(said('live/stream-never-ends')).not.toMatch(/204|browser/u);
  expect(said('live/connections-multiply')).not.toMatch(/htmx\.remove/u);
  expect(said('page/sse-two-connections')).toMatch(/Keep one element with `hx-sse:connect` and make sure/u);
});

test.each([
  ['ws', 2],
  ['sse', 2],
  ['ws', 4],
  ['sse', 4],
] as const)('the file of %s for htmx %s is the one that --migrate names', (extension, major) => {
  const { published } = otherMajorFor(`/static/${extension}.js`, major) ?? { published: '' };
  expect(extensionFile(extension, major)).toBe(published.replace('.min.js', '.js'));
});

test('what only a check can do is not said of a page that is nobody’s exercise', () => {
  for (const code of ['sse/server-error', 'ws/refused', 'page/ws-bad-url'] as const) {
    for (const finding of findingsOf(code)) {
      const { fix, cause } = wordsFor(finding, WORDING);
      expect(`${cause} ${fix}`).not.toMatch(/--url|--run|\bcheck serves|free port/u);
    }
  }
  const [refused] = findingsOf('ws/refused');
  const facts = { status: 401, server: '' };
  const words = refused && wordsFor({ ...refused, code: 'ws/refused', facts }, WORDING);
  expect([words?.fix, words?.cause]).toEqual([
    expect.stringMatching(/^Remove what refuses it.*`--cookie "session=…"`\.$/u),
    expect.stringMatching(/^Something rejected the handshake/u),
  ]);
});
