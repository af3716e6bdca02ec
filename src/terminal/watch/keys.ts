/** A key: its character, or its name where it has none. */
export type Key = string;

const NAMED: Readonly<Record<string, Key>> = {
  '\u0003': 'ctrl-c',
  '\u0004': 'ctrl-d',
  '\u000c': 'ctrl-l',
  '\u001a': 'ctrl-z',
  '\r': 'enter',
  '\n': 'enter',
  '\u001b': 'escape',
  '\u007f': 'backspace',
  '\b': 'backspace',
  ' ': 'space',
  '\u001b[A': 'up',
  '\u001bOA': 'up',
  '\u001b[B': 'down',
  '\u001bOB': 'down',
  '\u001b[5~': 'page-up',
  '\u001b[6~': 'page-down',
  '\u001b[H': 'home',
  '\u001bOH': 'home',
  '\u001b[1~': 'home',
  '\u001b[F': 'end',
  '\u001bOF': 'end',
  '\u001b[4~': 'end',
};

// One key in what a terminal sends (ECMA-48 control sequences, SS3 for keypads): a sequence, or a character.
const ONE = /\u001b\[[0-9;:<=>?]*[ -/]*[@-~]|\u001bO[A-Za-z]|\u001b[^[O\u001b]|[^]/gu;
const PASTE_BEGINS = '\u001b[200~';
const PASTE_ENDS = '\u001b[201~';

/** Reads keys from the input of a terminal in raw mode. Pasted text is not keys: it must not press `s`, `y` and `a`. */
export class KeyReader {
  #pasting = false;
  /** A line is typed: characters are what they are, and pasted ones are typed, too. */
  isTyping = false;

  read(chunk: string): readonly Key[] {
    const keys: Key[] = [];
    for (const [piece] of chunk.matchAll(ONE)) {
      if (piece === PASTE_BEGINS) this.#pasting = true;
      else if (piece === PASTE_ENDS) this.#pasting = false;
      else if (!this.#pasting || this.isTyping) {
        const key = this.isTyping ? typedIn(piece, this.#pasting) : keyOf(piece);
        if (key !== undefined) keys.push(key);
      }
    }
    return keys;
  }
}

/** Capital letters are the same key (Caps Lock), except `G`, which has a meaning of its own. Undefined: an unknown key. */
function keyOf(piece: string): Key | undefined {
  const named = NAMED[piece];
  if (named !== undefined) return named;
  if (piece.startsWith('\u001b') || /^\p{Cc}/u.test(piece)) return undefined;
  return piece === 'G' ? piece : piece.toLowerCase();
}

/** A character of a line as it was typed. A pasted line break does not end the line. */
function typedIn(piece: string, isPasted: boolean): Key | undefined {
  if (piece === '\r' || piece === '\n') return isPasted ? ' ' : 'enter';
  if (piece.startsWith('\u001b') || /^\p{Cc}/u.test(piece)) return NAMED[piece];
  return piece;
}
