import type { MarkdownTokens } from '../../../terminal/lesson-tokens.ts';
import type { TerminalOptions } from '../../../terminal/terminal.ts';

interface Source {
  /** The text with the tutor's commands as they work where it is printed. */
  readonly typed: (text: string) => string;
  /** What the text was parsed to before; undefined: it was not. */
  readonly parsed: MarkdownTokens | undefined;
}

/** How a Markdown text is laid out for a terminal. The parser is loaded only where the text was not parsed before, or changes here. */
export async function rendererOf(
  text: string,
  { typed, parsed }: Source,
): Promise<(terminal: TerminalOptions) => string> {
  const own = typed(text);
  if (parsed === undefined || own !== text) {
    const { renderMarkdown } = await import('../../../terminal/lesson.ts');
    return (terminal) => renderMarkdown(own, terminal);
  }
  const { renderTokens } = await import('../../../terminal/lesson-tokens.ts');
  return (terminal) => renderTokens(parsed, terminal);
}
