import type { Credentials } from '../../model/credentials.ts';

// Values that let somebody in are masked in all that is printed. A page is judged by what it really got; only the report is masked.

/** What is printed in the place of a secret. */
export const MASKED = '[masked]';

/** Shorter values are in too many words: they are masked only where their name is beside them. */
const LEAST = 4;
/** A page may send a new token with each message. The patterns below find all of them; values beyond these are not looked for elsewhere. */
const MOST_KNOWN = 1000;
/** Of them, also parts at a cut are looked for. */
const MOST_CUT = 100;

/** In any place. */
const WORDS = String.raw`[\w.-]*(?:token|secret|passw(?:or)?d|api[-_]?key|session|credential|csrf|xsrf|jwt)[\w.-]*|authorization`;
/** In an address they mean what lets somebody in; elsewhere `key` may be the key of a row. */
const IN_QUERY = String.raw`${WORDS}|(?:access[-_]?)?key|auth|sig(?:nature)?|sid`;
const NAMED = new RegExp(`^(?:${WORDS}|(?:set-)?cookie|proxy-authorization)$`, 'iu');
const QUOTE = String.raw`(?:\\*["']|&quot;|&#34;|&#39;)`;

/** Each finds a name or a beginning, which stays, and a value. */
const PATTERNS: readonly RegExp[] = [
  // A JSON Web Token: both its parts are JSON objects in base64url (RFC 7519).
  /()(\beyJ[\w-]{8,}(?:\.[\w-]+){0,2})/gu,
  // The password in an address.
  /(:\/\/[^/\s:@"'<>]*:)([^/\s@"'<>]+)(?=@)/gu,
  // In the query of an address.
  new RegExp(String.raw`([?&;](?:${IN_QUERY})=)([^&#\s"'<>\\)\]}]+)`, 'giu'),
  /(\b(?:Bearer|Basic|Token)\s+)([\w.~+/=-]{8,})/gu,
  /(\b(?:set-cookie|cookie)\s*:\s*[^=\s;]+=)([^;\s,"'<]+)/giu,
  // In JSON, also inside an attribute.
  new RegExp(String.raw`(${QUOTE}(?:${WORDS})${QUOTE}\s*:\s*${QUOTE})([^"'&\\]{4,})`, 'giu'),
  // A hidden field of a form, and what is typed into it.
  new RegExp(String.raw`(\bname=["']?(?:${WORDS})["']?(?:\s[^<>]*?)?\s(?:value|content)=["'])([^"']+)`, 'giu'),
];

/** What is secret in one visit, and the texts without it. */
export class Secrets {
  readonly #isShown: boolean;
  readonly #known = new Set<string>();
  /** Values that are masked only after their names: `name=value`. */
  readonly #pairs = new Set<string>();
  #matcher: RegExp | undefined;

  /** @param options.isShown nothing is masked */
  constructor(options: { readonly isShown: boolean; readonly credentials?: Credentials | undefined }) {
    this.#isShown = options.isShown;
    const { headers = {}, cookies = [] } = options.credentials ?? {};
    for (const value of Object.values(headers)) this.learnHeader(value);
    for (const { name, value } of cookies) {
      this.#learnPair(name, value);
      this.#learn(value);
    }
  }

  /** A cookie that a server has set. A plain word (`dark`, `true`, `en-US`) lets nobody in: it is masked only beside its name. */
  learnCookie(name: string, value: string): void {
    const isWord = /^(?:[a-z]{1,10}|[a-z]{2}[-_][a-z]{2})$/iu.test(value) && !NAMED.test(name) && !/sid/iu.test(name);
    this.#learnPair(name, value);
    if (!isWord) this.#learn(value);
  }

  /** Learns what looks like a secret in any text of a value, so that it is found elsewhere, too. */
  learnFrom(value: unknown): void {
    if (this.#isShown) return;
    eachText(value, (text) => {
      for (const pattern of PATTERNS) for (const [, , found = ''] of text.matchAll(pattern)) this.#learnSeen(found);
    });
  }

  /** A copy without secrets, of a text or of anything that is made of texts. */
  mask<T>(value: T): T {
    return this.#isShown ? value : (this.#masked(value) as T);
  }

  #masked(value: unknown): unknown {
    if (typeof value === 'string') return this.#text(value);
    if (Array.isArray(value)) return value.map((each) => this.#masked(each));
    if (value === null || typeof value !== 'object') return value;
    const { name } = value as { readonly name?: unknown };
    const isField = typeof name === 'string' && NAMED.test(name);
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => {
        const isSecret = NAMED.test(key) || (isField && key === 'value');
        return [this.#text(key), isSecret && typeof each === 'string' && each !== '' ? MASKED : this.#masked(each)];
      }),
    );
  }

  #text(text: string): string {
    let masked = text.replace(this.#matcherNow, MASKED);
    for (const pattern of PATTERNS)
      masked = masked.replace(pattern, (_, before: string, value: string) => `${before}${hidden(value)}`);
    return this.#withoutParts(masked);
  }

  /** A text that is cut begins or ends with a part of a value. */
  #withoutParts(text: string): string {
    const cut = [...this.#known].slice(0, MOST_CUT).filter((value) => value.length > LEAST);
    if (cut.length === 0) return text;
    return text
      .split(/(\s?…(?: \(\d+ characters\) …)?\s?)/u)
      .map((part) => cut.reduce((left, value) => withoutPart(left, value), part))
      .join('');
  }

  get #matcherNow(): RegExp {
    const pairs = [...this.#pairs].map((pair) => String.raw`(?<![\w-])${escaped(pair)}(?!\w)`);
    const longest = [...this.#known].toSorted((a, b) => b.length - a.length).map(escaped);
    // Nothing matches this.
    this.#matcher ??= new RegExp([...pairs, ...longest].join('|') || '(?!)', 'gu');
    return this.#matcher;
  }

  #learnPair(name: string, value: string): void {
    if (value !== '') this.#pairs.add(`${name}=${value}`);
    this.#matcher = undefined;
  }

  /** The whole value, and what is in it: the token after `Bearer`, the password in `Basic`. */
  learnHeader(value: string): void {
    this.#learn(value);
    const [, scheme = '', rest = ''] = /^(\w+)\s+(\S.*)$/u.exec(value) ?? [];
    if (rest !== '') this.#learn(rest);
    if (!/^basic$/iu.test(scheme)) return;
    const plain = Buffer.from(rest, 'base64').toString('utf8');
    this.#learn(plain);
    this.#learn(plain.slice(plain.indexOf(':') + 1));
  }

  /** @param value found by a pattern; a short one may be any word */
  #learnSeen(value: string): void {
    if (value.length >= 8) this.#learn(value);
  }

  #learn(value: string): void {
    for (const form of formsOf(value))
      if (form.length >= LEAST && form !== MASKED && this.#known.size < MOST_KNOWN) this.#known.add(form);
    this.#matcher = undefined;
  }
}

/** A value as it is written in an address, in HTML and in JSON. */
function formsOf(value: string): readonly string[] {
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    value,
    decoded(value),
    encodeURIComponent(value),
    html,
    html.replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    JSON.stringify(value).slice(1, -1),
  ];
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** A pattern may end within what has been masked. */
function hidden(value: string): string {
  return value.includes(MASKED.slice(0, -1)) ? value : MASKED;
}

/** Without the end of the value at its beginning, and the beginning of the value at its end. */
function withoutPart(text: string, value: string): string {
  let left = text;
  for (let length = Math.min(value.length, left.length); length >= LEAST; length -= 1) {
    if (left.endsWith(value.slice(0, length))) return `${withoutHead(left.slice(0, -length), value)}${MASKED}`;
  }
  left = withoutHead(left, value);
  return left;
}

function withoutHead(text: string, value: string): string {
  for (let length = Math.min(value.length, text.length); length >= LEAST; length -= 1) {
    if (text.startsWith(value.slice(-length))) return `${MASKED}${text.slice(length)}`;
  }
  return text;
}

function eachText(value: unknown, look: (text: string) => void): void {
  if (typeof value === 'string') look(value);
  else if (value !== null && typeof value === 'object') for (const each of Object.values(value)) eachText(each, look);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
