import { createHash, randomBytes } from 'node:crypto';

const CONSONANTS = 'bdfgklmnprstvz';
const VOWELS = 'aeiou';
const LETTERS = 10;

/** Where the second capital letter is: one at the beginning alone is also what a program makes that capitalizes words. */
const SECOND_CAPITAL = 6;

/**
 * Its characters have one to four bytes in UTF-8: Greek (without sigma, whose small letter has two forms), an accent and digits, letters of
 * Latin-1 and beyond, ideographs, an emoji.
 */
const OTHER_SCRIPTS = 'Καλημέρα é42 żółw 漢字 🙂';

/** A text that few programs can change without a trace. */
export interface RandomText {
  readonly text: string;
  /** The random word that identifies it; `text` begins with it. */
  readonly word: string;
}

/** Random words that no answer contains by accident, reproducible from the seed. */
export class RandomWords {
  readonly seed: string;
  #count = 0;

  constructor(seed: string = randomBytes(4).toString('hex')) {
    this.seed = seed;
  }

  /** Ten letters, two of them capital: `KofigaPovo`. No digits, so that a number in a reply never comes from our word. */
  word(): string {
    const digest = this.#digest();
    let letters = '';
    for (let index = 0; index < LETTERS; index += 1) {
      const from = index % 2 === 0 ? CONSONANTS : VOWELS;
      letters += from[(digest[index] ?? 0) % from.length] ?? '';
    }
    return capital(letters.slice(0, SECOND_CAPITAL)) + capital(letters.slice(SECOND_CAPITAL));
  }

  /** A whole number from `low` to `high`, both included; they are less than 2^32 apart. */
  number(low: number, high: number): number {
    return low + (this.#digest().readUInt32BE(0) % (high - low + 1));
  }

  /** A random word and what programs lose or change: other scripts, an accent, digits, an emoji. */
  text(): RandomText {
    const word = this.word();
    return { text: `${word} ${OTHER_SCRIPTS}`, word };
  }

  #digest(): Buffer {
    this.#count += 1;
    return createHash('sha256').update(`${this.seed}/${this.#count}`).digest();
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
