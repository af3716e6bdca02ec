import { replaceClosed, withoutTags } from '../model/pattern.ts';
import { errorAt } from '../rules/server/log.ts';
import type { ServedPath, ServerLog } from '../rules/server/log.ts';
import { readErrorReports } from '../servers/error-report.ts';

/** An answer whose status says that the server failed. */
interface FailedAnswer {
  readonly status: number;
  readonly body: string;
}

/** A frame of the stack on Mojolicious's page, which looks like one of Python's. */
const PERL_FRAME = /^[ \t]*File "[^"\n]*", line \d+, in "[^"\n]*"/gmu;

/** How many lines of the answer are quoted. */
const MOST_LINES = 8;

/**
 * The output with the error that the answer shows, where the output shows none: while a program is being developed, frameworks put the error and
 * its stack into the answer, as text or as a page. Of a server that the tutor did not start, it is all that can be seen.
 */
export function withAnsweredError(
  log: ServerLog,
  { status, body }: FailedAnswer,
  { folder, served }: { readonly folder: string; readonly served: ServedPath },
): ServerLog {
  if (log.error !== undefined || status < 500) return log;
  const text = textOf(body).replaceAll(PERL_FRAME, '');
  const report = errorAt(readErrorReports(text, folder), served);
  if (report === undefined) return log;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const at = lines.findIndex((line) => line.includes(report.message === '' ? report.name : report.message));
  return { ...log, error: { report, lines: lines.slice(Math.max(0, at - 2), at + MOST_LINES - 2) } };
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', nbsp: ' ', amp: '&' };

/** A page's text, with a line for each element that begins one; of a text that is not a page, the text itself. */
function textOf(body: string): string {
  if (!/^\s*(?:<!|<html|<head|<body|<h1|<pre)/iu.test(body)) return body;
  const shown = replaceClosed(body, /<(?:style|script)\b[^]*?(<\/(?:style|script)>|$)/giu);
  const broken = replaceClosed(
    shown.replaceAll(/<!--|-->/gu, '\n'),
    /<(?:br|\/?(?:p|div|li|ul|tr|td|h\d|pre|title|textarea))\b[^>]*(>|$)/giu,
    '\n',
  );
  return withoutTags(broken)
    .replaceAll(
      /&(?:#(\d{1,6})|#x([\da-f]{1,5})|(\w+));/giu,
      (whole: string, decimal?: string, hex?: string, name?: string) =>
        name === undefined ? String.fromCodePoint(Number(decimal ?? `0x${hex}`)) : (ENTITIES[name] ?? whole),
    )
    .replaceAll('\u00a0', ' ');
}
