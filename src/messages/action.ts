import type { Action } from '../model/finding.ts';
import { shellQuote, shellWord } from '../model/shell.ts';
import type { ServerContext } from './context.ts';
import { inline } from './visible.ts';

/** Where `run` serves the learner's folder, so that a pasted command finds it. */
const RUN_ORIGIN = 'http://localhost:8000';

/** What the check did, as the rest of a sentence: `opened a WebSocket to /ws and sent "hello"`; empty: there is nothing to show. */
export function didWords(action: Action | undefined): string {
  switch (action?.kind) {
    case undefined:
      return '';
    case 'http':
      return action.form === undefined
        ? `requested ${inline(action.path)}`
        : `posted ${formWords(action.form)} to ${inline(action.path)}`;
    case 'sse':
      return `opened the event stream at ${inline(action.path)}`;
    case 'ws':
      return `opened a WebSocket to ${inline(action.path)}${sentWords(action.sent)}${action.ends === undefined ? '' : ' and broke the connection'}`;
    case 'run':
      return `ran \`${inline(action.command, 200)}\``;
    case 'read':
      return `read ${inline(action.file)}`;
    case 'page':
      return `${pageWords(action.typed)}${action.afterwards === undefined ? '' : ', then restarted the server'}`;
  }
}

function formWords(form: Readonly<Record<string, string>>): string {
  return Object.entries(form)
    .map(([name, value]) => `${name}="${inline(value)}"`)
    .join(' and ');
}

/** What curl posts, encoded by curl itself. */
function formArguments(form: Readonly<Record<string, string>> = {}): string {
  return Object.entries(form)
    .map(([name, value]) => ` --data-urlencode ${shellQuote(`${name}=${value}`)}`)
    .join('');
}

/** Where it can be tried: without an origin, where `run` serves the folder. */
type Tried = Partial<ServerContext>;

/**
 * The same as a command that can be pasted while the server runs; empty: no command does it. What a WebSocket gets is a line for the shell only
 * where the server is Node's, so that `npx` is there, and the line is short; else one for the browser's console, below a comment that says so.
 */
export function tryCommand(action: Action | undefined, { origin = RUN_ORIGIN, language = 'node' }: Tried = {}): string {
  switch (action?.kind) {
    case 'http':
      return `curl -i${formArguments(action.form)} ${shellWord(new URL(action.path, `${origin}/`).href)}`;
    case 'sse':
      return `curl -N -i ${action.accepts === 'compressed' ? '--compressed ' : ''}${shellWord(new URL(action.path, `${origin}/`).href)}`;
    case 'ws': {
      const messages = action.sent.map((text) => ` -x ${shellQuote(text)}`);
      const line = `npx wscat -c ${origin.replace(/^http/u, 'ws')}${action.path}${messages.join('')}`;
      return language === 'node' && line.length <= LONGEST ? line : consoleCode(action, origin);
    }
    case 'run':
    case 'read':
    case 'page':
    case undefined:
      return '';
  }
}

/** Characters of a line that a terminal of 80 columns shows beside its label. */
const LONGEST = 72;

/** Code for the browser's console that opens the WebSocket, and sends the first message when it is short, else one like it. */
function consoleCode({ path, sent }: Extract<Action, { kind: 'ws' }>, origin: string): string {
  const [first] = sent;
  const addresses = [`${origin.replace(/^http/u, 'ws')}${path}`, path];
  const lines = (first === undefined ? [undefined] : [first, like(first)]).flatMap((text) =>
    addresses.map((address) => socketLine(address, text)),
  );
  // A browser takes the path for one at the page's own origin.
  const fitting = lines.find((line) => line.length <= LONGEST) ?? socketLine(path, undefined);
  return `// in the browser's console, at ${origin}\n${fitting}`;
}

function socketLine(address: string, text: string | undefined): string {
  const opened = `new WebSocket(${scriptQuote(address)})`;
  return text === undefined ? opened : `s=${opened};s.onopen=()=>s.send(${scriptQuote(text)})`;
}

/** A short message of the same form: what htmx sends is an object, and the field that matters is the one with the text. */
function like(text: string): string {
  const field = /^\{\s*"([\w-]{1,12})"/u.exec(text)?.[1];
  return field === undefined ? 'hello' : JSON.stringify({ [field]: 'hello' });
}

/** The text as a string of JavaScript, without a character that the terminal would obey. */
function scriptQuote(text: string): string {
  const escaped = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}'\\]/gu, (character) =>
    character === "'" || character === '\\'
      ? `\\${character}`
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `'${escaped}'`;
}

function sentWords(sent: readonly string[]): string {
  const texts = sent.map((text) => `"${inline(text, 80)}"`);
  return texts.length === 0 ? '' : ` and sent ${texts.join(', then ')}`;
}

function pageWords(typed: string | undefined): string {
  if (typed === undefined) return 'opened the page, with its own scripts';
  return typed === '' ? 'submitted the empty form' : `typed "${inline(typed)}" into the form and submitted it`;
}
