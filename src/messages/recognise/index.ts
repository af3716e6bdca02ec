import type { Code } from '../../model/finding.ts';
import type { Wording } from '../context.ts';
import { codesOf, explain, sightingsOf } from '../describe.ts';
import type { LineSighting, PastedResponse, ResponseSighting, Sighting } from '../sighting.ts';
import { inline } from '../visible.ts';
import { pastedLines, plainLines } from './lines.ts';
import type { PastedLine } from './lines.ts';
import { pastedResponses } from './responses.ts';
import { standardMeanings } from './standards.ts';
import type { StandardMeaning } from './standards.ts';

/** A code that fits what somebody saw. */
export interface Fit {
  readonly code: Code;
  readonly title: string;
  /** One sentence. */
  readonly why: string;
  /** The line that says so: its number in the text, from 1, and its text without control characters, cut. */
  readonly line: number;
  readonly text: string;
}

export interface Recognised {
  /** Most likely first. */
  readonly fits: readonly Fit[];
  /** What standards say about the close codes and statuses in the text. */
  readonly standards: readonly StandardMeaning[];
  /** Codes that the text names. They were seen in a report, not in a program. */
  readonly named: readonly Code[];
}

interface Hit {
  readonly code: Code;
  readonly weight: number;
  readonly line: number;
  readonly text: string;
  readonly why: string;
}

/** A source line that a traceback quotes counts less than the sentence at its end. */
const QUOTED_COSTS = 4;
const MOST_FITS = 6;
const SHOWN_CHARACTERS = 200;

/** The codes that fit a text from a console, a terminal or a network tab, and what standards say about its numbers. @param text one line or many */
export function recognise(text: string, wording: Wording): Recognised {
  const lines = pastedLines(text);
  const codes = codesOf(wording.catalogue);
  const plain = plainLines(text);
  const responses = pastedResponses(plain);
  const hits = codes.flatMap((code) =>
    sightingsOf(code, wording).flatMap((sighting) => [
      ...lines.flatMap((line) => hitOfLine(code, sighting, line)),
      ...responses.flatMap(({ response, line }) =>
        hitOfResponse(code, sighting, { response, line, text: plain[line - 1] ?? '' }),
      ),
    ]),
  );
  const words = lines.map((line) => line.text);
  return {
    fits: ranked(hits).map(({ code, why, line, text: seen }) => ({
      code,
      title: explain(code, wording)?.title ?? '',
      why,
      line,
      text: inline(seen, SHOWN_CHARACTERS),
    })),
    standards: standardMeanings(words),
    named: codes.filter((code) => words.some((line) => new RegExp(`(?<![\\w/-])${code}(?![\\w/-])`, 'u').test(line))),
  };
}

/** The best hit of each code; equal weights in the order of the text, then of the catalogue. */
function ranked(hits: readonly Hit[]): readonly Hit[] {
  const inOrder = hits.toSorted((one, other) => other.weight - one.weight || one.line - other.line);
  const best = new Map<Code, Hit>();
  for (const hit of inOrder) if (!best.has(hit.code)) best.set(hit.code, hit);
  return [...best.values()].slice(0, MOST_FITS);
}

function hitOfLine(code: Code, sighting: Sighting, { text, number, quoted }: PastedLine): readonly Hit[] {
  if (!isLine(sighting)) return [];
  const match = sighting.line.exec(text);
  if (match === null) return [];
  const { why } = sighting;
  return [
    {
      code,
      weight: sighting.weight - (quoted ? QUOTED_COSTS : 0),
      line: number,
      text,
      why: typeof why === 'string' ? why : why(safeGroups(match)),
    },
  ];
}

function hitOfResponse(
  code: Code,
  sighting: Sighting,
  { response, line, text }: { readonly response: PastedResponse; readonly line: number; readonly text: string },
): readonly Hit[] {
  if (isLine(sighting) || !sighting.response(response)) return [];
  const { why, weight } = sighting;
  return [{ code, weight, line, text, why: typeof why === 'string' ? why : why(response) }];
}

function isLine(sighting: LineSighting | ResponseSighting): sighting is LineSighting {
  return 'line' in sighting;
}

function safeGroups({ groups = {} }: RegExpExecArray): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, inline(value ?? '', 80)]));
}
