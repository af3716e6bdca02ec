import { Chalk } from 'chalk';
import { marked } from 'marked';
import type { Token, Tokens } from 'marked';
import { inlineSpans, spansOf } from './lesson-inline.ts';
import { displayWidth, escapeControls, plain, wrapSpans } from './text.ts';
import type { Span } from './text.ts';

const chalk = new Chalk({ level: 0 });
const CODE_INDENT = '    ';
const HEADINGS = ['Title', 'Section'];
const LOWER_HEADING = 'Subsection';

/**
 * Markdown for screen readers and pipes: no colours, no drawn lines, no meaning that depends on position alone. Headings, code
 * and notes are announced by a word, a table's rows are sentences with the name of each column, a link has its address.
 * Prose is wrapped to `width`; code is left as it is.
 */
export function renderPlainMarkdown(markdown: string, { width }: { readonly width: number }): string {
  return blocks(marked.lexer(markdown), width)
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/(?<!\n)\n+$/, '');
}

function blocks(tokens: readonly Token[], width: number): readonly string[] {
  const rendered = tokens.map((token) => block(token, width)).filter((lines) => lines.length > 0);
  return rendered.flatMap((lines, index) => (index > 0 ? ['', ...lines] : lines));
}

function block(token: Token, width: number): readonly string[] {
  switch (token.type) {
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading;
      const lead = `${HEADINGS[depth - 1] ?? LOWER_HEADING}: `;
      return wrapSpans([span(lead), ...spansOf(tokens, plain, chalk)], width);
    }
    case 'paragraph':
    case 'text':
      return wrapSpans(inlineSpans(token, chalk), width);
    case 'code':
      return code(token as Tokens.Code);
    case 'blockquote': {
      const [first, ...rest] = (token as Tokens.Blockquote).tokens;
      const lead = first === undefined ? [] : wrapSpans([span('Note: '), ...inlineSpans(first, chalk)], width);
      return rest.length === 0 ? lead : [...lead, '', ...blocks(rest, width)];
    }
    case 'list':
      return list(token as Tokens.List, width);
    case 'table':
      return table(token as Tokens.Table, width);
    case 'html':
      return /^\s*<!--[\s\S]*-->\s*$/.test(token.raw) ? [] : token.raw.trimEnd().split('\n').map(escapeControls);
    default:
      return [];
  }
}

function code({ lang, text }: Tokens.Code): readonly string[] {
  const language = /^\S*/.exec(lang ?? '')?.[0] ?? '';
  const named = language === '' || language === 'text' ? '' : ` (${language})`;
  const lines = text
    .split('\n')
    .map((line) => (line === '' ? '' : `${CODE_INDENT}${line.split('\t').map(escapeControls).join('\t')}`));
  return [`Code${named}:`, '', ...lines, '', 'End of code.'];
}

function list({ items, ordered, start }: Tokens.List, width: number): readonly string[] {
  const first = start === '' ? 1 : start;
  return items.flatMap((item, index) => {
    const done = item.task ? (item.checked === true ? 'done: ' : 'to do: ') : '';
    const lead = `${ordered ? `${first + index}.` : '-'} `;
    const inner = item.tokens.flatMap((part) => block(part, width - displayWidth(lead)));
    return inner.map((line, at) =>
      at === 0 ? `${lead}${done}${line}` : line === '' ? '' : `${' '.repeat(displayWidth(lead))}${line}`,
    );
  });
}

/** `- direction. WebSocket: both ways. server-sent events: server to page only.` */
function table({ header, rows }: Tokens.Table, width: number): readonly string[] {
  const titles = header.map((cell) => spansOf(cell.tokens, plain, chalk));
  const named = titles.map(textOf).filter((title) => title !== '');
  const about = `Table, ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}: ${named.join('; ')}.`;
  const lines = rows.flatMap((row) => {
    const cells = row.flatMap((cell, column): readonly Span[] => {
      const content = spansOf(cell.tokens, plain, chalk);
      const end = span(/[.!?:]$/.test(textOf(content)) ? '' : '.');
      if (column === 0) return [...content, end];
      if (textOf(content) === '') return [];
      return [span(' '), ...(titles[column] ?? []), span(': '), ...content, end];
    });
    return wrapSpans(cells, width - 2).map((line, at) => `${at === 0 ? '- ' : '  '}${line}`);
  });
  return [...wrapSpans([span(about)], width), ...lines];
}

function span(text: string): Span {
  return { text, style: plain };
}

function textOf(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join('');
}
