/** A comment of a template language: Jinja and Django, Handlebars, Go, ERB and EJS, Razor. */
interface Comment {
  /** Sticky. */
  readonly begins: RegExp;
  /** Global. */
  readonly ends: RegExp;
}

const COMMENTS: readonly Comment[] = [
  { begins: /\{#/uy, ends: /#\}/gu },
  { begins: /\{\{!--/uy, ends: /--\}\}/gu },
  { begins: /\{\{!(?!--)/uy, ends: /\}\}?/gu },
  { begins: /\{\{-?\s*\/\*/uy, ends: /\*\/\s*-?\}\}/gu },
  { begins: /<%[#!]/uy, ends: /%>/gu },
  { begins: /@\*/uy, ends: /\*@/gu },
];

/** Finds the ends of one kind of comment, each once: where there is none, a page of marks that begin one would be searched to its end for each of them. */
class Ends {
  readonly #pattern: RegExp;
  readonly #source: string;
  #next: { readonly at: number; readonly text: string } | undefined = { at: -1, text: '' };

  constructor(pattern: RegExp, source: string) {
    this.#pattern = new RegExp(pattern);
    this.#source = source;
  }

  /** The index after the next end from `from` on; undefined: none, or it is a single brace. `from` never goes back. */
  after(from: number): number | undefined {
    if (this.#next !== undefined && this.#next.at < from) {
      this.#pattern.lastIndex = from;
      const match = this.#pattern.exec(this.#source);
      this.#next = match === null ? undefined : { at: match.index, text: match[0] };
    }
    return this.#next === undefined || this.#next.text === '}' ? undefined : this.#next.at + this.#next.text.length;
  }
}

/** The source with blanks in the place of comments of template languages; its lines stay where they are. */
export function withoutComments(source: string): string {
  const ends = COMMENTS.map((comment) => new Ends(comment.ends, source));
  const parts: string[] = [];
  let done = 0;
  for (const { index } of source.matchAll(/(?=\{[#{]|<%|@\*)/gu)) {
    if (index < done) continue;
    const end = endOfComment(source, index, ends);
    if (end === undefined) continue;
    parts.push(source.slice(done, index), source.slice(index, end).replaceAll(/[^\n]/gu, ' '));
    done = end;
  }
  return parts.join('') + source.slice(done);
}

/** The index after the comment that begins at `index`; undefined: none does, or it has no end. */
function endOfComment(source: string, index: number, ends: readonly Ends[]): number | undefined {
  for (const [at, { begins }] of COMMENTS.entries()) {
    begins.lastIndex = index;
    const begun = begins.exec(source);
    if (begun !== null) return ends[at]?.after(index + begun[0].length);
  }
  return undefined;
}
