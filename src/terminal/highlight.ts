import { Chalk } from 'chalk';
import type { Style } from './text.ts';

// A lesson shows short excerpts of five or six languages: comments, strings, keywords and tags are enough.
// The first alternative that matches at a place wins, so that a keyword in a string stays part of the string.
const KEYWORDS =
  'await|async|break|case|catch|class|const|continue|def|elif|else|except|export|finally|for|from|function|if|import|in|is|let|new|not|of|or|and|pass|raise|return|try|typeof|throw|while|with|yield|true|false|null|undefined|True|False|None';
const STRING = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|${'`'}(?:\\.|[^${'`'}\\])*${'`'}`;

const GRAMMARS: Readonly<Record<string, RegExp>> = {
  script: new RegExp(
    String.raw`(?<comment>//[^\n]*|/\*[\s\S]*?\*/)|(?<string>${STRING})|(?<keyword>\b(?:${KEYWORDS})\b)`,
    'g',
  ),
  python: new RegExp(
    String.raw`(?<comment>#[^\n]*|"""[\s\S]*?""")|(?<string>${STRING})|(?<keyword>\b(?:${KEYWORDS})\b)`,
    'g',
  ),
  markup: /(?<comment><!--[\s\S]*?-->)|(?<string>"[^"\n]*")|(?<keyword><\/?[A-Za-z][\w-]*|\/?>)/g,
  // RFC 9112: a request line or a status line, then fields; the lessons are about the names.
  http: /(?<keyword>^(?:[A-Z]{3,7}(?=\s\S+\sHTTP\/)|HTTP\/[\d.]+(?:\s\d{3})?))|(?<string>(?<=^[A-Z]{3,7}\s)\S+(?=\sHTTP\/))|(?<name>^[\w-]+(?=:))/gm,
  // The HTML standard, server-sent events: a line is a comment or a field.
  'event-stream': /(?<comment>^:[^\n]*)|(?<name>^(?:data|event|id|retry)(?=:|$))/gm,
  shell: /(?<comment>(?<=^|\s)#[^\n]*)|(?<string>"[^"\n]*"|'[^'\n]*')/gm,
};

const LANGUAGES: Readonly<Record<string, string>> = {
  js: 'script',
  javascript: 'script',
  mjs: 'script',
  ts: 'script',
  json: 'script',
  py: 'python',
  python: 'python',
  // Its comments and strings are written alike.
  perl: 'python',
  html: 'markup',
  xml: 'markup',
  sh: 'shell',
  bash: 'shell',
  console: 'shell',
  http: 'http',
  'event-stream': 'event-stream',
};

/** Colours code for a terminal; languages without a grammar here are returned unchanged. Visible characters never change. */
export function highlight(code: string, language: string): string {
  const grammar = GRAMMARS[LANGUAGES[language.toLowerCase()] ?? ''];
  if (grammar === undefined) return code;
  const chalk = new Chalk({ level: 1 });
  // Dim and not bright black, which some dark palettes show in the colour of their background.
  const styles: Readonly<Record<string, Style>> = {
    comment: chalk.dim,
    string: chalk.green,
    keyword: chalk.cyan,
    name: chalk.cyan,
  };
  return code.replaceAll(grammar, (match: string, ...rest: unknown[]) => {
    const groups = rest.at(-1);
    const kind = Object.entries(isRecord(groups) ? groups : {}).find(([, text]) => text !== undefined)?.[0] ?? '';
    const style = styles[kind];
    // Line by line, so that each line of the result carries its own colours.
    return style === undefined
      ? match
      : match
          .split('\n')
          .map((line) => style(line))
          .join('\n');
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
