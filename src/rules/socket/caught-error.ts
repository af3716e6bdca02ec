import { literal } from '../../model/pattern.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';
import { handlerPlace } from '../places.ts';

/** An error that the learner's own code caught and printed: its text alone, without a name and without a place. */
export interface CaughtError {
  /** `AttributeError: module 'datetime' has no attribute 'now'`: with the name that the runtime gives to such a text. */
  readonly error: string;
  /** The line of the output. */
  readonly printed: string;
  /** The line that fails, or else the one that catches. */
  readonly where: readonly Place[];
}

/** The text of an error, the name that a runtime gives to it, and the source of a pattern for the line that fails. */
interface Shape {
  readonly text: RegExp;
  readonly name: string;
  readonly fails?: (groups: Readonly<Record<string, string | undefined>>) => string;
  /** It says that a text is not JSON. */
  readonly ofJson?: true;
  /** Other lines end like this too: it counts only where the source has the line that fails. */
  readonly needsPlace?: true;
}

const READS_JSON = String.raw`json\.loads?\s*\(|JSON\.parse\s*\(|\.receive_json\s*\(|\.json\s*\(`;
const named = ({ name = '' }: Readonly<Record<string, string | undefined>>): string =>
  String.raw`(?<![\w$.'"])${literal(name)}\s*[.(]`;
const member = ({ name = '' }: Readonly<Record<string, string | undefined>>): string =>
  String.raw`\.${literal(name)}(?![\w$])`;

/** Texts that no log line of a server has by chance. */
const SHAPES: readonly Shape[] = [
  { text: /\bname '(?<name>[A-Za-z_]\w*)' is not defined\b.*/u, name: 'NameError', fails: named },
  {
    text: /\b(?:module|type object) '[\w.]+' has no attribute '(?<name>\w+)'.*|'[\w.]+' object has no attribute '(?<own>\w+)'.*/u,
    name: 'AttributeError',
    fails: ({ name, own }) => member({ name: name ?? own }),
  },
  {
    text: /'[\w.]+' object is not (?:subscriptable|callable|iterable)\b.*|\b(?:string|list) indices must be integers\b.*|\bcan only concatenate str\b.*|\bunsupported operand type\(s\) for .*|\b\w+\(\) (?:missing \d+ required|takes (?:from )?\d+|got an unexpected keyword argument) .*/u,
    name: 'TypeError',
  },
  {
    text: /'utf-8' codec can't decode byte .*/u,
    name: 'UnicodeDecodeError',
    fails: () => READS_JSON,
  },
  { text: /\bthe JSON object must be str, bytes or bytearray\b.*/u, name: 'TypeError', fails: () => READS_JSON },
  {
    text: /\b(?:Expecting value|Expecting property name enclosed in double quotes|Extra data): line \d+ column \d+.*/u,
    name: 'JSONDecodeError',
    fails: () => READS_JSON,
    ofJson: true,
  },
  { text: /(?<![\w$.'"])(?<name>[A-Za-z_$][\w$]*) is not defined$/u, name: 'ReferenceError', fails: named },
  {
    text: /(?<![\w$.])(?:[\w$]+\.)*(?<name>[A-Za-z_$][\w$]*) is not a function$/u,
    name: 'TypeError',
    fails: ({ name = '' }) => String.raw`(?<![\w$'"])${literal(name)}\s*\(`,
  },
  {
    text: /\bCannot read propert(?:y|ies) of (?:undefined|null) \(reading '(?<name>[\w$]+)'\)/u,
    name: 'TypeError',
    fails: member,
  },
  {
    text: /(?<=^|[\s:(])'(?<name>\w+)'$/u,
    name: 'KeyError',
    fails: ({ name = '' }) => String.raw`\[\s*['"]${literal(name)}['"]\s*\]`,
    needsPlace: true,
  },
  {
    text: /\bUnexpected (?:token .*JSON\b.*|end of JSON input)|^.* is not valid JSON$/u,
    name: 'SyntaxError',
    fails: () => READS_JSON,
    ofJson: true,
  },
];

/** What catches every error. */
const CATCHES = /\bexcept(?:\s+(?:Base)?Exception\b.*)?:|\bcatch\s*(?:\(|\{)/u;

/**
 * The last error of the WebSocket's handler that its own `except` or `catch` printed as a text.
 * @param output everything that the server printed
 * @param sent the message: for one that is not JSON, a server that reads JSON is not to blame
 */
export function caughtError(
  output: string,
  { locate, path, sent }: { readonly locate: SourceLocator; readonly path: string; readonly sent: string },
): CaughtError | undefined {
  const isJson = sent.startsWith('{');
  const lines = output.split('\n');
  for (const printed of lines.toReversed()) {
    for (const { text, name, fails, needsPlace, ofJson } of SHAPES) {
      const match = text.exec(printed);
      if (match === null || (ofJson === true && !isJson)) continue;
      const [said] = match;
      const from = handlerPlace(locate, path)[0];
      const failing =
        fails === undefined ? [] : locate.findFrom('server', from, new RegExp(fails(match.groups ?? {}), 'u'));
      if (needsPlace === true && failing.length === 0) continue;
      const where = failing.length > 0 ? failing : locate.findFrom('server', from, CATCHES);
      return { error: `${name}: ${said.trim()}`, printed, where };
    }
  }
  return undefined;
}
