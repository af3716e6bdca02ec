import type { Action } from '../model/finding.ts';
import { shellQuote, shellWord } from '../model/shell.ts';
import { inline } from './visible.ts';

/** Where `run` serves the learner's folder, so that a pasted command finds it. */
const RUN_ORIGIN = 'http://localhost:8000';

/** What the check did, as the rest of a sentence: `opened a WebSocket to /ws and sent "hello"`; empty: there is nothing to show. */
export function didWords(action: Action | undefined): string {
  switch (action?.kind) {
    case undefined:
      return '';
    case 'http':
      return `requested ${inline(action.path)}`;
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

/**
 * The same as a command that can be pasted while the server runs; empty: no command does it.
 * @param origin of the server; without one, where `run` serves the folder
 */
export function tryCommand(action: Action | undefined, origin: string = RUN_ORIGIN): string {
  switch (action?.kind) {
    case 'http':
      return `curl -i ${shellWord(new URL(action.path, `${origin}/`).href)}`;
    case 'sse':
      return `curl -N -i ${shellWord(new URL(action.path, `${origin}/`).href)}`;
    case 'ws': {
      const messages = action.sent.map((text) => ` -x ${shellQuote(text)}`);
      return `npx wscat -c ${origin.replace(/^http/u, 'ws')}${action.path}${messages.join('')}`;
    }
    case 'run':
    case 'read':
    case 'page':
    case undefined:
      return '';
  }
}

function sentWords(sent: readonly string[]): string {
  const texts = sent.map((text) => `"${inline(text, 80)}"`);
  return texts.length === 0 ? '' : ` and sent ${texts.join(', then ')}`;
}

function pageWords(typed: string | undefined): string {
  if (typed === undefined) return 'opened the page, with its own scripts';
  return typed === '' ? 'submitted the empty form' : `typed "${inline(typed)}" into the form and submitted it`;
}
