import type { Client, TimelineEntry } from '../../../model/timeline.ts';
import { cutAround } from '../../../terminal/finding/focus.ts';
import { cutToWidth, displayWidth, escapeControls } from '../../../terminal/text.ts';
import { durationText } from '../../../terminal/units.ts';
import { momentsOf } from './moments.ts';
import type { Moment, Outcome, Skipped } from './moments.ts';

// Where everything in a sequence diagram is, in pixels. Pure: nothing here knows SVG.

/** A server, a tab or a client of the tutor. */
export interface Lane {
  readonly name: string;
  readonly kind: Client['kind'];
  /** Name in the box, cut where it is too long. */
  readonly title: string;
  /** Of its line, which is in the middle of the box. */
  readonly x: number;
  /** Of the box. */
  readonly width: number;
}

interface Placed {
  readonly y: number;
  /** All that is known of it, for a look from near by. */
  readonly title: string;
}

/** A message or a request, from one lane to another. */
export interface Arrow extends Placed {
  readonly shape: 'arrow';
  readonly time: string;
  readonly kind: TimelineEntry['kind'];
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly outcome: Outcome | undefined;
  /** Below the arrow. */
  readonly told: readonly string[];
}

/** Something that happened at one lane. */
export interface LaneNote extends Placed {
  readonly shape: 'note';
  readonly time: string;
  readonly kind: TimelineEntry['kind'];
  readonly x: number;
  readonly width: number;
  readonly lines: readonly string[];
  readonly tone: 'plain' | 'wrong';
}

/** Time that passed, or lines that are not shown. */
export interface Break extends Placed {
  readonly shape: 'break';
  readonly label: string;
}

export interface Diagram {
  readonly width: number;
  readonly height: number;
  readonly lanes: readonly Lane[];
  readonly rows: readonly (Arrow | LaneNote | Break)[];
}

/** Width of the column with the times. */
export const TIMES = 88;
/** Where the lines of the lanes begin. */
export const HEAD = 46;
/** Of a line of text. */
export const LINE = 17;

/** A diagram is that wide, or wider where its lanes would be too near to each other. */
const WIDTH = 860;
const LEAST_GAP = 190;
/** Beside the lines of the first and the last lane. */
const SIDE = 96;
const NARROWEST_BOX = 120;
/** Of a character of the labels: monospaced fonts take 0.55 to 0.61 of their size, which is 12. */
const COLUMN = 7.4;
const ARROW = 40;
const NOTE = 32;
const BREAK = 30;
/** A pause that is worth a word. Milliseconds. */
const PAUSE_MS = 1000;
/** Lines below an arrow. */
const MOST_TOLD = 3;
const LONGEST_TITLE = 700;

/**
 * Lays out a conversation.
 * @param focus the part of a text that must stay when it is cut; undefined: any
 */
export function layOut(
  shown: readonly (TimelineEntry | Skipped)[],
  focus: (text: string) => string | undefined = () => undefined,
): Diagram {
  const moments = momentsOf(shown);
  const lanes = lanesOf(moments.flatMap((each) => ('entry' in each ? [each.entry] : [])));
  const gap = gapOf(lanes.length);
  const rows: Diagram['rows'][number][] = [];
  let y = HEAD + 14;
  let before: number | undefined;
  for (const moment of moments) {
    if ('skipped' in moment) {
      rows.push({ shape: 'break', y: y + BREAK / 2, label: skippedText(moment), title: '' });
      y += BREAK;
      before = undefined;
      continue;
    }
    const { ms } = moment.entry;
    if (before !== undefined && ms - before >= PAUSE_MS) {
      rows.push({ shape: 'break', y: y + BREAK / 2, label: `${durationText(ms - before)} later`, title: '' });
      y += BREAK;
    }
    before = ms;
    const row = moment.shape === 'arrow' ? arrowAt(y, moment, { lanes, focus }) : noteAt(y, moment, { lanes, gap });
    rows.push(row);
    y += row.shape === 'arrow' ? ARROW + row.told.length * LINE : NOTE + (row.lines.length - 1) * LINE;
  }
  return { width: widthOf(lanes.length), height: Math.round(y + 10), lanes, rows };
}

function skippedText({ skipped }: Skipped): string {
  return skipped === 0 ? 'lines of the same clients are skipped here' : `${skipped} more are only in the table`;
}

/** From one lane to the next. */
function gapOf(lanes: number): number {
  return Math.max(LEAST_GAP, (WIDTH - TIMES - 2 * SIDE) / Math.max(1, lanes - 1));
}

function widthOf(lanes: number): number {
  return Math.max(WIDTH, Math.round(TIMES + 2 * SIDE + gapOf(lanes) * (lanes - 1)));
}

const ORDER: readonly Client['kind'][] = ['server', 'tab', 'stream', 'socket', 'http'];

/** The label of the server that a client talks to; of one that another program runs, the label is the usual one. */
export function serverOf({ kind, label, server }: Client): string {
  return kind === 'server' ? label : (server ?? 'server');
}

/** Servers first, then tabs, streams, sockets and requests, each in the order in which they appear. */
function lanesOf(entries: readonly TimelineEntry[]): readonly Lane[] {
  const known = new Map<string, Client['kind']>();
  for (const { client } of entries) {
    if (client.kind === 'tutor') continue;
    known.set(serverOf(client), 'server');
    known.set(client.label, client.kind);
  }
  const sorted = [...known].toSorted(([, one], [, other]) => ORDER.indexOf(one) - ORDER.indexOf(other));
  const gap = gapOf(sorted.length);
  return sorted.map(([name, kind], index) => {
    const title = cutToWidth(escapeControls(name), Math.floor((Math.min(gap, 2 * SIDE) - 24) / COLUMN), '…');
    const width = Math.round(Math.max(NARROWEST_BOX, displayWidth(title) * COLUMN + 20));
    return { name, kind, title, width, x: Math.round(TIMES + SIDE + gap * index) };
  });
}

interface ArrowPlace {
  readonly lanes: readonly Lane[];
  readonly focus: (text: string) => string | undefined;
}

function arrowAt(y: number, moment: Moment, { lanes, focus }: ArrowPlace): Arrow {
  const { entry, outcome, told } = moment;
  const own = lanes.findIndex(({ name }) => name === entry.client.label);
  const server = lanes.findIndex(({ name }) => name === serverOf(entry.client));
  const [from, to] = entry.direction === 'received' ? [server, own] : [own, server];
  const length = Math.abs((lanes[own]?.x ?? 0) - (lanes[server]?.x ?? 0)) - 22;
  const columns = Math.floor(length / COLUMN);
  const kept = focus(entry.data);
  return {
    shape: 'arrow',
    y: y + ARROW - 14,
    time: entry.ms.toFixed(1),
    kind: entry.kind,
    ...{ from, to, outcome },
    label: cutAround(escapeControls(entry.data), kept === undefined ? undefined : escapeControls(kept), columns, '…'),
    told: fewOf(told).map((line) => cutToWidth(escapeControls(line), columns, '…')),
    title: titleOf(moment),
  };
}

function fewOf(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_TOLD) return lines;
  return [...lines.slice(0, MOST_TOLD - 1), `and ${lines.length - MOST_TOLD + 1} more parts, in the table`];
}

interface NotePlace {
  readonly lanes: readonly Lane[];
  readonly gap: number;
}

function noteAt(y: number, moment: Moment, { lanes, gap }: NotePlace): LaneNote {
  const { entry, outcome, told } = moment;
  const whole = widthOf(lanes.length);
  const lane = lanes.find(({ name }) => name === entry.client.label);
  // What the tutor itself says is about all lanes.
  const widest = lane === undefined ? whole - TIMES - 8 : gap - 14;
  const columns = Math.floor((widest - 16) / COLUMN);
  const texts = told.length === 0 ? [entry.data] : fewOf(told);
  const lines = texts.map((line) => cutToWidth(escapeControls(line), columns, '…'));
  const width = Math.round(Math.max(...lines.map((line) => displayWidth(line))) * COLUMN + 16);
  const middle = lane?.x ?? (TIMES + whole) / 2;
  return {
    shape: 'note',
    y,
    time: entry.ms.toFixed(1),
    kind: entry.kind,
    // At the edges a long one is moved inwards.
    x: Math.round(Math.max(TIMES + width / 2, Math.min(middle, whole - 4 - width / 2))),
    ...{ width, lines },
    tone: outcome === 'dropped' || WRONG.test(entry.data) ? 'wrong' : 'plain',
    title: titleOf(moment),
  };
}

/** An error in a page, or of a connection. A close alone may be what was asked for. */
const WRONG = /^(?:error\b|(?:socket|stream) \d+: error\b|cannot open\b)/u;

/** What a pointer that rests on it shows: the text as it was recorded, and what htmx did with it. */
function titleOf({ entry, told }: Moment): string {
  const { ms, client, direction, kind, data } = entry;
  const how = direction === 'note' ? '' : ` ${direction}`;
  const head = `${ms.toFixed(1)} ms, ${client.label}${how}, ${kind}`;
  const texts = [data, ...told].filter((text) => text !== '').map((text) => cutToWidth(text, LONGEST_TITLE, '…'));
  return [head, ...texts].join('\n');
}
