import { isSwapped } from '../../htmx/disposition.ts';
import { dataOf } from '../../htmx/ledger.ts';
import type { Finding } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { ObservedPage } from '../observed-page.ts';
import { firstOf } from '../rule.ts';
import { streamPlace } from '../places.ts';

// A text that comes in pieces, such as the answer of a language model: each event adds one to those before.

const severity = 'error';

/** Events that are pieces of one text: so many, and so much text, have a space somewhere. */
const FEWEST = 4;
const LONG = 20;
/** Of a piece on average: letter by letter a text may come without a space for a while. */
const WORD = 3;
/** In scripts that part their words by spaces. */
const WORDS = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{P}\p{S}\p{N}]+$/u;
/** A piece that is a word, whatever is around it. */
const IS_WORD = /\p{L}{2}/u;
const LINE_BREAK = /<br\s*\/?>/giu;

interface Pieces {
  readonly page: ObservedPage;
  /** One after another, for one place of the page. */
  readonly entries: readonly LedgerEntry[];
  readonly texts: readonly string[];
}

/** What is wrong with a text that events add piece by piece. @param entries of the stream */
export function textInPieces(page: ObservedPage, entries: readonly LedgerEntry[]): Finding | undefined {
  const replaced = piecesReplaced(page, entries);
  if (replaced !== undefined) return replaced;
  const all = entries.filter(isAdded);
  for (const name of new Set(all.map(nameOf))) {
    const added = all.filter((entry) => nameOf(entry) === name);
    const texts = added.map(dataOf);
    // Elements are apart whatever is between them.
    if (texts.some((text) => /<[a-z]/iu.test(text.replaceAll(LINE_BREAK, '')))) continue;
    const finding = firstOf([runTogether, trimmedByOne, lineEndsLost], { page, entries: added, texts });
    if (finding !== undefined) return finding;
  }
  return undefined;
}

function isAdded({ incoming, predicted }: LedgerEntry): boolean {
  return (
    typeof incoming !== 'string' &&
    predicted.some((part) => isSwapped(part) && part.via === 'main' && part.effect === 'appends')
  );
}

function nameOf({ incoming }: LedgerEntry): string {
  return typeof incoming === 'string' ? '' : incoming.name;
}

/**
 * None of the pieces has a space at its beginning or its end, so that the words run together. A browser drops one space after `data:` (HTML standard,
 * 9.2.6), also one that was meant.
 */
function runTogether({ page, entries, texts }: Pieces): Finding | undefined {
  const pieces = texts.filter((text) => text !== '');
  const whole = pieces.join('').replaceAll(LINE_BREAK, '');
  if (pieces.length < FEWEST || whole.length < LONG || whole.length / pieces.length < WORD) return undefined;
  const words = pieces.filter((text) => IS_WORD.test(text)).length;
  if (!WORDS.test(whole) || words < FEWEST || words < pieces.length / 2) return undefined;
  const fields = page.locate.find('server', /['"\x60]data:(?! )|\\ndata:(?! )/u);
  return {
    code: 'sse/run-together',
    severity,
    facts: {
      pieces: pieces.slice(0, FEWEST),
      shown: whole.slice(0, LONG * 2),
      ...(fields.length > 0 ? { field: 'without-space' } : {}),
    },
    evidence: page.evidence(fields, { ledger: entries.slice(1, 2), received: pieces.slice(0, FEWEST).join('\n') }),
  };
}

/** One event of empty data may be a sign of life. */
const FEWEST_EMPTY = 2;

/**
 * Events of empty data between pieces that would else be one word: a piece that is a line end was written as it is after `data: `, where it ends
 * the event. A sign of life with empty data comes between any two pieces, which have their spaces.
 */
function lineEndsLost({ page, entries, texts }: Pieces): Finding | undefined {
  const ends = texts.flatMap((text, at) => (text === '' && joins(texts, at) ? [at] : []));
  const [first = 0] = ends;
  const words = texts.filter((text) => IS_WORD.test(text)).length;
  const isText = texts.some((text) => /^\s|\s$/u.test(text)) && words >= FEWEST;
  if (ends.length < FEWEST_EMPTY || !isText) return undefined;
  const shown = texts.join('');
  const from = Math.max(0, texts.slice(0, first).join('').length - LONG / 2);
  return {
    code: 'sse/line-ends-lost',
    severity,
    facts: { shown: shown.slice(from, from + LONG * 2), empty: ends.length },
    evidence: page.evidence(streamPlace(page.locate, page.contract.streamPath ?? ''), {
      ledger: entries.slice(first, first + 1),
      received: texts.slice(Math.max(0, first - 1), first + 2).join('\n'),
    }),
  };
}

/** Whether there is a piece before and after an empty one, and no space at either side. */
function joins(texts: readonly string[], at: number): boolean {
  const before = texts.slice(0, at).findLast((text) => text !== '') ?? ' ';
  const after = texts.slice(at + 1).find((text) => text !== '') ?? ' ';
  return !/\s$/u.test(before) && !/^\s/u.test(after);
}

/** A piece that has its space: it was cut out of a text. */
const HAS_SPACE = /^\s\S|\S\s$/u;
const ANY_TAG = /<[a-z]/iu;

/**
 * htmx 1 parses what comes as a document of its own, whose body does not begin with a space (htmx 1.9 `makeFragment`; HTML standard, "after head"): pieces that have
 * theirs at the beginning lose it.
 */
function trimmedByOne({ page, entries, texts }: Pieces): Finding | undefined {
  const led = texts.filter((text) => /^\s\S/u.test(text) && IS_WORD.test(text));
  if (page.dialect.major !== 1 || led.length < FEWEST || led.length < texts.length / 2) return undefined;
  return {
    code: 'sse/run-together',
    severity,
    facts: {
      pieces: texts.slice(0, FEWEST),
      shown: texts
        .map((text) => text.trimStart())
        .join('')
        .slice(0, LONG * 2),
      field: 'htmx-1',
    },
    evidence: page.evidence(streamPlace(page.locate, page.contract.streamPath ?? ''), {
      ledger: entries.slice(1, 2),
      received: texts.slice(0, FEWEST).join('\n'),
    }),
  };
}

/** Pieces with their spaces, each of which is swapped in the place of the one before: the page shows one word at a time. A state that is told anew has no space at its ends. */
function piecesReplaced(page: ObservedPage, entries: readonly LedgerEntry[]): Finding | undefined {
  const all = entries.filter(
    ({ incoming, predicted }) =>
      typeof incoming !== 'string' &&
      !ANY_TAG.test(incoming.data) &&
      predicted.some((part) => isSwapped(part) && part.via === 'main' && part.effect === 'replaces-content'),
  );
  for (const name of new Set(all.map(nameOf))) {
    const own = all.filter((entry) => nameOf(entry) === name);
    const texts = own.map(dataOf);
    const pieces = texts.filter((text) => HAS_SPACE.test(text) && IS_WORD.test(text));
    if (pieces.length < FEWEST || pieces.length < texts.length / 2 || new Set(texts).size < FEWEST) continue;
    const where = page.place((element) => page.dialect.eventsOf(element).includes(name));
    return {
      code: 'sse/pieces-replaced',
      severity,
      facts: { pieces: texts.slice(0, FEWEST) },
      evidence: page.evidence(where, { ledger: own.slice(1, 2), received: texts.slice(0, FEWEST).join('\n') }),
    };
  }
  return undefined;
}
