/** A version without a prerelease: major, minor, patch. */
type Version = readonly [number, number, number];

/** The versions from `from` on and below `below`; undefined: without end. */
interface Span {
  readonly from: Version;
  readonly below: Version | undefined;
}

const ZERO: Version = [0, 0, 0];

/**
 * Whether a version is one that a range of package.json asks for (npm documentation, "semver", as far as versions without a prerelease are
 * concerned). Undefined: this is no such range (a tag, a file, an address), or one of the two has a prerelease.
 */
export function satisfies(version: string, range: string): boolean | undefined {
  const exact = /^(\d+)\.(\d+)\.(\d+)$/u.exec(version);
  if (exact === null) return undefined;
  const found: Version = [Number(exact[1]), Number(exact[2]), Number(exact[3])];
  const alternatives = range.split('||').map(spansOf);
  if (alternatives.some((spans) => spans === undefined)) return undefined;
  return alternatives.some((spans) => spans?.every((span) => contains(span, found)) === true);
}

/** The spans that a version must all be in. */
function spansOf(text: string): readonly Span[] | undefined {
  const hyphen = /^\s*(\S+)\s+-\s+(\S+)\s*$/u.exec(text);
  const [, from = '', to = ''] = hyphen ?? [];
  const parts = hyphen === null ? text.replaceAll(/([<>=^~])\s+/gu, '$1').split(/\s+/u) : [`>=${from}`, `<=${to}`];
  const spans = parts.filter((part) => part !== '').map(spanOf);
  return spans.some((span) => span === undefined) ? undefined : spans.filter((span) => span !== undefined);
}

/** The span of one comparison: `^8.18.0`, `>=8`, `8.x`. */
function spanOf(part: string): Span | undefined {
  const [, sign = '', words] = /^(\^|~>?|[<>]=?|=)?v?((?:\d+|[xX*])(?:\.(?:\d+|[xX*])){0,2})$/u.exec(part) ?? [];
  if (words === undefined || /[xX*]\.\d/u.test(words)) return undefined;
  const numbers = words.split('.').map(Number);
  const count = numbers.findIndex(Number.isNaN);
  const given = count === -1 ? numbers : numbers.slice(0, count);
  const [major = 0, minor = 0, patch = 0] = given;
  const least: Version = [major, minor, patch];
  // The first version above all that are written so: 8.18 stands for 8.18.x.
  const above = next(least, given.length);
  if (sign === '>=') return { from: least, below: undefined };
  if (sign === '>') return above === undefined ? { from: ZERO, below: ZERO } : { from: above, below: undefined };
  if (sign === '<') return { from: ZERO, below: least };
  if (sign === '<=') return { from: ZERO, below: above };
  if (sign === '^') return { from: least, below: next(least, Math.min(given.length, leading(least))) };
  if (sign.startsWith('~')) return { from: least, below: next(least, Math.min(given.length, 2)) };
  return { from: least, below: above };
}

/** How many numbers a caret holds: up to the first that is not zero. */
function leading([major, minor]: Version): number {
  if (major > 0) return 1;
  return minor > 0 ? 2 : 3;
}

/** The first version after all that share the first `count` numbers; undefined: it holds none, so all are meant. */
function next([major, minor, patch]: Version, count: number): Version | undefined {
  if (count === 0) return undefined;
  if (count === 1) return [major + 1, 0, 0];
  return count === 2 ? [major, minor + 1, 0] : [major, minor, patch + 1];
}

function contains({ from, below }: Span, version: Version): boolean {
  return compare(version, from) >= 0 && (below === undefined || compare(version, below) < 0);
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
