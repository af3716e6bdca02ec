import type { SyntaxFault } from '../model/facts/server.ts';
import type { Place } from '../model/timeline.ts';
import { codeCharacters } from './code-scan.ts';
import type { CodeCharacter, CodeLanguage } from './code-scan.ts';
import { openWhereItStopped } from './open-bracket.ts';

/** A file that does not parse, and where its runtime stopped. */
interface Unparsed {
  readonly source: string;
  readonly language: CodeLanguage;
  /** The runtime's message, with the name of the error. */
  readonly message: string;
  /** 1-based; undefined: the runtime printed none. */
  readonly line: number | undefined;
  readonly column: number | undefined;
}

/**
 * What is wrong in the text of a file that does not parse: mostly something that was copied with the code. Undefined: nothing that is
 * certain. A fault counts only where the runtime stopped, because elsewhere it may be right.
 */
export function syntaxFault(source: string, where: Place, message: string): SyntaxFault | undefined {
  const language = /\.pyw?$/u.test(where.file) ? 'python' : 'js';
  const unparsed: Unparsed = { source, language, message, line: where.line, column: where.column };
  return (
    wrapSign(unparsed) ??
    lineNumber(unparsed) ??
    diffSign(unparsed) ??
    character(unparsed) ??
    quoteInText(unparsed) ??
    openBracket(unparsed)
  );
}

function lineAt({ source }: Unparsed, line: number): string {
  return source.split(/\r?\n/u)[line - 1] ?? '';
}

/** The signs with which terminals, editors and our own screen mark a wrapped line. */
const WRAP_SIGN = /^\s*(?<sign>[↪↩⏎↵⤷↳⮐])/u;
/** The same in a terminal without Unicode: it is an operator as well, so it counts only where the runtime stopped at it. */
const ASCII_WRAP_SIGN = /^(?<sign>>) /u;

function wrapSign(unparsed: Unparsed): SyntaxFault | undefined {
  const { line, column } = unparsed;
  if (line === undefined) return undefined;
  // A string that was wrapped does not end on its line: then the sign is on the next one.
  for (const at of [line, line + 1]) {
    const sign = WRAP_SIGN.exec(lineAt(unparsed, at))?.groups?.['sign'];
    if (sign !== undefined)
      return { kind: 'wrap-sign', sign, line: at, column: lineAt(unparsed, at).indexOf(sign) + 1 };
  }
  const isAscii = ASCII_WRAP_SIGN.test(lineAt(unparsed, line)) && (column ?? 1) === 1;
  return isAscii ? { kind: 'wrap-sign', sign: '>', line, column: 1 } : undefined;
}

const NUMBERED = /^(?<before>\s*)(?<number>\d+)(?:[:.|│]\s*|\s+)(?=[\p{L}_$@/'"`#{}()[\]])/u;

/** A line with its number, next to one with the next number, or where the runtime stopped behind the number. */
function lineNumber(unparsed: Unparsed): SyntaxFault | undefined {
  const { line, column } = unparsed;
  if (line === undefined) return undefined;
  const match = NUMBERED.exec(lineAt(unparsed, line));
  const { before = '', number = '' } = match?.groups ?? {};
  if (match === null) return undefined;
  const numberAt = (at: number): number =>
    Number(NUMBERED.exec(lineAt(unparsed, at))?.groups?.['number'] ?? Number.NaN);
  const isCounted = numberAt(line - 1) === Number(number) - 1 || numberAt(line + 1) === Number(number) + 1;
  if (!isCounted && column !== match[0].length + 1) return undefined;
  return { kind: 'line-number', number, line, column: before.length + 1 };
}

const SIGNED = /^(?<sign>[+-])(?![+\-=\d])\s*[^\s]/u;
/** Words that begin a statement: none follows an operator. */
const STATEMENT =
  /^[+-]\s*(?:const|let|var|import|export|from|if|for|while|function|class|async|def|return|try|except|with|@\w)/u;

function diffSign(unparsed: Unparsed): SyntaxFault | undefined {
  const { source, line } = unparsed;
  if (line === undefined) return undefined;
  const text = lineAt(unparsed, line);
  const sign = SIGNED.exec(text)?.groups?.['sign'];
  if (sign !== '+' && sign !== '-') return undefined;
  const others = source.split(/\r?\n/u).filter((other) => SIGNED.test(other)).length - 1;
  return STATEMENT.test(text) || others > 0 ? { kind: 'diff-sign', sign, line, column: 1 } : undefined;
}

/** What word processors, websites and keyboards write for characters of code. */
const INSTEAD: Readonly<Partial<Record<string, string>>> = {
  ...Object.fromEntries([...'“”„‟«»″'].map((quote) => [quote, '"'])),
  ...Object.fromEntries([...'‘’‚‛′´'].map((quote) => [quote, "'"])),
  ...Object.fromEntries([...'–—−‐‑'].map((dash) => [dash, '-'])),
  ...Object.fromEntries([...'\u00a0\u2007\u202f\u2003\u2002\u2009\u3000'].map((space) => [space, ' '])),
  ...Object.fromEntries([...'\u200b\u200c\u200d\u2060\ufeff\u00ad'].map((invisible) => [invisible, ''])),
  ...{ '（': '(', '）': ')', '｛': '{', '｝': '}', '［': '[', '］': ']', '；': ';', '：': ':', '，': ',', '＝': '=' },
  ...{ '×': '*', '÷': '/', '⇒': '=>', '→': '=>', '≤': '<=', '≥': '>=', '≠': '!==' },
};

/** Zs and U+FEFF are white space in JavaScript (ECMAScript, section 12.2). */
const JS_SPACE = /[\p{Zs}\ufeff]/u;

/** The first character of the line that is no code. */
function character({ source, language, line }: Unparsed): SyntaxFault | undefined {
  if (line === undefined) return undefined;
  const found = codeCharacters(source, language).find(
    (code) => code.line === line && (code.text === '…' || isForeign(code.text, language)),
  );
  if (found === undefined) return undefined;
  const place = { line: found.line, column: found.column };
  if (found.text === '…') return { kind: 'omission', character: found.text, ...place };
  return { kind: 'character', character: found.text, instead: INSTEAD[found.text] ?? '', ...place };
}

function isForeign(text: string, language: CodeLanguage): boolean {
  return INSTEAD[text] !== undefined && !(language === 'js' && JS_SPACE.test(text));
}

/** A text in quotes with a tag in it whose attribute has the same quotes: `"<div id="chat-window">"`. */
const TAG_IN_QUOTES = /(?<quote>["'])[^"'`]*<[a-z][^"'`<>]*?(?<![\w-])(?<attribute>[\w-]+)=\k<quote>[\w -]+\k<quote>/iu;

function quoteInText(unparsed: Unparsed): SyntaxFault | undefined {
  const { line, language } = unparsed;
  if (line === undefined) return undefined;
  const text = lineAt(unparsed, line);
  const match = TAG_IN_QUOTES.exec(text);
  const { quote, attribute } = match?.groups ?? {};
  if (match === null || quote === undefined || attribute === undefined) return undefined;
  // Inside backticks, or between three quotes, both kinds are text.
  const before = text.slice(0, match.index);
  if (language === 'js' ? before.includes('`') : /"{2}|'{2}/u.test(before + match[0])) return undefined;
  const column = text.indexOf(`${attribute}=${quote}`, match.index) + attribute.length + 2;
  return { kind: 'quote-in-text', quote, attribute, line, column };
}

const CLOSING: Readonly<Partial<Record<string, string>>> = { '(': ')', '[': ']', '{': '}' };

/** Node's messages that a missing bracket may cause. */
const BRACKET_MESSAGE =
  /[Mm]issing [)/}]|Unexpected (?:token|end|identifier|string|number|strict)|Unterminated|Invalid or unexpected/u;

/** The bracket that is open where the runtime stopped: the one whose closing one it misses. */
function openBracket(unparsed: Unparsed): SyntaxFault | undefined {
  const { source, language, line, column, message } = unparsed;
  const opened = language === 'python' ? /'([([{])' was never closed/u.exec(message)?.[1] : undefined;
  if (opened !== undefined && line !== undefined && column !== undefined)
    return { kind: 'open-bracket', bracket: opened, before: 'end', line, column };
  if (language === 'python' || !BRACKET_MESSAGE.test(message)) return undefined;
  const characters = codeCharacters(source, language);
  const certain = line === undefined ? undefined : openWhereItStopped({ source, characters, message, line });
  if (certain !== undefined) return certain;
  const { open, before } = unmatched(characters);
  if (open === undefined) return undefined;
  const found = { kind: 'open-bracket', bracket: open.text, line: open.line, column: open.column } as const;
  if (before === undefined) return message.includes('end of input') ? { ...found, before: 'end' } : undefined;
  // Elsewhere the brackets may be right, and the runtime means something else.
  const isHere = line !== undefined && before.line >= line && open.line <= line && before.line - line <= 1;
  return isHere ? { ...found, before: { line: before.line, column: before.column, text: before.text } } : undefined;
}

/** The innermost bracket that is open where another one closes, where a statement ends, or at the end. */
function unmatched(characters: readonly CodeCharacter[]): {
  readonly open: CodeCharacter | undefined;
  readonly before: CodeCharacter | undefined;
} {
  const open: { readonly bracket: CodeCharacter; readonly isLoop: boolean }[] = [];
  for (const [index, character] of characters.entries()) {
    const { text } = character;
    const last = open.at(-1);
    if (CLOSING[text] !== undefined) open.push({ bracket: character, isLoop: followsFor(characters, index) });
    else if (text === ';' && last !== undefined && last.bracket.text !== '{' && !last.isLoop)
      return { open: last.bracket, before: character };
    else if (text === ')' || text === ']' || text === '}') {
      if (last === undefined) return { open: undefined, before: undefined };
      if (CLOSING[last.bracket.text] !== text) return { open: last.bracket, before: character };
      open.pop();
    }
  }
  return { open: open.at(-1)?.bracket, before: undefined };
}

/** `for (` and `for await (` have semicolons of their own. */
function followsFor(characters: readonly CodeCharacter[], index: number): boolean {
  const before = characters.slice(Math.max(0, index - 8), index).map(({ text }) => text);
  return /for(?:await)?$/u.test(before.join(''));
}
