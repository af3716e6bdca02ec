import type { SyntaxFault } from '../model/facts/server.ts';
import type { CodeCharacter } from './code-scan.ts';

/** A file that does not parse, and where Node stopped. */
interface Stopped {
  readonly source: string;
  readonly characters: readonly CodeCharacter[];
  readonly message: string;
  /** 1-based. */
  readonly line: number;
}

/** What is open, or was never opened, where Node stopped: from the kind of its message and from what is around the place. */
export function openWhereItStopped(stopped: Stopped): SyntaxFault | undefined {
  return (
    openHole(stopped) ??
    openBeforeStatement(stopped) ??
    openBeforeClause(stopped) ??
    openCall(stopped) ??
    noBrace(stopped)
  );
}

/** How Node words that a template's `${` has no end. */
const HOLE_MESSAGE =
  /Missing \} in template|missing \/|Unterminated|Unexpected (?:end|identifier|string|token|number)|Invalid or unexpected|missing \)/u;
/** A `${` after which the backtick comes before any brace. Behind an operator or a parenthesis a template inside it begins. */
const HOLE = /\$\{(?<inside>[^{}\x60]*[^\s{}\x60(,:?=&|+[>]|[^{}\x60]*[^=]>)\s*\x60/du;
/** Up to a space, a tag or a quote outside parentheses. */
const EXPRESSION = /^\s*(?:[^\s<'"()]|\((?:[^()]|\([^()]*\))*\))*/u;
const AT_THE_END = /Unexpected end|Unterminated/u;

function openHole({ source, message, line }: Stopped): SyntaxFault | undefined {
  if (!HOLE_MESSAGE.test(message)) return undefined;
  const lines = source.split(/\r?\n/u);
  // An open template goes on to the end of the file, and Node stops there.
  const from = AT_THE_END.test(message) ? 1 : line;
  for (let at = from; at <= line; at += 1) {
    const text = lines[at - 1] ?? '';
    const [start, end] = HOLE.exec(text)?.indices?.groups?.['inside'] ?? [];
    if (start === undefined || end === undefined) continue;
    const code = EXPRESSION.exec(text.slice(start, end))?.[0].length ?? 0;
    const gap = /^\s*/u.exec(text.slice(start + code))?.[0].length ?? 0;
    const column = start + code + gap;
    const before = { line: at, column: column + 1, text: text[column] ?? '' };
    return { kind: 'open-bracket', bracket: '{', line: at, column: start, before };
  }
  return undefined;
}

/** Words that begin a statement, and nothing inside parentheses, lists and objects. */
const STATEMENT = /^\s*(?<word>return|const|let|if|for|while|switch|throw|try|export|import)\b/u;

/** A statement inside a list, a call or an object: what is around it was not closed before. */
function openBeforeStatement({ source, characters, message, line }: Stopped): SyntaxFault | undefined {
  if (!/Unexpected (?:token|identifier|strict mode)|missing \)/u.test(message)) return undefined;
  const text = source.split(/\r?\n/u)[line - 1] ?? '';
  const word = STATEMENT.exec(text)?.groups?.['word'];
  const open = innermost(characters.filter((character) => character.line < line));
  return word === undefined || open === undefined || isBlock(open) ? undefined : openBefore(open, { text, word, line });
}

/** `catch`, `finally` or `else` without the `}` before it. */
function openBeforeClause({ source, characters, message, line }: Stopped): SyntaxFault | undefined {
  const word = /Unexpected token '(?<word>catch|finally|else)'/u.exec(message)?.groups?.['word'];
  const text = source.split(/\r?\n/u)[line - 1] ?? '';
  if (word === undefined || text.trimStart().startsWith('}')) return undefined;
  const before = characters.filter((character) => character.line < line);
  const open = innermost(before);
  return open === undefined || before.at(-1)?.text === '}' ? undefined : openBefore(open, { text, word, line });
}

function openBefore(
  { bracket: { text: bracket, line, column } }: Open,
  at: { readonly text: string; readonly word: string; readonly line: number },
): SyntaxFault {
  const before = { line: at.line, column: at.text.indexOf(at.word) + 1, text: at.word };
  return { kind: 'open-bracket', bracket, line, column, before };
}

/** A call whose last argument is a function or an object, with its `}` and without the `)` of the call. */
function openCall({ characters, message, line }: Stopped): SyntaxFault | undefined {
  if (!message.includes('missing ) after argument list')) return undefined;
  const before = characters.filter((character) => character.line <= line);
  const last = before.at(-1);
  const open = innermost(before)?.bracket;
  if (last?.text !== '}' || open?.text !== '(') return undefined;
  const after = { line: last.line, column: last.column, text: last.text };
  return { kind: 'open-call', after, line: open.line, column: open.column };
}

const PROPERTY = /^\s*(?<name>[\w$]+|'[^']*'|"[^"]*")\s*:/u;

/** A property where no object has begun. */
function noBrace({ source, characters, message, line }: Stopped): SyntaxFault | undefined {
  const text = source.split(/\r?\n/u)[line - 1] ?? '';
  const name = PROPERTY.exec(text)?.groups?.['name'];
  const last = characters.filter((character) => character.line < line).at(-1);
  if (!message.includes("Unexpected token ':'") || name === undefined || last?.text !== '=') return undefined;
  return { kind: 'no-brace', before: name, line: last.line, column: last.column };
}

interface Open {
  readonly bracket: CodeCharacter;
  /** The character of code before it. */
  readonly before: string;
}

/** The innermost bracket that is open after these characters; undefined: none is, or they do not fit together. */
function innermost(characters: readonly CodeCharacter[]): Open | undefined {
  const open: Open[] = [];
  for (const [index, bracket] of characters.entries()) {
    const { text } = bracket;
    if (text === '(' || text === '[' || text === '{') open.push({ bracket, before: characters[index - 1]?.text ?? '' });
    else if (text === ')' || text === ']' || text === '}') {
      const last = open.pop()?.bracket.text;
      if (`${last}${text}` !== '()' && `${last}${text}` !== '[]' && `${last}${text}` !== '{}') return undefined;
    }
  }
  return open.at(-1);
}

/** A brace in which statements are: of a function, a condition or a class, not of an object. */
function isBlock({ bracket, before }: Open): boolean {
  return bracket.text === '{' && !/^[=(,:[?]$/u.test(before);
}
