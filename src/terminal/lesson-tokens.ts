import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';
import type { Token, Tokens } from 'marked';
import { renderDiff } from './diff.ts';
import { highlight } from './highlight.ts';
import { inlineSpans, spansOf } from './lesson-inline.ts';
import { renderTable } from './lesson-table.ts';
import type { Marks } from './marks.ts';
import { stepMarks } from './marks.ts';
import type { TerminalOptions } from './terminal.ts';
import { displayWidth, escapeControls, plain, wrapSpans } from './text.ts';

/** What a Markdown text was parsed to. The build keeps some: loading the parser takes longer than most texts to lay out. */
export type MarkdownTokens = readonly Token[];

interface Page {
  readonly options: TerminalOptions;
  readonly marks: Marks;
  readonly chalk: ChalkInstance;
}

const CODE_INDENT = '  ';

/** Lays out what Markdown was parsed to: see `renderMarkdown`. */
export function renderTokens(tokens: MarkdownTokens, options: TerminalOptions): string {
  const page: Page = {
    options,
    marks: stepMarks(options.unicode),
    chalk: new Chalk({ level: options.colour ? 1 : 0 }),
  };
  return blocks(tokens, options.width, page)
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/(?<!\n)\n+$/, '');
}

/** Blocks, with one empty line between them. */
function blocks(tokens: readonly Token[], width: number, page: Page): readonly string[] {
  const rendered = tokens.map((token) => block(token, width, page)).filter((lines) => lines.length > 0);
  return rendered.flatMap((lines, index) => (index > 0 ? ['', ...lines] : lines));
}

function block(token: Token, width: number, page: Page): readonly string[] {
  const { chalk, marks } = page;
  switch (token.type) {
    case 'heading':
      return heading(token as Tokens.Heading, width, page);
    case 'paragraph':
    case 'text':
      return wrapSpans(inlineSpans(token, chalk), width);
    case 'code':
      return code(token as Tokens.Code, page);
    case 'blockquote': {
      const inner = blocks((token as Tokens.Blockquote).tokens, width - 2, page);
      return inner.map((line) => `${chalk.dim(marks.bar)} ${line}`);
    }
    case 'list':
      return list(token as Tokens.List, width, page);
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      const cells = [header, ...rows].map((row) => row.map((cell) => spansOf(cell.tokens, plain, chalk)));
      return renderTable(cells, width, marks, chalk.bold);
    }
    case 'hr':
      return [chalk.dim(marks.rule.repeat(width))];
    case 'html':
      return /^\s*<!--[\s\S]*-->\s*$/.test(token.raw) ? [] : token.raw.trimEnd().split('\n').map(escapeControls);
    default:
      return [];
  }
}

function heading(token: Tokens.Heading, width: number, page: Page): readonly string[] {
  const { chalk, marks } = page;
  const lines = wrapSpans(spansOf(token.tokens, chalk.bold, chalk), width);
  if (token.depth > 2) return lines;
  const size = Math.max(...lines.map(displayWidth));
  return [...lines, chalk.bold((token.depth === 1 ? marks.heavyRule : marks.rule).repeat(size))];
}

function code(token: Tokens.Code, page: Page): readonly string[] {
  const language = /^\S*/.exec(token.lang ?? '')?.[0] ?? '';
  const text = token.text.split('\n').map(escapeTabsKept).join('\n');
  const shown =
    language === 'diff' ? renderDiff(text, page.options) : page.options.colour ? highlight(text, language) : text;
  return shown.split('\n').map((line) => (line === '' ? '' : `${CODE_INDENT}${line}`));
}

function escapeTabsKept(line: string): string {
  return line.split('\t').map(escapeControls).join('\t');
}

function list(token: Tokens.List, width: number, page: Page): readonly string[] {
  const first = token.start === '' ? 1 : token.start;
  const last = first + token.items.length - 1;
  return token.items.flatMap((item, index) => {
    const sign = token.ordered ? `${first + index}.`.padEnd(`${last}.`.length) : page.marks.bullet;
    const lead = `${sign} ${item.task ? (item.checked === true ? '[x] ' : '[ ] ') : ''}`;
    const hang = ' '.repeat(displayWidth(lead));
    const available = width - hang.length;
    const parts = item.tokens.map((part) => ({ type: part.type, lines: block(part, available, page) }));
    const lines = parts
      .filter((part) => part.lines.length > 0)
      .flatMap((part, at) =>
        at > 0 && (token.loose || part.type === 'code' || part.type === 'table') ? ['', ...part.lines] : part.lines,
      );
    const hung = lines.map((line, at) => (at === 0 ? `${lead}${line}` : line === '' ? '' : `${hang}${line}`));
    return token.loose && index > 0 ? ['', ...hung] : hung;
  });
}
