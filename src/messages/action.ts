import type { Action } from '../model/finding.ts';
import { shellQuote, shellWord } from '../model/shell.ts';
import type { Did } from './entry.ts';
import { inline } from './visible.ts';

/** Where `run` serves the learner's folder, so that a pasted command finds it. */
const RUN_ORIGIN = 'http://localhost:8000';

/**
 * The action as a command that can be pasted while the server runs, or as a sentence about the page; undefined: there is nothing to show.
 * @param origin of the server; without one, where `run` serves the folder
 */
export function didWords(action: Action | undefined, origin: string = RUN_ORIGIN): Did | undefined {
  if (action === undefined) return undefined;
  switch (action.kind) {
    case 'http':
      return command(`curl -i ${shellWord(new URL(action.path, `${origin}/`).href)}`);
    case 'sse':
      return command(`curl -N -i ${shellWord(new URL(action.path, `${origin}/`).href)}`);
    case 'ws': {
      const messages = action.sent.map((text) => ` -x ${shellQuote(text)}`);
      return command(`npx wscat -c ${origin.replace(/^http/u, 'ws')}${action.path}${messages.join('')}`);
    }
    case 'run':
      return command(action.command);
    case 'read':
      return { kind: 'action', text: `read ${action.file}` };
    case 'page':
      return {
        kind: 'action',
        text: `${pageWords(action.typed, `${origin}/`)}${action.afterwards === undefined ? '' : ', then restarted the server'}`,
      };
  }
}

function command(text: string): Did {
  return { kind: 'command', text };
}

function pageWords(typed: string | undefined, url: string): string {
  if (typed === undefined) return `opened ${url} in a page with its own scripts`;
  return typed === ''
    ? `submitted the empty form on ${url}`
    : `typed "${inline(typed)}" into the form on ${url} and submitted it`;
}
