import type { ChalkInstance } from 'chalk';
import type { Token, Tokens } from 'marked';
import { codeSpan, escapeControls, plain } from './text.ts';
import type { Span, Style } from './text.ts';

/** A block's text: its inline tokens where it has some. */
export function inlineSpans(token: Token, chalk: ChalkInstance): readonly Span[] {
  const tokens = 'tokens' in token ? token.tokens : undefined;
  return spansOf(tokens ?? [token], plain, chalk);
}

/** Inline tokens as text of several styles; a link becomes its text and, in brackets, its address. */
export function spansOf(tokens: readonly Token[], style: Style, chalk: ChalkInstance): readonly Span[] {
  return tokens.flatMap((token) => spans(token, style, chalk));
}

function spans(token: Token, style: Style, chalk: ChalkInstance): readonly Span[] {
  const within = (inner: Style): readonly Span[] =>
    'tokens' in token && token.tokens !== undefined
      ? spansOf(token.tokens, (text) => style(inner(text)), chalk)
      : [{ text: escapeControls(token.raw), style }];
  switch (token.type) {
    case 'strong':
      return within(chalk.bold);
    case 'em':
      return within(chalk.italic);
    case 'del':
      return within(chalk.strikethrough);
    case 'codespan': {
      const code = codeSpan(escapeControls((token as Tokens.Codespan).text), chalk);
      return [{ text: code.text, style: (text) => style(code.style(text)) }];
    }
    case 'br':
      return [{ text: '\n', style: plain }];
    case 'link':
    case 'image': {
      const { href, text } = token as Tokens.Link;
      const label = token.type === 'image' ? [{ text: prose(text), style }] : within(chalk.underline);
      return href === text || href === `mailto:${text}`
        ? label
        : [...label, { text: ` (${escapeControls(href)})`, style }];
    }
    case 'html':
      return token.raw.startsWith('<!--') ? [] : [{ text: escapeControls(token.raw), style }];
    case 'text':
    case 'escape':
      if ('tokens' in token && token.tokens !== undefined) return within(plain);
      return [{ text: prose((token as Tokens.Text).text), style }];
    default:
      return [{ text: prose(token.raw), style }];
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': '\u00a0',
};

/** Readable prose: line breaks of the source become blanks, the usual character references become characters. */
function prose(text: string): string {
  const read = text
    .replaceAll(/(?<!\s)\s*\n\s*/g, ' ')
    .replaceAll(/&(?:lt|gt|amp|quot|#39|nbsp);/g, (name) => ENTITIES[name] ?? name);
  return escapeControls(read);
}
