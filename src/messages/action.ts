import type { Action } from '../model/finding.ts';
import { inline } from './visible.ts';

/** Where `run` serves the learner's folder, so that a pasted line finds it. */
const RUN_ORIGIN = 'http://localhost:8000';

function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A word of a command line, quoted only where the shell would read it otherwise. */
function shellWord(text: string): string {
  return /^[\w./:@%+-]+$/u.test(text) ? text : shellQuote(text);
}

/**
 * What was done, as a line that can be pasted while the server runs, or as a sentence about the page.
 * @param origin of the server; without one, where `run` serves the folder
 */
export function actionWords(action: Action | undefined, origin: string = RUN_ORIGIN): string {
  if (action === undefined) return '';
  switch (action.kind) {
    case 'http':
      return `curl -i ${shellWord(new URL(action.path, `${origin}/`).href)}`;
    case 'sse':
      return `curl -N -i ${shellWord(new URL(action.path, `${origin}/`).href)}`;
    case 'ws': {
      const messages = action.sent.map((text) => ` -x ${shellQuote(text)}`);
      return `npx wscat -c ${origin.replace(/^http/u, 'ws')}${action.path}${messages.join('')}`;
    }
    case 'page':
      if (action.typed === undefined) return `opened ${origin}/ in a page with its own scripts`;
      return action.typed === ''
        ? `submitted the empty form on ${origin}/`
        : `typed "${inline(action.typed)}" into the form on ${origin}/ and submitted it`;
    case 'run':
      return action.command;
    case 'read':
      return `read ${action.file}`;
  }
}
