import { Chalk } from 'chalk';
import { stepMarks } from '../../../terminal/marks.ts';
import type { TerminalOptions } from '../../../terminal/terminal.ts';
import { escapeControls, wrap } from '../../../terminal/text.ts';
import type { Document } from '../../../terminal/watch/index.ts';
import { rendererOf } from './markdown.ts';
import type { Output } from './output.ts';

/** What a command would have printed. */
export interface Recorder {
  readonly output: Output;
  /** All of it, as text that is laid out when its width is known. */
  document(): Document;
  /** Only the sentences. */
  sentences(): readonly string[];
}

type Part =
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  | { readonly kind: 'sentence'; readonly text: string }
  | { readonly kind: 'markdown'; readonly render: (width: number) => string };

/** The output of a command for the watch screen, which shows what a command would print. Commands to type next are omitted: there they are keys. */
export function createRecorder(terminal: TerminalOptions, typed: Output['typed']): Recorder {
  const parts: Part[] = [];
  const say = (text: string): void => void parts.push({ kind: 'sentence', text: typed(text) });
  const output: Output = {
    terminal,
    marks: stepMarks(terminal.unicode),
    chalk: new Chalk({ level: terminal.colour ? 1 : 0 }),
    lines: (...lines) => void parts.push({ kind: 'lines', lines }),
    say,
    note: say,
    warn: say,
    next: () => undefined,
    markdown: async (text, parsed) => {
      const render = await rendererOf(text, { typed, parsed });
      parts.push({ kind: 'markdown', render: (width) => render({ ...terminal, width }) });
    },
    typed,
  };
  return {
    output,
    sentences: () => parts.flatMap((part) => (part.kind === 'sentence' ? [part.text] : [])),
    document: () => {
      const kept = [...parts];
      return (width) => trimmed(kept.flatMap((part) => linesOf(part, width)));
    },
  };
}

function linesOf(part: Part, width: number): readonly string[] {
  switch (part.kind) {
    case 'lines':
      return part.lines.flatMap((line) => line.split('\n'));
    case 'sentence':
      return wrap(escapeControls(part.text), width);
    case 'markdown':
      return part.render(width).split('\n');
  }
}

function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line !== '');
  const last = lines.findLastIndex((line) => line !== '');
  return first === -1 ? [] : lines.slice(first, last + 1);
}
