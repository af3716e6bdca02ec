import { createHash, randomBytes } from 'node:crypto';

const CONSONANTS = 'bdfgklmnprstvz';
const VOWELS = 'aeiou';

/** Random words that no answer contains by accident, reproducible from the seed. */
export class RandomWords {
  readonly seed: string;
  #count = 0;

  constructor(seed: string = randomBytes(4).toString('hex')) {
    this.seed = seed;
  }

  /** Ten letters, no digits, so that a number in a reply never comes from our word. */
  word(): string {
    this.#count += 1;
    const digest = createHash('sha256').update(`${this.seed}/${this.#count}`).digest();
    let word = '';
    for (let index = 0; index < 10; index += 1) {
      const letters = index % 2 === 0 ? CONSONANTS : VOWELS;
      word += letters[(digest[index] ?? 0) % letters.length] ?? '';
    }
    return word;
  }
}
