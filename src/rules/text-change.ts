import { firstClosed, replaceClosed } from '../model/pattern.ts';
import type { ChangedText, TextChange } from '../model/text-change.ts';

/** A change that can be made to the sent text and then looked for in what came back. */
interface Candidate {
  readonly change: TextChange;
  /** The text after the change. */
  readonly text: string;
}

/** Fewer characters than this are in any answer by chance. */
const FEWEST_CHARACTERS = 4;
const MOST_CHARACTERS = 120;

/**
 * How the sent text was changed: each known change is undone in what came back, or made to the text and looked for there; the first that fits is
 * the answer.
 * Undefined: nothing of it is recognizable.
 * @param sent as it was typed @param received all forms in which what came back can be read; the last one is what a person sees
 */
export function textChange(sent: string, received: readonly string[]): ChangedText | undefined {
  const texts = received.map(oneSpace);
  const changed = undone(sent, texts);
  if (changed !== undefined) return changed;
  for (const { change, text } of candidates(sent)) {
    const wanted = oneSpace(text);
    if (wanted.length < FEWEST_CHARACTERS || wanted === oneSpace(sent)) continue;
    if (texts.some((seen) => seen.includes(wanted))) return { change, got: wanted.slice(0, MOST_CHARACTERS) };
  }
  return inAnyCase(sent, texts) ?? tagsRemoved(sent, texts) ?? beginning(sent, texts);
}

/** As `textChange`, for a text of which a part came back unchanged: there is always an answer. */
export function textChangeOrOther(sent: string, received: readonly string[]): ChangedText {
  const texts = received.map(oneSpace);
  const got = (texts.at(-1) ?? '').slice(0, MOST_CHARACTERS);
  return textChange(sent, texts) ?? missing(sent, texts) ?? { change: { kind: 'other' }, got };
}

function oneSpace(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

function* candidates(sent: string): Generator<Candidate> {
  for (const [readAs, text] of misread(sent)) yield { change: { kind: 'mojibake', readAs }, text };
  yield { change: { kind: 'ampersand-unescaped' }, text: sent.replaceAll('&amp;', '&') };
  yield { change: { kind: 'case', to: 'lower' }, text: sent.toLowerCase() };
  yield { change: { kind: 'case', to: 'upper' }, text: sent.toUpperCase() };
  yield { change: { kind: 'reversed' }, text: [...sent].toReversed().join('') };
  yield* withoutAccents(sent);
  for (const lost of LOST) yield* without(sent, lost);
}

/** Bytes of UTF-8 that are read as one character each. Node's `ascii` drops the highest bit of each byte. */
function misread(sent: string): readonly (readonly ['latin1' | 'windows-1252' | 'ascii', string])[] {
  const bytes = new TextEncoder().encode(sent);
  return [
    ['latin1', String.fromCharCode(...bytes)],
    ['windows-1252', String.fromCharCode(...bytes).replaceAll(/[\u0080-\u009f]/gu, inWindows1252)],
    ['ascii', String.fromCharCode(...bytes.map((byte) => byte & 0x7f))],
  ];
}

/** What Windows-1252 has where Latin-1 has control characters. Some versions of Node decode it as Latin-1, so it is written out. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function inWindows1252(control: string): string {
  return WINDOWS_1252[control.charCodeAt(0) - 0x80] ?? control;
}

function* withoutAccents(sent: string): Generator<Candidate> {
  const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC');
  const characters = distinct([...sent].filter((character) => plain(character) !== character));
  yield { change: { kind: 'accents', characters }, text: plain(sent) };
  const change = { kind: 'lost', characters: distinct(sent.match(/\P{ASCII}/gu) ?? []) } as const;
  yield { change, text: sent.normalize('NFKD').replaceAll(/\P{ASCII}/gu, '') };
}

function distinct(characters: readonly string[]): string {
  return [...new Set(characters)].join('');
}

/** Characters that programs drop or replace, the most usual first. */
const LOST: readonly RegExp[] = [
  /\P{ASCII}/gu,
  /[^\u0000-\u00ff]/gu,
  /[\u{10000}-\u{10ffff}]/gu,
  /[^\w\s]/gu,
  /[^\p{L}\p{N}\s]/gu,
  /[^a-zA-Z\s]/gu,
  /[^a-zA-Z]/gu,
  /\W/gu,
  /[^a-z\s]/gu,
  /[^a-z]/gu,
  /\d/gu,
  /\p{Lu}/gu,
  /["'&<>]/gu,
  /["']/gu,
  /&/gu,
  /\s/gu,
];

const REPLACEMENTS = ['', '?', '\uFFFD', '_', ' ', '-', '*', '.'] as const;

/** Each of the characters is dropped, or replaced: once for each byte of its UTF-8, for each half of a surrogate pair, or once; the longest text first. */
function* without(sent: string, lost: RegExp): Generator<Candidate> {
  const characters = distinct(sent.match(lost) ?? []);
  if (characters === '') return;
  for (const by of REPLACEMENTS) {
    const change: TextChange = by === '' ? { kind: 'lost', characters } : { kind: 'replaced', characters, by };
    const bytes = (character: string): number => new TextEncoder().encode(character).length;
    yield { change, text: sent.replaceAll(lost, (character) => by.repeat(bytes(character))) };
    yield { change, text: sent.replaceAll(lost, (character) => by.repeat(character.length)) };
    yield { change, text: sent.replaceAll(lost, by) };
  }
}

/** The text in capital and small letters of another distribution. */
function inAnyCase(sent: string, texts: readonly string[]): ChangedText | undefined {
  const wanted = oneSpace(sent);
  for (const text of texts) {
    const at = text.toLowerCase().indexOf(wanted.toLowerCase());
    const got = text.slice(at, at + wanted.length);
    if (at !== -1 && got !== wanted) return { change: { kind: 'case', to: 'other' }, got };
  }
  return undefined;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&#039;': "'",
  '&#x27;': "'",
  '&apos;': "'",
};

function entitiesDecoded(text: string): string {
  return text.replaceAll(
    /&(?:amp|lt|gt|quot|apos|#0?3[49]|#x27);/giu,
    (entity) => ENTITIES[entity.toLowerCase()] ?? entity,
  );
}

function unitOf(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

function jsonDecoded(text: string): string {
  return text.replaceAll(/\\u([0-9a-f]{4})/giu, (_, hex: string) => unitOf(hex)).replaceAll(/\\(["'\\/])/gu, '$1');
}

/** Percent-encoding of UTF-8, or of single units as the old function `escape` does it (ECMAScript, annex B.2.1.1). */
function percentDecoded(text: string): string {
  return text
    .replaceAll(/%u([0-9a-f]{4})/giu, (_, hex: string) => unitOf(hex))
    .replaceAll(/(?:%[0-9a-f]{2})+/giu, (run) => {
      const bytes = (run.match(/[0-9a-f]{2}/giu) ?? []).map((hex) => Number.parseInt(hex, 16));
      const decoded = new TextDecoder().decode(new Uint8Array(bytes));
      return decoded.includes('\uFFFD') ? String.fromCharCode(...bytes) : decoded;
    });
}

const UNDOING = [
  ['percent-encoded', percentDecoded],
  ['percent-encoded', (text: string) => percentDecoded(text.replaceAll('+', ' '))],
  ['escaped-twice', entitiesDecoded],
  ['json-escaped', jsonDecoded],
] as const;

/** Changes that can be made in several ways: what came back is the sent text when they are undone. */
function undone(sent: string, texts: readonly string[]): ChangedText | undefined {
  const wanted = oneSpace(sent);
  for (const [kind, undo] of UNDOING) {
    const text = texts.find((seen) => !seen.includes(wanted) && undo(seen).includes(wanted));
    if (text !== undefined) return { change: { kind }, got: text.slice(0, MOST_CHARACTERS) };
  }
  return undefined;
}

const TAG = /<\/?[a-z][^>]*(>?)/iu;
const TAGS = new RegExp(TAG, 'giu');

/** The text without its tags; where another tag shows, tags are not what is removed. */
function tagsRemoved(sent: string, texts: readonly string[]): ChangedText | undefined {
  const got = oneSpace(replaceClosed(sent, TAGS));
  if (got === oneSpace(sent) || got === '' || texts.some((text) => firstClosed(text, TAG) !== undefined))
    return undefined;
  return texts.some((text) => text.includes(got)) ? { change: { kind: 'tags-removed' }, got } : undefined;
}

/** What may follow a text that was cut: the end, a quotation mark or an ellipsis; a letter means that the rest was changed. */
const ENDS_THERE = /^\s*(?:$|["'»”’…<>).\]])/u;

/** The longest beginning of the text that came back. */
function beginning(sent: string, texts: readonly string[]): ChangedText | undefined {
  const wanted = oneSpace(sent);
  for (let length = wanted.length - 1; length >= FEWEST_CHARACTERS; length -= 1) {
    const got = wanted.slice(0, length).trim();
    const text = got.length < FEWEST_CHARACTERS ? undefined : texts.find((seen) => seen.includes(got));
    if (text === undefined) continue;
    return ENDS_THERE.test(text.slice(text.indexOf(got) + got.length)) ? { change: { kind: 'cut' }, got } : undefined;
  }
  return undefined;
}

/** Characters of the text that are nowhere in what came back. */
function missing(sent: string, texts: readonly string[]): ChangedText | undefined {
  const absent = (sent.match(/\P{ASCII}/gu) ?? []).filter((each) => !texts.some((text) => text.includes(each)));
  const got = (texts.at(-1) ?? '').slice(0, MOST_CHARACTERS);
  return absent.length === 0 ? undefined : { change: { kind: 'lost', characters: distinct(absent) }, got };
}
