import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Place } from '../../model/timeline.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Turns text into a link to a place in the learner's folder (OSC 8), or leaves it as it is where the terminal may not support links.
 * A terminal inside VS Code opens file and line in that editor, kitty passes the line to its opener; others open the file.
 */
export function placeLinks(folder: string, env: Environment): (text: string, place: Place) => string {
  if (!knowsLinks(env)) return (text) => text;
  return (text, place) => `\u001b]8;;${address(folder, place, env)}\u001b\\${text}\u001b]8;;\u001b\\`;
}

function knowsLinks(env: Environment): boolean {
  const forced = env['FORCE_HYPERLINK'];
  if (forced !== undefined && forced !== '') return forced !== '0';
  // The Linux console and old screens show the sequence as text; everything else shows the text or the link.
  return !/^(?:dumb|linux|vt\d+|screen(?:\..*)?)$/u.test(env['TERM'] ?? '') || env['TMUX'] !== undefined;
}

function address(folder: string, { file, line, column }: Place, env: Environment): string {
  const url = pathToFileURL(path.join(folder, file));
  if (env['TERM_PROGRAM'] === 'vscode') {
    const position = [line, line === undefined ? undefined : column].filter((part) => part !== undefined);
    return `vscode://file${url.pathname}${position.map((part) => `:${part}`).join('')}`;
  }
  // By the host a terminal on another machine (ssh) recognises that the file is not on its own disk.
  if (process.platform !== 'win32') url.hostname = os.hostname();
  if (env['KITTY_WINDOW_ID'] !== undefined && line !== undefined) url.hash = String(line);
  return url.href;
}
