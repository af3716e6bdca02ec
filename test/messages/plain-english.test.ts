import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

// What a person reads: the recorded sentences about findings, lessons, hints, pages, documents, and the texts in the code.

/** Constructions that a reader stumbles over, and a word that fits instead. */
const AWKWARD: readonly (readonly [awkward: RegExp, better: string])[] = [
  [/\b[Tt]here (?:is|are|was|were) no(?:ne|thing)?\b/u, 'X has no …, … does not exist'],
  [/\b(?:is|are|was|were) no (?!longer|more|one\b)/u, 'is not a …'],
  [
    /\b(?:bears?|to be had|all the same|for ever|left out|passed over in silence|inside of)\b/u,
    'has, available, anyway, forever, skipped, ignored, inside',
  ],
  [/\bmend(?:s|ed|ing)?\b/iu, 'fix'],
  [/\bneeds? not (?:be|know|have)\b/u, 'does not need to'],
  [/\b(?:its|their) own htmx\b/u, "the page's own htmx"],
  [/\b[Ll]eave (?:(?:out|off|away) )?(?:`)?--\w/u, 'without --dom, …'],
  [/\w’\w/u, "one kind of apostrophe: '"],
];
/** Documents for people who work on the tutor, and facts.md, which is made from comments in the sources. */
const NOT_READ = /^docs\/(?:decisions|testing|facts|speed)\.md$/u;

function filesIn(folder: string, end: RegExp): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && end.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name).replaceAll(path.sep, '/'));
}

/** Lines of a source without those that are only a comment: only texts of the program are for its readers. */
function texts(file: string): readonly (readonly [line: number, text: string])[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const isComment = (text: string): boolean => file.endsWith('.ts') && /^\s*(?:\/\/|\/?\*)/u.test(text);
  return lines.flatMap((text, index) => (isComment(text) ? [] : [[index + 1, text] as const]));
}

function awkwardIn(files: readonly string[]): readonly string[] {
  return files.flatMap((file) =>
    texts(file).flatMap(([line, text]) =>
      AWKWARD.flatMap(([awkward, better]) => {
        const found = awkward.exec(text)?.[0];
        return found === undefined ? [] : [`${file}:${line}: "${found}" (${better})`];
      }),
    ),
  );
}

test.each<[where: string, files: readonly string[]]>([
  ['lessons, hints, pages, quiz', filesIn('steps', /\.(?:md|yaml)$/u)],
  ['the code that learners read', filesIn('steps', /\.(?:js|py|html)$/u)],
  ['documents', ['README.md', 'CHANGELOG.md', ...filesIn('docs', /\.md$/u).filter((file) => !NOT_READ.test(file))]],
  ['sentences about findings', filesIn('src/messages', /\.ts$/u).concat(filesIn('src/chapter', /\.ts$/u))],
  ['commands and the screen', filesIn('src/commands', /\.ts$/u).concat(filesIn('src/terminal', /\.ts$/u))],
  [
    'servers, folder, course',
    ['servers', 'workspace', 'course', 'run'].flatMap((layer) => filesIn(`src/${layer}`, /\.ts$/u)),
  ],
])('%s are plain English', (_, files) => {
  expect(files.length).toBeGreaterThan(1);
  expect(awkwardIn(files)).toEqual([]);
});
