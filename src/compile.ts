import { Writable } from 'node:stream';
import { createProgram } from './command-line.ts';
import { helpPages } from './commands/common/output/help-page.ts';
import type { HelpPages } from './commands/common/output/help-page.ts';
import { explanationMarkdown } from './commands/explain/explanation.ts';
import type { CompiledExplanation } from './commands/explain/explanation.ts';
import { PROGRAM } from './labs/index.ts';
import { PROGRAM_WORDING } from './labs/wording.ts';
import { codesOf, explain } from './messages/index.ts';
import type { MarkdownTokens } from './terminal/lesson-tokens.ts';
import { parseMarkdown } from './terminal/lesson.ts';

/** The help of the program and of each command, for the build to write: printing it then needs no command. */
export function compileHelp(): HelpPages {
  const nowhere = new Writable() as NodeJS.WriteStream;
  return helpPages(
    createProgram({
      chapter: PROGRAM,
      cwd: '/',
      env: {},
      stdin: process.stdin,
      stdout: nowhere,
      stderr: nowhere,
      interactive: false,
      signal: new AbortController().signal,
      self: 'htmx-realtime-tutor',
      finish: () => undefined,
      atEnd: () => undefined,
    }),
  );
}

/** What each code means, for the build to write: `explain` then needs neither the sentences of all findings nor a parser of Markdown. */
export function compileExplanations(): readonly CompiledExplanation[] {
  return codesOf(PROGRAM_WORDING.catalogue).flatMap((code) => {
    const explanation = explain(code, PROGRAM_WORDING);
    if (explanation === undefined) return [];
    const parsed = (language: 'python' | 'other'): MarkdownTokens =>
      parseMarkdown(explanationMarkdown(explanation, language));
    const python = explanation.python === undefined ? {} : { python: parsed('python') };
    return [{ explanation, parsed: { other: parsed('other'), ...python } }];
  });
}
