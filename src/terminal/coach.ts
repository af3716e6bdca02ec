import { ledgerLines } from '../messages/index.ts';
import type { Description } from '../messages/index.ts';
import type { CoachEvent } from '../model/coach-event.ts';
import type { Finding } from '../model/finding.ts';
import type { PageInjection } from '../model/wire.ts';
import { changeSentence } from './change-words.ts';
import { inMarks } from './finding/in-marks.ts';
import { cutToWidth, escapeControls, wrap } from './text.ts';
import type { Theme } from './theme.ts';

export interface CoachLook {
  readonly theme: Theme;
  /** Columns. */
  readonly width: number;
  readonly describe: (finding: Finding) => Description;
}

/** The widest name: `tab 12`, `client`. As wide as `server`, which stands before the lines of the server. */
const NAME = 6;

/** Of one sentence: a page may make an error of a megabyte. */
const MOST_LINES = 4;

/** What is said of an event: a line, or several; each begins with whose it is. Nothing in them can steer a terminal. */
export function coachLines(event: CoachEvent, look: CoachLook): readonly string[] {
  const { theme, width } = look;
  const lead = `${event.tab.padEnd(NAME)} ${theme.marks.bar} `;
  const room = Math.max(20, width - lead.length);
  const lines =
    event.type === 'finding'
      ? findingLines(event, look, room)
      : textsOf(event, theme).flatMap(([mark, text]) => fitted(event, `${mark} ${text}`, room, theme));
  return lines.map((line) => `${theme.chalk.dim(lead)}${line}`);
}

/** What a page or a server says may be long; a sentence of the tutor's is not, and its end is what matters. */
function fitted(event: CoachEvent, text: string, room: number, theme: Theme): readonly string[] {
  const isTheirs = event.type === 'sent' || event.type === 'received';
  const lines = isTheirs ? [cut(text, room, theme)] : wrapped(text, room - 2).slice(0, MOST_LINES);
  return lines.map((line, at) => styled(event, at === 0 ? line : `  ${line}`, theme));
}

function styled(event: CoachEvent, line: string, { chalk }: Theme): string {
  switch (event.type) {
    case 'error':
    case 'answer':
    case 'unanswered':
      return chalk.red(line);
    case 'sent':
    case 'received':
    case 'handled':
    case 'finding':
      return line;
    case 'tab':
    case 'page':
    case 'connection':
    case 'reload':
    case 'repeated':
      return chalk.dim(line);
  }
}

function cut(text: string, room: number, { marks }: Theme): string {
  return cutToWidth(escapeControls(text), room, marks.ellipsis);
}

/** What to do comes first, as in a report of a check, and then the reason. */
function findingLines(
  { finding, again }: CoachEvent & { readonly type: 'finding' },
  { theme, describe }: CoachLook,
  room: number,
): readonly string[] {
  const { chalk, marks } = theme;
  const words = describe(finding);
  const places = words.where.map(({ file, line }) => (line === undefined ? file : `${file}:${line}`)).join(', ');
  const mark = finding.severity === 'error' ? marks.fail : marks.warn;
  const about = again && places !== '' ? `${words.code}, ${places}` : words.code;
  const title = wrapped(`${mark} ${words.title} (${about})`, room);
  const colour = finding.severity === 'error' ? chalk.red : chalk.yellow;
  const bold = title.map((line) => colour(line));
  if (again) return bold;
  const parts = [words.fix === '' ? '' : `Fix: ${words.fix}`, places === '' ? '' : `Where: ${places}`, words.cause];
  return [
    ...bold,
    ...parts
      .filter((part) => part !== '')
      .flatMap((part) => wrapped(part, room - 2))
      .map((line) => `  ${line}`),
  ];
}

function wrapped(text: string, room: number): readonly string[] {
  return wrap(escapeControls(text), room);
}

/** A mark and a text for each line. */
function textsOf(
  event: Exclude<CoachEvent, { readonly type: 'finding' }>,
  theme: Theme,
): readonly (readonly [mark: string, text: string])[] {
  const { marks } = theme;
  switch (event.type) {
    case 'tab':
      return [
        [
          marks.note,
          event.what === 'closed'
            ? 'closed'
            : `${event.what === 'opened' ? 'opens' : 'comes again to'} ${pathOf(event.url)}`,
        ],
      ];
    case 'page':
      return [[marks.warn, pageWords(event.target, event.page)]];
    case 'sent':
      return [[marks.sent, event.text]];
    case 'received':
      return [[marks.received, event.text]];
    case 'handled': {
      const { incoming } = event.entry;
      const name = typeof incoming === 'string' ? '' : `event ${incoming.name}: `;
      return ledgerLines(event.entry).map((line) => [marks.received, `${name}${inMarks(line, marks)}`]);
    }
    case 'connection':
      return [[marks.note, connectionWords(event)]];
    case 'answer':
      return [[marks.fail, `${event.request} was answered with status ${event.status}`]];
    case 'unanswered':
      return [
        [
          marks.fail,
          `${event.request} got no answer: ${event.why === 'refused' ? 'your server is not running' : 'your server ended the connection'}`,
        ],
      ];
    case 'error':
      return [[marks.fail, event.text]];
    case 'reload':
      return [[marks.note, `${changeSentence(event.file)}: your page loads again`]];
    case 'repeated':
      return textsOfRepeated(event, theme);
  }
}

function textsOfRepeated(
  { of, times }: CoachEvent & { readonly type: 'repeated' },
  theme: Theme,
): ReturnType<typeof textsOf> {
  if (of.type === 'finding') return [];
  const [first] = textsOf(of, theme);
  return first === undefined ? [] : [[first[0], `${first[1]} (${times} times by now)`]];
}

function connectionWords({ of, what, about }: CoachEvent & { readonly type: 'connection' }): string {
  const name = of === 'socket' ? 'WebSocket' : 'event stream';
  const more = about === '' ? '' : `, ${of === 'socket' && what === 'closed' ? 'code ' : ''}${about}`;
  return `${name} ${what}${more}`;
}

function pageWords(target: string, page: PageInjection): string {
  if (page.injected)
    return `to watch ${target}, the tutor adds its own address to the page's policy (${page.changed.join(', ')})`;
  const why = {
    compressed: 'it came compressed although the tutor asked for it as it is',
    encoding: 'it is in UTF-16',
    'long-before-head': 'more than 64 kB come before its head',
  }[page.why];
  return `the tutor cannot watch inside ${target}, because ${why}; it sees what goes over the wire alone`;
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname + new URL(url).search : url;
}
