import type { Code, Finding } from '../../../model/finding.ts';
import type { Words } from '../../entry.ts';
import type { Names } from '../../names.ts';
import type { LineSighting } from '../../sighting.ts';
import { placeWords } from '../place-words.ts';
import { line } from '../seen.ts';
import { JAVASCRIPT_ERRORS } from './javascript.ts';
import { PERL_ERRORS } from './perl.ts';
import { OTHER_PYTHON_ERRORS, STARLETTE_ERRORS } from './python.ts';
import type { FrameworkError } from './row.ts';

/** The errors of frameworks whose fix is known; the first that matches. */
export const FRAMEWORK_ERRORS: readonly FrameworkError[] = [
  ...STARLETTE_ERRORS,
  ...OTHER_PYTHON_ERRORS,
  ...JAVASCRIPT_ERRORS,
  ...PERL_ERRORS,
];

/** Findings whose fact `error` is what ended a handler or the server. */
const QUOTES_AN_ERROR: readonly Code[] = [
  'ws/handler-error',
  'ws/crashes-on-disconnect',
  'sse/server-error',
  'sse/crashes-on-disconnect',
  'page/not-served',
  'server/exited',
  'server/crashed-during-check',
];

/** The row for the error that a finding quotes; undefined: it quotes none, or one that no framework is known by. */
export function frameworkError(finding: Finding): FrameworkError | undefined {
  const { code, facts, evidence } = finding;
  // A page that is not there has its own words, which name the file.
  if (!QUOTES_AN_ERROR.includes(code) || !('error' in facts) || 'page' in facts) return undefined;
  const { error } = facts;
  const printed = evidence.output ?? [];
  return FRAMEWORK_ERRORS.find(
    (row) =>
      row.error.test(error) &&
      (row.only === undefined || row.only.includes(code)) &&
      (row.printed === undefined || printed.some((text) => row.printed?.test(text))),
  );
}

/** Cause and fix with what is known about the framework's error; unchanged where nothing is. */
export function withFrameworkError<W extends Pick<Words, 'cause' | 'fix'>>(
  words: W,
  finding: Finding,
  names: Names,
): W {
  const row = frameworkError(finding);
  if (row === undefined) return words;
  return {
    ...words,
    cause: `${words.cause} ${row.cause}`,
    fix: row.fix(placeWords(finding.evidence.where?.[0]), names, finding.evidence.output ?? []),
  };
}

/** Whether these words of an error alone have a row: then a general hint says less. */
export function isFrameworkError(error: string): boolean {
  return FRAMEWORK_ERRORS.some((row) => isSure(row) && row.error.test(error));
}

/** Whether the words of the error are enough. */
function isSure({ only, printed }: FrameworkError): boolean {
  return only === undefined && printed === undefined;
}

/** How sure the words of a framework are: hardly anything else says them. Those that several causes share need a second look. */
const SURE = 10;
const SHARED = 7;

/** The lines in which people see these errors, for the code that explains them, with the fix. */
export function frameworkSightings(code: Code, names: Names): readonly LineSighting[] {
  return FRAMEWORK_ERRORS.filter((row) => row.code === code).map((row) =>
    line(row.error, isSure(row) ? SURE : SHARED, `${row.cause} ${row.fix('the line that the error names', names, [])}`),
  );
}
