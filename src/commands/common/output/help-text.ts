import { terminalOptions } from '../../../terminal/terminal.ts';
import { displayWidth, wrap } from '../../../terminal/text.ts';
import type { CommandContext } from '../context.ts';

/** Where the second part of a line continues that does not fit beside the first. */
const CONTINUED = ' '.repeat(6);

/** Columns for help and usage on a stream. */
export function widthOf(stream: CommandContext['stdout'], env: CommandContext['env']): number {
  return terminalOptions(stream, env, {}).width;
}

/**
 * Lays out help for a terminal: commander wraps its own lists, but neither examples, whose commands may have got a longer name, nor what
 * is beside a column that leaves it less than 40. A command to paste stays on one line.
 * @param width columns
 */
export function fitHelp(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (displayWidth(line) <= width ? [line] : fitLine(line, width)))
    .join('\n');
}

function fitLine(line: string, width: number): readonly string[] {
  const [, lead, purpose] = /^(\s+\S.*?)(?<! ) {2,}(\S.*)$/u.exec(line) ?? [];
  if (lead !== undefined && purpose !== undefined)
    return [lead, ...wrap(purpose, width - CONTINUED.length).map((part) => CONTINUED + part)];
  const indent = /^\s*/u.exec(line)?.[0] ?? '';
  // A line that begins with an indent and has one part is a command.
  if (indent !== '') return [line];
  return wrap(line, width);
}
