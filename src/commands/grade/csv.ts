const BYTE_ORDER_MARK = '\ufeff';

/**
 * Rows of a CSV file (RFC 4180): cells in quotes may have the sign between cells, line breaks and doubled quotes. Where the first line has
 * semicolons and no comma, as spreadsheets write it in half of Europe, they are between cells. Empty lines are skipped.
 */
export function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  const body = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  const [first = ''] = body.split('\n', 1);
  const between = first.includes(';') && !first.includes(',') ? ';' : ',';
  // A cell, quoted or not, and what ends it.
  const cells = new RegExp(String.raw`(?:"((?:[^"]|"")*)"|([^${between}\r\n]*))(${between}|\r?\n|$)`, 'gu');
  for (const [all, quoted, bare = '', end] of body.matchAll(cells)) {
    if (all === '' && row.length === 0) continue;
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === between) continue;
    if (row.some((cell) => cell.trim() !== '')) rows.push(row);
    row = [];
  }
  return rows;
}

/** One line. A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvLine(cells: readonly (string | number)[]): string {
  return cells
    .map((cell) => {
      if (typeof cell === 'number') return String(cell);
      const safe = /^[=+\-@\t\r]/u.test(cell) ? `'${cell}` : cell;
      return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    })
    .join(',');
}
