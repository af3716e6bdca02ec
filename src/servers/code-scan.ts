/** How a language writes what is not code. */
export type CodeLanguage = 'js' | 'python';

/** A character of a source file that is code: neither in a string nor in a comment. */
export interface CodeCharacter {
  readonly text: string;
  /** 1-based; `column` in UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

/**
 * The characters of a source file that are code, without white space; of a string only its quotes. It stops where a string does not end:
 * from there on nothing is known. It knows strings, templates, comments and regular expressions (ECMAScript section 12; Python reference,
 * section 2.4) and no grammar.
 */
export function codeCharacters(source: string, language: CodeLanguage): readonly CodeCharacter[] {
  return new Scanner(source, language).run();
}

/** The matches of a pattern (global, multiline) that begin a line of code: a comment or a string that quotes the same is left aside. */
export function linesOfCode(source: string, language: CodeLanguage, pattern: RegExp): readonly RegExpExecArray[] {
  const code = new Set(codeCharacters(source, language).map(({ line, column }) => `${line}:${column}`));
  return [...source.matchAll(pattern)].filter(({ index }) =>
    code.has(`${source.slice(0, index).split('\n').length}:1`),
  );
}

/** After these a slash begins a regular expression, not a division. */
const BEFORE_REGEX = /[(,=:[!&|?{};+\-*%<>~^]$|\b(?:return|typeof|case|in|of|delete|void|throw|await|yield)$/u;

class Scanner {
  readonly #source: string;
  readonly #language: CodeLanguage;
  readonly #found: CodeCharacter[] = [];
  /** How many braces are open inside each `${` that is open. */
  readonly #templates: number[] = [];
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #stopped = false;

  constructor(source: string, language: CodeLanguage) {
    this.#source = source;
    this.#language = language;
  }

  run(): readonly CodeCharacter[] {
    while (this.#at < this.#source.length && !this.#stopped) this.#next();
    return this.#found;
  }

  #next(): void {
    const character = String.fromCodePoint(this.#source.codePointAt(this.#at) ?? 0);
    const comment = this.#commentEnd();
    if (comment !== undefined) this.#skipTo(comment);
    else if (this.#startsString(character)) this.#string(character);
    else if (/^[\t\n\v\f\r ]$/u.test(character)) this.#skipTo(this.#at + 1);
    else this.#code(character);
  }

  /** Where the comment that begins here ends; undefined: none does. */
  #commentEnd(): number | undefined {
    const rest = this.#source.slice(this.#at, this.#at + 2);
    const lineEnd = (): number => {
      const end = this.#source.indexOf('\n', this.#at);
      return end === -1 ? this.#source.length : end;
    };
    if (this.#language === 'python') return rest.startsWith('#') ? lineEnd() : undefined;
    if (rest === '//' || (rest === '#!' && this.#at === 0)) return lineEnd();
    if (rest !== '/*') return undefined;
    const end = this.#source.indexOf('*/', this.#at + 2);
    return end === -1 ? this.#source.length : end + 2;
  }

  #startsString(character: string): boolean {
    if (character === '"' || character === "'") return true;
    if (this.#language === 'python') return false;
    if (character === '`') return true;
    return character === '/' && (this.#found.length === 0 || BEFORE_REGEX.test(this.#codeBefore()));
  }

  /** The last characters of code on this line, so that a word can be recognised. */
  #codeBefore(): string {
    const recent = this.#found.slice(-8);
    return recent.map(({ text }) => text).join('');
  }

  #string(quote: string): void {
    this.#add(quote);
    if (quote === '`') this.#template(this.#at + 1);
    else if (quote === '/') this.#until(this.#regexEnd());
    else {
      const isLong = this.#language === 'python' && this.#source.startsWith(quote.repeat(3), this.#at);
      this.#until(isLong ? this.#longEnd(quote.repeat(3)) : this.#shortEnd(quote));
    }
  }

  /** @param end after the closing quote; undefined: the string does not end */
  #until(end: number | undefined): void {
    if (end === undefined) this.#stopped = true;
    else this.#skipTo(end);
  }

  #shortEnd(quote: string): number | undefined {
    for (let at = this.#at + 1; at < this.#source.length; at += 1) {
      const character = this.#source[at];
      if (character === '\\') at += 1;
      else if (character === '\n') return undefined;
      else if (character === quote) return at + 1;
    }
    return undefined;
  }

  #longEnd(quotes: string): number | undefined {
    for (let at = this.#at + 3; at < this.#source.length; at += 1) {
      if (this.#source[at] === '\\') at += 1;
      else if (this.#source.startsWith(quotes, at)) return at + 3;
    }
    return undefined;
  }

  #regexEnd(): number | undefined {
    let inClass = false;
    for (let at = this.#at + 1; at < this.#source.length; at += 1) {
      const character = this.#source[at];
      if (character === '\\') at += 1;
      else if (character === '\n') return undefined;
      else if (character === '[') inClass = true;
      else if (character === ']') inClass = false;
      else if (character === '/' && !inClass) return at + 1;
    }
    return undefined;
  }

  /** The text of a template up to its end or to its next `${`, after which code follows. */
  #template(from: number): void {
    for (let at = from; at < this.#source.length; at += 1) {
      const character = this.#source[at];
      if (character === '\\') at += 1;
      else if (character === '`') return this.#skipTo(at + 1);
      else if (character === '$' && this.#source[at + 1] === '{') {
        this.#templates.push(0);
        return this.#skipTo(at + 2);
      }
    }
    this.#stopped = true;
  }

  #code(character: string): void {
    const open = this.#templates.at(-1);
    if (open !== undefined && character === '}' && open === 0) {
      this.#templates.pop();
      return this.#template(this.#at + 1);
    }
    if (open !== undefined && (character === '{' || character === '}'))
      this.#templates[this.#templates.length - 1] = open + (character === '{' ? 1 : -1);
    this.#add(character);
    this.#skipTo(this.#at + character.length);
  }

  #add(text: string): void {
    this.#found.push({ text, line: this.#line, column: this.#at - this.#lineStart + 1 });
  }

  #skipTo(end: number): void {
    for (let at = this.#at; at < end; at += 1) {
      if (this.#source[at] !== '\n') continue;
      this.#line += 1;
      this.#lineStart = at + 1;
    }
    this.#at = end;
  }
}
