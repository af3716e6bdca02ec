import type { Place } from '../../model/timeline.ts';
import { cutToWidth, escapeControls } from '../../terminal/text.ts';
import { markup } from './markup.ts';
import type { Content, Html } from './markup.ts';

/** Lines before and after the place. */
const AROUND = 3;
/** Columns of a line. */
const WIDEST = 200;

/** The text of a file in the folder; undefined: it cannot be read, or is not to be shown. */
export type SourceReader = (file: string) => string | undefined;

/** A line as it is quoted. */
export interface QuotedLine {
  readonly number: number;
  /** Tabs as blanks, control characters visible. */
  readonly text: string;
  readonly isPlace: boolean;
  /** In the quoted text, from 1; undefined: it is not known, or another line's. */
  readonly column: number | undefined;
}

/** The lines around a place; none where the text has no such line. */
export function linesAround(text: string, place: Pick<Place, 'line' | 'column'>): readonly QuotedLine[] {
  const { line, column } = place;
  const lines = text.split(/\r\n|\n|\r/u);
  if (line === undefined || line < 1 || line > lines.length) return [];
  const from = Math.max(1, line - AROUND);
  return lines.slice(from - 1, line + AROUND).map((each, index) => {
    const isPlace = from + index === line;
    const isIn = isPlace && column !== undefined && column >= 1 && column <= each.length;
    return {
      number: from + index,
      text: cutToWidth(visible(each), WIDEST, '…'),
      isPlace,
      column: isIn ? visible(each.slice(0, column - 1)).length + 1 : undefined,
    };
  });
}

function visible(line: string): string {
  return escapeControls(line.replaceAll('\t', '    '));
}

/** `main.js:31`. */
export function placeText({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

/** The place with the lines around it, as far as they can be read. */
export function sourceOf(place: Place, source: SourceReader): Html {
  const text = place.line === undefined ? undefined : source(place.file);
  const lines = text === undefined ? [] : linesAround(text, place);
  if (lines.length === 0) return markup`<p><code>${placeText(place)}</code></p>`;
  return markup`<figure class="source">
<figcaption><code>${placeText(place)}</code></figcaption>
<pre tabindex="0" role="region" aria-label="Lines around ${placeText(place)}"><code>${lines.map(lineOf)}</code></pre>
</figure>`;
}

function lineOf(line: QuotedLine): Html {
  const { number, isPlace } = line;
  const arrow = isPlace ? '▸ ' : '';
  return markup`<span class="line${isPlace ? ' here' : ''}"><span class="number">${arrow}${number}</span>${marked(line)}
</span>`;
}

/** With the word at the column, or the whole line of the place. */
function marked({ text, isPlace, column }: QuotedLine): Content {
  if (!isPlace || text === '') return text;
  const indent = /^ */u.exec(text)?.[0] ?? '';
  if (column === undefined || column > text.length) return [indent, markup`<mark>${text.slice(indent.length)}</mark>`];
  const from = column - 1;
  const size = /^(?:[\w$-]+|.)/u.exec(text.slice(from))?.[0].length ?? 1;
  return [text.slice(0, from), markup`<mark>${text.slice(from, from + size)}</mark>`, text.slice(from + size)];
}
