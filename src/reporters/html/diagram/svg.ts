import { markup, multiline } from '../markup.ts';
import type { Html } from '../markup.ts';
import { HEAD, LINE, TIMES } from './layout.ts';
import type { Arrow, Break, Diagram, LaneNote, Lane } from './layout.ts';

/** More lanes than these are not made smaller on a narrow screen. */
const MANY = 3;
/** Length of the head of an arrow. */
const TIP = 9;

/** A diagram as SVG, coloured by the styles of the page. @param label what it shows, for those who do not see it */
export function svgOf(diagram: Diagram, label: string): Html {
  const { width, height, lanes, rows } = diagram;
  return markup`<svg class="diagram${lanes.length > MANY ? ' wide' : ''}" role="img" aria-label="${label}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
${lanes.map((lane) => laneOf(lane, height))} ${rows.map((row) => rowOf(row, diagram))}
</svg>`;
}

function laneOf({ name, title, kind, x, width }: Lane, height: number): Html {
  return markup`<g class="lane ${kind}"><title>${name}</title><line x1="${x}" y1="${HEAD - 8}" x2="${x}" y2="${height}" /><rect x="${x - width / 2}" y="8" width="${width}" height="28" rx="6"/><text x="${x}" y="26">${title}</text></g>
`;
}

function rowOf(row: Arrow | LaneNote | Break, diagram: Diagram): Html {
  switch (row.shape) {
    case 'arrow':
      return arrowOf(row, diagram);
    case 'note':
      return noteOf(row);
    case 'break':
      return markup`<g class="break"><text x="${(TIMES + diagram.width) / 2}" y="${row.y + 4}">⋮ ${row.label}</text></g>
`;
  }
}

function arrowOf(arrow: Arrow, { lanes, width }: Diagram): Html {
  const { y, from, to, outcome, label, told, kind, title } = arrow;
  const start = lanes[from]?.x ?? 0;
  const end = lanes[to]?.x ?? 0;
  const step = Math.sign(end - start);
  const isLost = outcome === 'dropped';
  // A message that was dropped comes to its tab, and no further.
  const tip = end - step * (isLost ? 12 : 1);
  const middle = (start + end) / 2;
  return markup`<g class="arrow ${kind} ${outcome ?? ''}"><title>${multiline(title)}</title><rect class="row" x="0" y="${y - 24}" width="${width}" height="${38 + told.length * LINE}"/>${timeOf(arrow, y)}<line x1="${start + step}" y1="${y}" x2="${tip - step * TIP}" y2="${y}"/>${isLost ? crossAt(end - step * 12, y) : headAt(tip, y, step)}<text class="label" x="${middle}" y="${y - 7}">${label}</text>${told.map((line, index) => markup`<text class="told" x="${middle}" y="${y + 15 + index * LINE}">${line}</text>`)}</g>
`;
}

function headAt(x: number, y: number, step: number): Html {
  return markup`<path class="head" d="M${x} ${y}l${-step * TIP} -5v10z" />`;
}

function crossAt(x: number, y: number): Html {
  return markup`<path class="cross" d="M${x - 6} ${y - 6}l12 12m0 -12l-12 12" />`;
}

function noteOf(note: LaneNote): Html {
  const { x, y, width, lines, tone, title } = note;
  const top = y + 4;
  return markup`<g class="note ${tone}"><title>${multiline(title)}</title>${timeOf(note, top + 15)}<rect x="${x - width / 2}" y="${top}" width="${width}" height="${6 + lines.length * LINE}" rx="4"/>${lines.map((line, index) => markup`<text x="${x}" y="${top + 15 + index * LINE}">${line}</text>`)}</g>
`;
}

function timeOf({ time, kind }: { readonly time: string; readonly kind: string }, y: number): Html {
  return markup`<text class="time" x="50" y="${y}">${time}</text><text class="kind" x="56" y="${y}">${kind === 'process' || kind === 'console' ? '' : kind}</text>`;
}
