// A terminal's screen as an SVG file: text, the sixteen colours, weights; nothing that a viewer has to load or run.

const COLUMN = 8.4;
const ROW = 18;
const MARGIN = 14;
const TEXT_SIZE = 14;
const BACKGROUND = '#14171c';
const FOREGROUND = '#d5d9e0';
/** The sixteen colours on that background, in the order of ECMA-48: the eight, then their bright forms. */
const PALETTE = [
  '#5b6270',
  '#f2777a',
  '#8bc98b',
  '#e2b86b',
  '#7aa7e8',
  '#c792d9',
  '#69c3cf',
  '#d5d9e0',
  '#8a92a1',
  '#ff8f91',
  '#a5e0a5',
  '#f5d08a',
  '#97bdf5',
  '#dcabec',
  '#86d9e4',
  '#ffffff',
];

/**
 * @typedef {object} Run Characters of one look, side by side.
 * @property {string} text
 * @property {number} column first one, from 0
 * @property {number} width in columns
 * @property {number | undefined} colour of the sixteen; undefined: the usual one
 * @property {boolean} bold
 * @property {boolean} dim
 * @property {boolean} italic
 * @property {boolean} underline
 * @property {boolean} inverse
 */

/**
 * @param {readonly (readonly Run[])[]} rows
 * @param {{ title: string, columns: number }} options `title`: the text for people who cannot see the picture
 * @returns {string} the file
 */
export function svgOf(rows, { title, columns }) {
  const width = Math.ceil(columns * COLUMN + 2 * MARGIN);
  const height = rows.length * ROW + 2 * MARGIN;
  const body = rows.flatMap((runs, row) => runs.flatMap((run) => drawRun(run, row)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${TEXT_SIZE}" fill="${FOREGROUND}">`,
    ...body,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** @param {Run} run @param {number} row @returns {string[]} */
function drawRun(run, row) {
  const x = round(MARGIN + run.column * COLUMN);
  const width = round(run.width * COLUMN);
  const colour = run.colour === undefined ? FOREGROUND : (PALETTE[run.colour] ?? FOREGROUND);
  const top = MARGIN + row * ROW;
  const parts = [];
  if (run.inverse) parts.push(`<rect x="${x}" y="${top}" width="${width}" height="${ROW}" fill="${colour}"/>`);
  if (run.text.trim() === '') return parts;
  const fill = run.inverse ? BACKGROUND : run.colour === undefined ? undefined : colour;
  const looks = [
    fill === undefined ? '' : ` fill="${fill}"`,
    run.bold ? ' font-weight="bold"' : '',
    run.dim ? ' opacity="0.65"' : '',
    run.italic ? ' font-style="italic"' : '',
    run.underline ? ' text-decoration="underline"' : '',
  ];
  // The length is given, so that columns stay aligned in every font; viewers would collapse several blanks.
  const text = escapeXml(run.text).replaceAll(' ', '\u00a0');
  parts.push(
    `<text x="${x}" y="${top + ROW - 5}" textLength="${width}" lengthAdjust="spacingAndGlyphs"${looks.join('')}>${text}</text>`,
  );
  return parts;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}

/** @param {string} text */
function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
