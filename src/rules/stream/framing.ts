import { readFragment } from '../../htmx/markup.ts';
import type { Finding, FindingOf } from '../../model/finding.ts';
import type { Place } from '../../model/timeline.ts';
import { writtenPlace } from '../places.ts';
import { firstOf } from '../rule.ts';
import type { Rule } from '../rule.ts';
import { htmlInJson, isJsonObject } from '../html-in-json.ts';
import { fieldName } from './fields.ts';
import { framedBy } from './source.ts';
import { evidenceOf, waitedMs } from './view.ts';
import type { StreamEvent, StreamLine, StreamView } from './view.ts';

/** The bytes that arrived form no event (HTML standard, 9.2.5 and 9.2.6). */
const NO_EVENT: readonly Rule<StreamView>[] = [noBlankLine, noDataPrefix];

/** Events arrive, but incomplete: the standard makes a client discard some lines; or their data is not what was meant. */
const DAMAGED: readonly Rule<StreamView>[] = [
  eventsRunTogether,
  multilineWithoutPrefix,
  lostLine,
  doubledPrefix,
  jsonData,
];

/** Why the bytes are not an event stream. Undefined: they are, or nothing has arrived yet, which is not a framing error. */
export function whyNotFramed(view: StreamView): Finding | undefined {
  if (view.events.length > 0) return firstOf(DAMAGED, view);
  if (isOtherAnswer(view)) return undefined;
  const literal = literalLineEnds(view);
  if (literal !== undefined) return literal;
  return hasAttempt(view) ? firstOf(NO_EVENT, view) : undefined;
}

/** A word or two without a line end, and then the end, such as `OK`: a framework's own answer, and nothing that was meant as an event. */
function isOtherAnswer({ ended, lines, unfinished }: StreamView): boolean {
  return ended === 'yes' && lines.length === 0 && /^[A-Za-z][A-Za-z ]*$/u.test(unfinished);
}

/** Whether anything arrived other than comments and fields that mean nothing by themselves. */
export function hasAttempt({ lines, unfinished }: Pick<StreamView, 'lines' | 'unfinished'>): boolean {
  return lines.some(({ kind }) => kind === 'data' || kind === 'ignored') || unfinished.trim() !== '';
}

function noBlankLine(view: StreamView): Finding | undefined {
  const { lines, unfinished, head } = view;
  const data =
    lines.find(({ kind }) => kind === 'data')?.text ?? (unfinished.startsWith('data:') ? unfinished : undefined);
  if (data === undefined) return undefined;
  return {
    code: 'sse/no-blank-line',
    severity: 'error',
    facts: { literal: /\\[nr]/u.test(head), ...(/\/n\s*\/n/u.test(head) ? { slash: true } : {}) },
    evidence: { ...evidenceOf(view), waitedMs: waitedMs(view), caret: head.indexOf(data) + data.length },
  };
}

/** A field and `data:` in one line, with a backslash and a letter between them: as written in single quotes (Perl, PHP) or in a raw string. */
const LITERAL_LINE_END = /^(?:data|event|id|retry):.*\\[nr]\s*data:/u;

function literalLineEnds(view: StreamView): Finding | undefined {
  const { lines, unfinished, head } = view;
  const text = [...lines.map((line) => line.text), unfinished].find((line) => LITERAL_LINE_END.test(line));
  if (text === undefined) return undefined;
  const caret = head.indexOf(text) + text.search(/\\[nr]/u);
  const evidence = { ...evidenceOf(view), ...writtenAt(view, text), waitedMs: waitedMs(view), caret };
  return { code: 'sse/no-blank-line', severity: 'error', facts: { literal: true }, evidence };
}

/** Between two empty lines the names of two events: the line between them is missing, and the second name holds for the data of both. */
function eventsRunTogether(view: StreamView): Finding | undefined {
  let named: StreamLine | undefined;
  for (const line of view.lines) {
    if (line.kind === 'blank') named = undefined;
    if (line.kind !== 'event') continue;
    if (named !== undefined) return runTogether(view, line);
    named = line;
  }
  return undefined;
}

function runTogether(view: StreamView, { text }: StreamLine): Finding {
  const caret = Math.max(0, view.head.indexOf(text, view.head.indexOf(text) + 1));
  const evidence = { ...evidenceOf(view), waitedMs: waitedMs(view), caret };
  return { code: 'sse/no-blank-line', severity: 'error', facts: { literal: false }, evidence };
}

function noDataPrefix(view: StreamView): Finding {
  const { lines, unfinished, head } = view;
  const ignored = lines.find(({ kind }) => kind === 'ignored')?.text ?? unfinished;
  return {
    code: 'sse/no-data-prefix',
    severity: 'error',
    facts: { field: fieldName(ignored), ...unusedLibrary(view) },
    evidence: {
      ...evidenceOf(view),
      ...writtenAt(view, ignored),
      waitedMs: waitedMs(view),
      caret: Math.max(0, head.indexOf(ignored)),
    },
  };
}

/** The line that writes this line of the stream, where the source shows it. */
function writtenAt({ locate }: StreamView, text: string): { readonly where?: readonly Place[] } {
  const where = writtenPlace(locate, text);
  return where.length > 0 ? { where } : {};
}

/** FastAPI's `EventSourceResponse` writes fields only as the `response_class` of a route that yields; returned, it passes on what it gets. */
function unusedLibrary({ locate }: StreamView): { readonly by?: string } {
  const returned = locate.find('server', /\breturn\s+EventSourceResponse\(/u).length > 0;
  return returned && framedBy(locate) === 'fastapi.sse' ? { by: 'fastapi.sse' } : {};
}

/** The first line that was meant to be seen but is discarded, with the last line before it that was kept. */
function lostIn(view: StreamView): { readonly lost: StreamLine; readonly before: StreamLine | undefined } | undefined {
  const at = view.lines.findIndex((line) => line.kind === 'ignored' && looksLikeData(line.text, view));
  const lost = view.lines[at];
  return lost === undefined
    ? undefined
    : { lost, before: view.lines.slice(0, at).findLast(({ kind }) => kind !== 'ignored') };
}

/**
 * An error when the discarded line carries the content of the stream. If the lines that are kept carry it, a browser closes the open
 * elements, and it is a warning.
 */
function severityOf({ events, shows }: StreamView): Finding['severity'] {
  return events.some(({ data }) => shows(data)) ? 'warning' : 'error';
}

function multilineWithoutPrefix(view: StreamView): Finding | undefined {
  const { lost, before } = lostIn(view) ?? {};
  if (lost === undefined || before?.kind !== 'data' || /^\s*data\s*:/iu.test(lost.text)) return undefined;
  return {
    code: 'sse/multiline-without-prefix',
    severity: severityOf(view),
    facts: { line: lost.text },
    evidence: { ...evidenceOf(view), caret: Math.max(0, view.head.indexOf(lost.text)) },
  };
}

function lostLine(view: StreamView): Finding | undefined {
  const { lost } = lostIn(view) ?? {};
  if (lost === undefined) return undefined;
  return {
    code: 'sse/no-data-prefix',
    severity: severityOf(view),
    facts: { field: fieldName(lost.text) },
    evidence: {
      ...evidenceOf(view),
      ...writtenAt(view, lost.text),
      caret: Math.max(0, view.head.indexOf(lost.text)),
    },
  };
}

/** A field of an event (HTML standard, 9.2.6): `data:`, or another one with `data:` in a line below it. */
const FIELD = /^\s*(data|(?:event|id|retry)(?=:[^\n]*\n(?:[^\n]*\n)*?[^\S\n]*data:)):/u;

/** The data as it was meant, where it came as a JSON string. */
function unquoted(data: string): string {
  if (!data.startsWith('"')) return data;
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'string' ? value : data;
  } catch {
    return data;
  }
}

/** What writes the fields was handed a text that has one already: it becomes a part of the data, and shows in the page. */
function doubledPrefix(view: StreamView): Finding | undefined {
  const doubled = view.events.find(({ data }) => FIELD.test(unquoted(data)));
  const field = FIELD.exec(unquoted(doubled?.data ?? ''))?.[1];
  if (doubled === undefined || field === undefined) return undefined;
  const evidence = evidenceOf(view);
  return {
    code: 'sse/doubled-prefix',
    severity: 'error',
    facts: { field, by: framedBy(view.locate) },
    evidence: { ...evidence, caret: Math.max(0, view.head.search(/data: ?"?(?:data|event|id|retry): ?/u)) },
  };
}

/** The HTML is inside JSON, which htmx swaps as it is, quotes and backslashes too. */
function jsonData(view: StreamView): Finding | undefined {
  const json = view.events.map(({ data }) => htmlInJson(data)).find((found) => found !== undefined);
  if (json === undefined) return undefined;
  return jsonFinding(view, { ...json, by: framedBy(view.locate) });
}

function jsonFinding(view: StreamView, facts: FindingOf<'sse/json-data'>['facts']): Finding {
  const { where = [], ...evidence } = evidenceOf(view);
  const sends = view.locate.find('server', /JSON\.stringify|json\.dumps|json_encode/u);
  return {
    code: 'sse/json-data',
    severity: 'error',
    facts,
    evidence: { ...evidence, where: sends.length > 0 ? sends : where },
  };
}

/** JSON, which the page shows as it is. @param shown the data of the event */
export function jsonAsItIs(view: StreamView, shown: string): Finding {
  const holds = htmlInJson(shown) ?? ({ holds: 'values' } as const);
  const finding = jsonFinding(view, { ...holds, by: framedBy(view.locate) });
  return { ...finding, evidence: { ...finding.evidence, received: shown } };
}

/** A line that was meant to be seen: markup, or `data:` misspelt. Other unknown fields are allowed, and every client ignores them. */
function looksLikeData(line: string, { shows }: StreamView): boolean {
  return /^\s*<|<\/|^\s*data\s*:/iu.test(line) || (/^\s+\S/u.test(line) && shows(line));
}

/** The data is plain text, which htmx swaps as it is: there is no element to style or to find again. */
export function notHtml(view: StreamView, event: StreamEvent | undefined): Finding | undefined {
  if (event === undefined || readFragment(event.data).elements.length > 0) return undefined;
  // A script of the page may read it; where the page shows it as it is, the page's check says so.
  if (isJsonObject(event.data)) return undefined;
  return {
    code: 'sse/not-html',
    severity: 'warning',
    facts: { data: event.data },
    evidence: { ...evidenceOf(view), received: event.data },
  };
}
