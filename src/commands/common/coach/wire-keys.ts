import { CLOSE_CODES } from '../../../model/weather.ts';
import type { CloseCode, Weather } from '../../../model/weather.ts';
import { NOBODY } from './page-wire.ts';
import type { PageWire } from './page-wire.ts';

/** How late a delayed message is. Milliseconds. */
const DELAY_MS = 3000;

/** The keys that act on the connections of the person's own pages, in the order in which they are told. */
export const WIRE_KEYS = [
  { key: 's', words: 'send a fragment into your page' },
  { key: '+', words: 'send the right example of the step' },
  { key: '-', words: 'send the wrong one' },
  { key: 'd', words: 'drop the next message' },
  { key: '2', words: 'double it' },
  { key: 'l', words: 'hold it up' },
  { key: 'f', words: 'freeze the tab, and let it go on' },
  { key: 'c', words: 'cut the connection' },
  { key: 't', words: 'take another connection or tab' },
] as const;

/** The same in one sentence. */
export const WIRE_KEYS_SENTENCE =
  's sends a fragment into your page, + and - the right and the wrong example of the step; d drops the next message, 2 doubles it, l holds it up, f freezes the tab, c cuts the connection; t takes another one.';

const CODE_WORDS: Readonly<Record<CloseCode, string>> = {
  1000: 'closed normally',
  1001: 'going away',
  1006: 'without a close frame',
  1011: 'the server failed',
  1012: 'the server restarts',
  1013: 'too busy',
};

/** What a key asks of whoever has read it. `line`: a line that the person types, for `type`. */
export type WireKeyAnswer = 'unknown' | 'done' | 'line';

/**
 * The keys of `PageWire`, for any screen. Give each key to `press`, a character as it was typed; `unknown` means that it is none of these. After
 * `line`, let the person type one (cut nothing off, change no capitals) and give it to `type`. Sentences go to `say`, one after the other.
 */
export class WireKeys {
  readonly #wire: () => PageWire | undefined;
  readonly #say: (sentence: string) => void;
  /** The next key names a close code. */
  #isCutting = false;

  /** @param wire undefined: nothing is in front of the server now */
  constructor(wire: () => PageWire | undefined, say: (sentence: string) => void) {
    this.#wire = wire;
    this.#say = say;
  }

  press(key: string): WireKeyAnswer {
    const wire = this.#wire();
    if (this.#isCutting) return this.#cut(key, wire);
    if (!WIRE_KEYS.some((each) => each.key === key)) return 'unknown';
    if (wire === undefined) return this.#tell('The tutor is not in front of your server now.');
    switch (key) {
      case 's': {
        const target = wire.target();
        if (target === undefined) return this.#tell(NOBODY);
        this.#say(`Type what goes into ${target}, then Enter; an empty line sends nothing.`);
        return 'line';
      }
      case '+':
      case '-':
        return this.#tell(wire.sendExample(key === '+' ? 'right' : 'wrong'));
      case 't':
        return this.#tell(wire.nextTarget());
      case 'c':
        return this.#askCode(wire);
      default:
        return this.#tell(wire.change(WEATHER[key] ?? { type: 'freeze' }));
    }
  }

  /** The line that the person has typed. */
  type(line: string): void {
    if (line.trim() !== '') this.#tell(this.#wire()?.send(line));
  }

  #askCode(wire: PageWire): WireKeyAnswer {
    const target = wire.target();
    if (target === undefined) return this.#tell(NOBODY);
    // A stream has no close codes.
    if (target.includes('event stream')) return this.#tell(wire.change({ type: 'cut', code: 1006 }));
    this.#isCutting = true;
    const codes = CLOSE_CODES.map((code, at) => `${at + 1}: ${code} ${CODE_WORDS[code]}`).join(', ');
    return this.#tell(`Cut ${target} with which close code? ${codes}; any other key leaves it.`);
  }

  #cut(key: string, wire: PageWire | undefined): WireKeyAnswer {
    this.#isCutting = false;
    const code = CLOSE_CODES[Number(key) - 1];
    if (code !== undefined) return this.#tell(wire?.change({ type: 'cut', code }));
    return this.#tell('It stays connected.');
  }

  #tell(sentence: string | undefined): WireKeyAnswer {
    if (sentence !== undefined) this.#say(sentence);
    return 'done';
  }
}

const WEATHER: Readonly<Record<string, Weather>> = {
  d: { type: 'drop' },
  '2': { type: 'duplicate' },
  l: { type: 'delay', ms: DELAY_MS },
  f: { type: 'freeze' },
};
