import { ledgerLines } from '../messages/index.ts';
import type { Description } from '../messages/index.ts';
import type { CoachEvent } from '../model/coach-event.ts';
import type { Finding } from '../model/finding.ts';
import type { PageInjection } from '../model/wire.ts';
import { changeSentence } from './change-words.ts';
import { insertionWords, weatherWords } from './coach-by-hand.ts';
import { inMarks } from './finding/in-marks.ts';
import { codeSpans, cutToWidth, escapeControls, wrap, wrapSpans } from './text.ts';
import type { Marks } from './marks.ts';
import type { Theme } from './theme.ts';

export interface CoachLook {
  readonly theme: Theme;
  /** Columns. */
  readonly width: number;
  readonly describe: (finding: Finding) => Description;
}

/** What is said of an event that is not a finding: short texts, each with the name of its sign, to be laid out when a width is known. */
export interface Told {
  readonly tab: string;
  readonly type: CoachEvent['type'];
  readonly texts: readonly (readonly [mark: keyof Marks, text: string])[];
}

/** The widest name: `tab 12`, `client`. As wide as `server`, which stands before the lines of the server. */
const NAME = 6;

/** Of one sentence: a page may make an error of a megabyte. */
const MOST_LINES = 4;
const MOST_CHARACTERS = 600;
/** Of one message: it may have a thousand parts. */
const MOST_TEXTS = 8;

/** What is said of an event: a line, or several; each begins with whose it is. Nothing in them can steer a terminal. Of repetitions few are told. */
export function coachLines(event: CoachEvent, look: CoachLook): readonly string[] {
  if (event.type === 'finding') return findingLines(event, look);
  const told = toldOf(event);
  if (told === undefined) return [];
  if (event.type !== 'repeated') return toldLines(told, look, 1);
  if (!Number.isInteger(Math.log10(event.times))) return [];
  return toldLines({ ...told, texts: told.texts.slice(0, 1) }, look, event.times);
}

/** @param times how often it has happened by now */
export function toldLines(
  { tab, type, texts }: Told,
  { theme, width }: Pick<CoachLook, 'theme' | 'width'>,
  times: number,
): readonly string[] {
  const room = roomIn(width);
  const lines = texts.flatMap(([mark, text], at) => {
    const again = times > 1 && at === 0 ? ` (${times} times by now)` : '';
    const said = type === 'handled' ? inMarks(text, theme.marks) : text;
    return fitted(type, `${theme.marks[mark]} ${said}`, again, { room, theme });
  });
  return withLead(tab, lines, theme);
}

/** What an event says; undefined: a finding, which has its own lines. */
export function toldOf(event: CoachEvent): Told | undefined {
  if (event.type === 'repeated') return toldOf(event.of);
  if (event.type === 'finding') return undefined;
  const texts = textsOf(event);
  const more = texts.length - MOST_TEXTS;
  const shown = more > 1 ? texts.slice(0, MOST_TEXTS) : texts;
  const rest: Told['texts'] = more > 1 ? [['received', `${more} more parts`]] : [];
  return {
    tab: event.tab,
    type: event.type,
    texts: [...shown.map(([mark, text]) => [mark, text.slice(0, MOST_CHARACTERS)] as const), ...rest],
  };
}

/** Columns beside the name. */
function roomIn(width: number): number {
  return Math.max(20, width - NAME - 3);
}

function withLead(tab: string, lines: readonly string[], { chalk, marks }: Theme): readonly string[] {
  const lead = `${tab.padEnd(NAME)} ${marks.bar} `;
  return lines.map((line) => `${chalk.dim(lead)}${line}`);
}

/** What a page or a server says may be long; a sentence of the tutor's is not, and its end is what matters. */
function fitted(
  type: CoachEvent['type'],
  text: string,
  again: string,
  { room, theme }: { readonly room: number; readonly theme: Theme },
): readonly string[] {
  const isTheirs = type === 'sent' || type === 'received' || type === 'insertion';
  const lines = isTheirs
    ? [`${cut(text, room - again.length, theme)}${again}`]
    : wrapped(`${text}${again}`, room - 2).slice(0, MOST_LINES);
  return lines.map((line, at) => styled(type, at === 0 ? line : `  ${line}`, theme));
}

function styled(type: CoachEvent['type'], line: string, { chalk }: Theme): string {
  switch (type) {
    case 'error':
    case 'answer':
    case 'unanswered':
      return chalk.red(line);
    case 'sent':
    case 'received':
    case 'handled':
    case 'finding':
      return line;
    case 'weather':
    case 'insertion':
    case 'insertion-lost':
      return chalk.yellow(line);
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
function findingLines(event: CoachEvent & { readonly type: 'finding' }, look: CoachLook): readonly string[] {
  const { finding, again, tab } = event;
  const room = roomIn(look.width);
  return withLead(tab, again ? causeTitle(finding, look, room) : causeLines(finding, look, room), look.theme);
}

/** A finding as in a report of a check, in few lines. @param room columns. @param lead before its title */
export function causeLines(
  finding: Finding,
  look: Pick<CoachLook, 'theme' | 'describe'>,
  room: number,
  lead = '',
): readonly string[] {
  const words = look.describe(finding);
  const places = placesOf(words);
  const parts = [words.fix === '' ? '' : `Fix: ${words.fix}`, places === '' ? '' : `Where: ${places}`, words.cause];
  const said = parts
    .filter((part) => part !== '')
    .flatMap((part) => wrapSpans(codeSpans(escapeControls(part), look.theme.chalk), room - 2));
  const title = titleLines(finding, { lead, title: words.title, about: words.code }, look.theme, room);
  return [...title, ...said.map((line) => `  ${line}`)];
}

/** The same in a line or two. */
export function causeTitle(
  finding: Finding,
  look: Pick<CoachLook, 'theme' | 'describe'>,
  room: number,
  lead = '',
): readonly string[] {
  const words = look.describe(finding);
  const places = placesOf(words);
  const about = `${words.code}${places === '' ? '' : `, ${places}`}`;
  return titleLines(finding, { lead, title: words.title, about }, look.theme, room);
}

function titleLines(
  { severity }: Finding,
  { lead, title, about }: { readonly lead: string; readonly title: string; readonly about: string },
  { chalk, marks }: Theme,
  room: number,
): readonly string[] {
  const [mark, style] = severity === 'error' ? [marks.fail, chalk.red] : [marks.warn, chalk.yellow];
  const spans = codeSpans(escapeControls(`${lead}${title} (${about})`), chalk).map(({ text }) => ({ text, style }));
  return wrapSpans(spans, room - 2).map((line, at) => (at === 0 ? `${style(mark)} ${line}` : `  ${line}`));
}

function placesOf({ where }: Description): string {
  return where.map(({ file, line }) => (line === undefined ? file : `${file}:${line}`)).join(', ');
}

function wrapped(text: string, room: number): readonly string[] {
  return wrap(escapeControls(text), room);
}

/** The name of a sign and a text for each line. */
function textsOf(event: Exclude<CoachEvent, { readonly type: 'finding' | 'repeated' }>): Told['texts'] {
  switch (event.type) {
    case 'tab': {
      const path = pathOf(event.url);
      const what = { closed: 'closed', opened: `opens ${path}`, reloaded: `comes again to ${path}` }[event.what];
      return [['note', what]];
    }
    case 'page':
      return [['warn', pageWords(event.target, event.page)]];
    case 'sent':
      return [['sent', event.text]];
    case 'received':
      return [['received', event.text]];
    case 'handled': {
      const { incoming } = event.entry;
      const name = typeof incoming === 'string' ? '' : `event ${incoming.name}: `;
      return ledgerLines(event.entry).map((line) => ['received', `${name}${line}`]);
    }
    case 'connection':
      return [['note', connectionWords(event)]];
    case 'answer':
      return [['fail', `${event.request} was answered with status ${event.status}`]];
    case 'unanswered':
      return [
        [
          'fail',
          `${event.request} got no answer: ${event.why === 'refused' ? 'your server is not running' : 'your server ended the connection'}`,
        ],
      ];
    case 'error':
      return [['fail', event.text]];
    case 'reload':
      return [['note', `${changeSentence(event.file)}: your page loads again`]];
    case 'weather':
      return [['note', weatherWords(event)]];
    case 'insertion':
      return [['note', insertionWords(event)]];
    case 'insertion-lost':
      return [['warn', `${event.code}; explain ${event.code} says more`]];
  }
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
