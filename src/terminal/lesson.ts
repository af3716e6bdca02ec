import { marked } from 'marked';
import { renderTokens } from './lesson-tokens.ts';
import type { MarkdownTokens } from './lesson-tokens.ts';
import type { TerminalOptions } from './terminal.ts';

/**
 * Markdown (CommonMark and tables) for the terminal. Prose and tables are never wider than `width`; code is left as it
 * is, because people copy it. No blanks at the ends of lines, no empty lines at the end. Without colour there is not a
 * single escape sequence in it.
 */
export function renderMarkdown(markdown: string, options: TerminalOptions): string {
  return renderTokens(parseMarkdown(markdown), options);
}

export function parseMarkdown(markdown: string): MarkdownTokens {
  return marked.lexer(markdown);
}
