import type { Marks } from './marks.ts';
import { displayWidth, padToWidth, widestWord, wrapSpans } from './text.ts';
import type { Span, Style } from './text.ts';

const GAP = '  ';
const NARROWEST_COLUMN = 8;

/** A table's cells, row by row; the first row is the header. */
export type Cells = readonly (readonly (readonly Span[])[])[];

/** Lines no wider than `width`. Where the columns would get too narrow, each row becomes a list of `header: cell`. */
export function renderTable(rows: Cells, width: number, marks: Marks, bold: Style): readonly string[] {
  const [header, ...body] = rows;
  if (header === undefined) return [];
  const widths = columnWidths(rows, width - GAP.length * (header.length - 1));
  if (widths === undefined) return stacked(header, body, width, bold);

  const wrapped = body.map((row) => layOut(row, widths));
  // Rows of several lines need blank lines between them.
  const isSpaced = wrapped.some((lines) => lines.length > 1);
  const rule = widths.map((size) => marks.rule.repeat(size)).join(GAP);
  const titles = layOut(
    header.map((cell) => cell.map(({ text, style }): Span => ({ text, style: (piece) => bold(style(piece)) }))),
    widths,
  );
  return [...titles, rule, ...wrapped.flatMap((lines, index) => (isSpaced && index > 0 ? ['', ...lines] : lines))];
}

/** Widths that add up to at most `available`; the widest columns shrink first. Undefined: they do not fit. */
function columnWidths(rows: Cells, available: number): readonly number[] | undefined {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(1, ...rows.map((row) => displayWidth((row[column] ?? []).map((span) => span.text).join('')))),
  );
  // No word of a cell is broken.
  const least = widths.map((_, column) =>
    Math.max(NARROWEST_COLUMN, ...rows.map((row) => widestWord(row[column] ?? []))),
  );
  let excess = widths.reduce((sum, size) => sum + size, 0) - available;
  while (excess > 0) {
    const spare = widths.map((size, column) => (size > (least[column] ?? 0) ? size : 0));
    const widest = spare.indexOf(Math.max(...spare));
    if ((spare[widest] ?? 0) === 0) return undefined;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

function layOut(row: readonly (readonly Span[])[], widths: readonly number[]): readonly string[] {
  const cells = widths.map((size, column) => wrapSpans(row[column] ?? [], size));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, index) =>
    cells
      .map((lines, column) => padToWidth(lines[index] ?? '', widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

function stacked(header: Cells[number], body: Cells, width: number, bold: Style): readonly string[] {
  return body.flatMap((row, index) => {
    const lines = row.flatMap((cell, column) => {
      const title = (header[column] ?? []).map((span) => ({ text: span.text, style: bold }));
      return wrapSpans([...title, ...(title.length === 0 ? [] : [{ text: ': ', style: bold }]), ...cell], width);
    });
    return index > 0 ? ['', ...lines] : lines;
  });
}
