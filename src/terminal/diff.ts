import { Chalk } from 'chalk';
import { escapeControls } from './text.ts';

/**
 * A unified diff for the terminal. Lines are neither cut nor wrapped, whatever the width: people copy from it, and its
 * signs in the first column say the same as its colours.
 */
export function renderDiff(
  unified: string,
  options: { readonly width?: number; readonly colour: boolean; readonly unicode: boolean },
): string {
  const chalk = new Chalk({ level: options.colour ? 1 : 0 });
  const lines = unified.replace(/\n$/, '').split('\n');
  let left = 0;
  return lines
    .map((raw) => {
      // Tabs are part of code; everything else that could steer the terminal is escaped.
      const line = raw.replace(/\r$/, '').split('\t').map(escapeControls).join('\t');
      const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
      if (hunk !== null) {
        left = Number(hunk[1] ?? 1) + Number(hunk[2] ?? 1);
        return chalk.cyan(line);
      }
      // Inside a hunk a removed line may begin with `--`; only its position distinguishes it from a file's header.
      if (left <= 0) return /^(---|\+\+\+|diff |Index: |===)/.test(line) ? chalk.bold(line) : line;
      if (line.startsWith('+')) {
        left -= 1;
        return chalk.green(line);
      }
      if (line.startsWith('-')) {
        left -= 1;
        return chalk.red(line);
      }
      if (!line.startsWith('\\')) left -= 2;
      return line;
    })
    .join('\n');
}
