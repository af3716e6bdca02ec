import type { EscapingChain, TextChange } from '../../model/text-change.ts';
import { inline } from '../visible.ts';

/** What a text goes through on the server, for each language. */
export interface InLanguages {
  readonly node: string;
  readonly python: string;
  readonly other: string;
}

/** The texts about one way in which a text was changed. */
export interface ChangeWords {
  /** What happens to the text, after "the server" or "the page": `loses é and ż`. */
  readonly does: string;
  readonly cause: string;
  readonly fix: InLanguages;
}

const READ_UTF8: InLanguages = {
  node: '`data.toString()` reads UTF-8; call it without `"latin1"`, `"ascii"` or `"binary"`, and put the result into the reply as it is.',
  python:
    'put the string from `receive_text()` into the reply as it is, without `.encode(…)` and `.decode("latin-1")`.',
  other: 'Read the message as UTF-8 and send the reply as UTF-8, each exactly once.',
};

const MOST_NAMED = 4;

/** `é, ż and 漢`, no more than a few of them. */
function named(characters: string): string {
  const all = [...characters].map((character) => (character === ' ' ? 'the spaces' : inline(character)));
  const shown = all.length > MOST_NAMED ? [...all.slice(0, MOST_NAMED), 'others'] : all;
  return new Intl.ListFormat('en-GB').format(shown);
}

/** The sentences about a change; undefined: it has no name, or another entry says it better. */
export function changeWords(change: TextChange): ChangeWords | undefined {
  switch (change.kind) {
    case 'case':
      return caseWords(change.to);
    case 'lost':
      return lostWords(`loses ${named(change.characters)}`, change.characters);
    case 'replaced':
      return lostWords(`replaces ${named(change.characters)} by "${inline(change.by)}"`, change.characters);
    case 'accents':
      return {
        does: `removes the accents of ${named(change.characters)}`,
        cause: 'The letters are decomposed (NFD, NFKD), and the accents removed.',
        fix: keepText('`.normalize("NFD")` and `.replace(…)`', '`unicodedata.normalize(…)`'),
      };
    case 'mojibake':
      return {
        does: 'reads UTF-8 in another encoding',
        cause: `In UTF-8 a character that is not ASCII has two to four bytes. They were read as ${ENCODINGS[change.readAs]}, one character for each byte.`,
        fix: READ_UTF8,
      };
    case 'percent-encoded':
      return {
        does: 'percent-encodes the text',
        cause:
          'It is percent-encoded, as for a URL. Neither a WebSocket message nor HTML is decoded in this way, so `%` and digits are what shows.',
        fix: keepText('`encodeURIComponent`, `encodeURI` or `escape`', '`urllib.parse.quote`'),
      };
    case 'reversed':
      return {
        does: 'reverses the text',
        cause: 'The characters come back from the last to the first.',
        fix: AS_IT_IS,
      };
    case 'cut':
      return {
        does: 'cuts the text',
        cause: 'Only its beginning came back.',
        fix: keepText('`slice`, `substring` or `split`', 'a slice or `split`'),
      };
    case 'escaped-twice':
      return change.chain === undefined ? undefined : CHAINS[change.chain];
    case 'ampersand-unescaped':
    case 'json-escaped':
    case 'tags-removed':
    case 'other':
      return undefined;
  }
}

const IN_ORDER = '`message.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")`';
const AGAIN = 'The server escapes `&` after another sign, so the `&` of `&lt;` is escaped again.';

/** The signs of a text are escaped one after the other. */
const CHAINS: Readonly<Record<EscapingChain, ChangeWords>> = {
  'ampersand-last': {
    does: 'escapes the text twice',
    cause: AGAIN,
    fix: {
      node: `Escape \`&\` first, and then the others: ${IN_ORDER}.`,
      python:
        'escape `&` first, and then the others; `html.escape(message)`, with `import html`, does it in the right order.',
      other: 'Escape `&` first, and then the others.',
    },
  },
  'first-only': {
    does: 'escapes the first of each sign only, and `&` last',
    cause: `${AGAIN} \`replace\` with a string replaces only the first of each sign, so the tag at the end of the message is still a tag.`,
    fix: {
      node: `Escape \`&\` first, and write \`replaceAll\` instead of \`replace\`: ${IN_ORDER}. A regular expression with \`g\` replaces all, too.`,
      python: 'escape all of them, `&` first: `html.escape(message)`, with `import html`, does it.',
      other: 'Replace every occurrence of each sign, and `&` first.',
    },
  },
};

const ENCODINGS = { latin1: 'Latin-1', 'windows-1252': 'Windows-1252', ascii: 'ASCII' } as const;

const AS_IT_IS: InLanguages = {
  node: 'Put the string from `data.toString()` into the reply as it is.',
  python: 'put the string from `receive_text()` into the reply as it is.',
  other: 'Put the text into the reply as it is.',
};

/** @param js what to remove in JavaScript @param python what to remove in Python */
function keepText(js: string, python: string): InLanguages {
  return {
    node: `Remove ${js}, and put the text into the reply as it is.`,
    python: `remove ${python}, and put the text into the reply as it is.`,
    other: 'Remove the function that does this, and put the text into the reply as it is.',
  };
}

function caseWords(to: 'lower' | 'upper' | 'other'): ChangeWords {
  const [js, python] = {
    lower: ['`toLowerCase()`', '`.lower()`'] as const,
    upper: ['`toUpperCase()`', '`.upper()`'] as const,
    other: ['the function that changes the case', '`.title()`, `.capitalize()` or `.swapcase()`'] as const,
  }[to];
  const [capital, small] = ['Small letters came back as capital ones.', 'Capital letters came back as small ones.'];
  return {
    does: 'changes the case of the text',
    cause: { lower: small, upper: capital, other: 'Capital and small letters are not where they were sent.' }[to],
    fix: keepText(js, python),
  };
}

function lostWords(does: string, characters: string): ChangeWords {
  const isAscii = /^\p{ASCII}*$/u.test(characters);
  return {
    does,
    cause: isAscii
      ? 'The program keeps only some characters of the text.'
      : 'Characters that are not ASCII are removed or replaced, or the text is read or written in an encoding that does not have them.',
    fix: isAscii
      ? keepText('the `replace(…)` that does this', '`re.sub(…)` or the filter that does this')
      : {
          node: `Remove the \`replace(…)\` that keeps only ASCII. ${READ_UTF8.node}`,
          python:
            'put the string from `receive_text()` into the reply as it is, without `.encode("ascii", …)` or `re.sub`.',
          other: READ_UTF8.other,
        },
  };
}
