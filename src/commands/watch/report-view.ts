import type { Wording } from '../../messages/index.ts';
import { createReporter } from '../../reporters/index.ts';
import type { Reporter } from '../../reporters/index.ts';
import type { TerminalOptions } from '../../terminal/terminal.ts';
import { escapeControls } from '../../terminal/text.ts';
import type { WatchEvent } from '../../terminal/watch/index.ts';
import type { CommandContext } from '../common/context.ts';
import type { View } from './view.ts';

/**
 * For an editor that runs `watch` in the background and reads what it prints: each check is a report between a line at its begin and a line at its end, by
 * which the editor tells one check from the next (BEGINS and ENDS in start/editor-tasks.ts). A line is never wrapped, and nothing is printed that
 * could be taken for a finding: neither the output of the server nor what happens in a browser. No keys are read.
 */
export function createReportView(
  { stdout }: CommandContext,
  { terminal, wording }: { readonly terminal: TerminalOptions; readonly wording: Wording },
): View {
  const say = (sentence: string): void => void stdout.write(`${escapeControls(sentence)}\n`);
  let report: Reporter | undefined;
  return {
    open: () => say('Every save is checked. Ctrl-C ends.'),
    show: (_state, event) => {
      for (const sentence of sentencesOf(event)) say(sentence);
      if (event.type !== 'run') return;
      if (event.event.type === 'run-started')
        report = createReporter('compact', {
          ...{ ...terminal, colour: false, out: stdout, wording },
          ...{ quiet: false, verbose: false },
        });
      report?.(event.event);
    },
    perform: () => undefined,
    lend: (run) => run(),
    close: () => undefined,
  };
}

function sentencesOf(event: WatchEvent): readonly string[] {
  if (event.type === 'run') return event.event.type === 'run-started' ? [`Checking ${event.event.target}.`] : [];
  if (event.type === 'run-stopped') return [`Not checked: ${event.reason}`];
  if (event.type === 'server-status') return [`Your server: ${event.status}`];
  return event.type === 'notice' ? event.sentences : [];
}
