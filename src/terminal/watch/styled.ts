import { displayWidth, graphemesOf, graphemeWidth } from '../text.ts';

// Colours (SGR) and links (OSC 8): the two kinds of sequences in our own lines.
const SEQUENCE = /(\u001b\[[\d;:]*m|\u001b\]8;[^\u0007\u001b]*(?:\u0007|\u001b\\))/u;
const ALL_SEQUENCES = new RegExp(SEQUENCE, 'gu');
const RESET = '\u001b[0m';
const LINK_END = '\u001b]8;;\u001b\\';

/** Columns that a styled line takes; colours and links take none. */
export function styledWidth(line: string): number {
  return displayWidth(line.replaceAll(ALL_SEQUENCES, ''));
}

/**
 * Breaks a styled line after every `width` columns, wherever that is. Each part carries its own colours and links and ends
 * them. Tabs become four blanks, because a tab's width depends on its column.
 * @param lead comes before each further part, so that whoever copies code sees that the line goes on there
 */
export function foldStyled(line: string, width: number, lead = ''): readonly string[] {
  const text = line.replaceAll('\t', '    ');
  if (styledWidth(text) <= width) return [text];
  const rows: string[] = [];
  let row = '';
  let used = 0;
  let colours: readonly string[] = [];
  let link = '';
  const indent = styledWidth(lead);
  const breakRow = (): void => {
    rows.push(`${row}${colours.length > 0 ? RESET : ''}${link === '' ? '' : LINK_END}`);
    row = `${lead}${link}${colours.join('')}`;
    used = indent;
  };
  for (const part of text.split(SEQUENCE)) {
    if (part.startsWith('\u001b]')) link = /^\u001b\]8;[^;]*;(?:\u0007|\u001b\\)$/u.test(part) ? '' : part;
    else if (part.startsWith('\u001b[')) colours = /^\u001b\[0?m$/u.test(part) ? [] : [...colours, part];
    if (part.startsWith('\u001b')) {
      row += part;
      continue;
    }
    for (const { segment } of graphemesOf(part)) {
      const size = graphemeWidth(segment);
      if (used + size > width && used > indent) breakRow();
      row += segment;
      used += size;
    }
  }
  rows.push(row);
  return rows;
}
