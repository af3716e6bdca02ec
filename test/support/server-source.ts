import { firstInside, lastAbove, NOWHERE } from '../../src/rules/locate.ts';
import type { SourceLocator } from '../../src/rules/locate.ts';
import type { ErrorReport } from '../../src/model/server-error.ts';
import { SILENT } from '../../src/rules/server/log.ts';
import type { ServerLog } from '../../src/rules/server/log.ts';

/** The sources of a server that is one file. @param routes paths of the functions that lines (1-based) stand in */
export function serverSource(file: string, text: string, routes: Readonly<Record<number, string>> = {}): SourceLocator {
  const lines = text.split('\n');
  const find: SourceLocator['find'] = (kind, ...patterns) => {
    for (const pattern of kind === 'server' ? patterns : []) {
      const at = lines.findIndex((line) => pattern.test(line));
      if (at !== -1) return [{ file, line: at + 1 }];
    }
    return [];
  };
  return {
    ...NOWHERE,
    find,
    findFrom: (kind, from, ...patterns) => {
      const start = from?.file === file ? (from.line ?? 1) - 1 : 0;
      for (const pattern of kind === 'server' ? patterns : []) {
        const at = lines.findIndex((line, index) => index >= start && pattern.test(line));
        if (at !== -1) return [{ file, line: at + 1 }];
      }
      return find(kind, ...patterns);
    },
    findAbove: (kind, from, pattern) => {
      const at = kind === 'server' && from?.file === file ? lastAbove(lines, (from.line ?? 0) - 1, pattern) : -1;
      return at === -1 ? [] : [{ file, line: at + 1 }];
    },
    findInside: (kind, from, pattern) => {
      const isHere = kind === 'server' && from?.file === file && from.line !== undefined;
      const at = isHere ? firstInside(lines, (from.line ?? 0) - 1, pattern) : -1;
      return at === -1 ? [] : [{ file, line: at + 1 }];
    },
    lineAfter: (kind, opening, whole) => {
      const [opened] = find(kind, opening);
      return opened?.line === undefined ? find(kind, whole) : [{ file, line: opened.line + 1 }];
    },
    all: (kind, pattern) =>
      kind === 'server' ? [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))] : [],
    serverFile: () => [{ file }],
    routeAround: ({ line }) => routes[line ?? 0],
  };
}

/** An error of the learner's, in a line of `main.py`. */
export function errorReport(text: string, parts: Partial<ErrorReport> = {}): ErrorReport {
  const [name = '', ...message] = text.split(': ');
  const where = { file: 'main.py', line: 7 };
  return {
    name,
    message: message.join(': '),
    code: undefined,
    where,
    frames: [where],
    during: undefined,
    excerpt: '',
    ...parts,
  };
}

/** A server that printed this error. */
export function logOf(text: string, parts: Partial<ErrorReport> = {}): ServerLog {
  return { ...SILENT, error: { report: errorReport(text, parts), lines: ['Traceback', text] } };
}
