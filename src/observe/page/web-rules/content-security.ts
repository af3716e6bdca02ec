import { createHash } from 'node:crypto';

/**
 * What the page wants to do. `text` is the script's own, `nonce` empty where the element has none that counts. `parserInserted`: the parser
 * put the script into the page, and no other script. `integrity`: the attribute's value.
 */
export type PolicyQuestion =
  | { readonly kind: 'connect'; readonly url: URL }
  | {
      readonly kind: 'script';
      readonly url: URL;
      readonly nonce: string;
      readonly parserInserted: boolean;
      readonly integrity: string;
    }
  | { readonly kind: 'inline'; readonly text: string; readonly nonce: string; readonly parserInserted: boolean }
  /** An event handler attribute (`onclick`), or the script of a `javascript:` URL. */
  | { readonly kind: 'handler' | 'script-url'; readonly text: string }
  /** Text that a script makes code of: `eval`, `new Function`, a timer. */
  | { readonly kind: 'eval' };

type Policy = ReadonlyMap<string, readonly string[]>;

/** Where a directive is missing, the next one applies (CSP3, "Get fetch directive fallback list"; `eval`: "EnsureCSPDoesNotBlockStringCompilation"). */
const fallbacks: Readonly<Record<PolicyQuestion['kind'], readonly string[]>> = {
  connect: ['connect-src', 'default-src'],
  script: ['script-src-elem', 'script-src', 'default-src'],
  inline: ['script-src-elem', 'script-src', 'default-src'],
  'script-url': ['script-src-elem', 'script-src', 'default-src'],
  handler: ['script-src-attr', 'script-src', 'default-src'],
  eval: ['script-src', 'default-src'],
};

/** The Content Security Policies of one page (CSP Level 3): every one of them must allow the action. */
export class ContentSecurity {
  readonly #own: URL;
  readonly #policies: Policy[] = [];

  constructor(own: URL, header: string | undefined) {
    this.#own = own;
    if (header !== undefined) this.add(header);
  }

  /** @param text a header's or meta element's value; commas separate policies */
  add(text: string): void {
    for (const policy of text.split(',')) {
      const directives = new Map<string, readonly string[]>();
      for (const directive of policy.split(';')) {
        const [name, ...sources] = directive.trim().split(/\s+/);
        // The first directive with a given name counts.
        if (name !== undefined && name !== '' && !directives.has(name.toLowerCase()))
          directives.set(name.toLowerCase(), sources);
      }
      if (directives.size > 0) this.#policies.push(directives);
    }
  }

  /** The directive that forbids it, as written in the policy; undefined when all policies allow it. */
  refusal(question: PolicyQuestion): string | undefined {
    for (const policy of this.#policies) {
      const name = fallbacks[question.kind].find((candidate) => policy.has(candidate));
      if (name === undefined) continue;
      const sources = policy.get(name) ?? [];
      if (!this.#allows(sources, question)) return [name, ...sources].join(' ');
    }
    return undefined;
  }

  /** Whether the page has a policy at all. */
  get exists(): boolean {
    return this.#policies.length > 0;
  }

  /** Whether a policy has rules for Trusted Types: which values may become markup or code, and which policies may make them. */
  get rulesTrustedTypes(): boolean {
    return this.#policies.some(
      (policy) =>
        policy.has('trusted-types') ||
        (policy.get('require-trusted-types-for') ?? []).some((group) => group.toLowerCase() === "'script'"),
    );
  }

  #allows(sources: readonly string[], question: PolicyQuestion): boolean {
    switch (question.kind) {
      case 'connect':
        return sources.some((source) => this.#matches(source, question.url));
      case 'eval':
        return hasKeyword(sources, 'unsafe-eval');
      case 'script':
        return this.#allowsFile(sources, question);
      case 'inline':
        return (
          allowsAllInline(sources) ||
          hasNonce(sources, question.nonce) ||
          hasDigest(sources, question.text) ||
          // Chromium: a script that another script puts into the page has its trust, whether it is a file or not.
          (hasKeyword(sources, 'strict-dynamic') && !question.parserInserted)
        );
      case 'handler':
      case 'script-url':
        return allowsAllInline(sources) || (hasKeyword(sources, 'unsafe-hashes') && hasDigest(sources, question.text));
    }
  }

  /** CSP3, "Script directives pre-request check". */
  #allowsFile(sources: readonly string[], question: PolicyQuestion & { readonly kind: 'script' }): boolean {
    if (hasNonce(sources, question.nonce)) return true;
    const digests = question.integrity.split(/\s+/).filter((each) => /^sha(?:256|384|512)-/i.test(each));
    const known = hashesOf(sources);
    if (digests.length > 0 && digests.every((each) => known.includes(likeHash(each)))) return true;
    if (hasKeyword(sources, 'strict-dynamic')) return !question.parserInserted;
    return sources.some((source) => this.#matches(source, question.url));
  }

  #matches(source: string, url: URL): boolean {
    const expression = source.toLowerCase();
    if (expression === "'none'") return false;
    if (expression === "'self'")
      return (
        url.hostname === this.#own.hostname &&
        portOf(url) === portOf(this.#own) &&
        coversSelf(this.#own.protocol, url.protocol)
      );
    if (expression === '*') return ['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol);
    if (/^[a-z][a-z0-9+.-]*:$/.test(expression)) return upgrades(expression, url.protocol);
    const [, scheme, host, port, path] =
      /^(?:([a-z][a-z0-9+.-]*):\/\/)?(\[[^\]]*\]|[^/:]+)(?::(\d+|\*))?(\/.*)?$/.exec(expression) ?? [];
    if (host === undefined || host.startsWith("'")) return false;
    if (!upgrades(scheme === undefined ? this.#own.protocol : `${scheme}:`, url.protocol)) return false;
    if (host.startsWith('*.') ? !url.hostname.endsWith(host.slice(1)) : host !== '*' && host !== url.hostname)
      return false;
    if (port === undefined ? url.port !== '' : port !== '*' && port !== portOf(url)) return false;
    if (path === undefined || path === '/') return true;
    return path.endsWith('/') ? url.pathname.toLowerCase().startsWith(path) : url.pathname.toLowerCase() === path;
  }
}

function hasKeyword(sources: readonly string[], keyword: string): boolean {
  return sources.some((source) => source.toLowerCase() === `'${keyword}'`);
}

function hasNonce(sources: readonly string[], nonce: string): boolean {
  return nonce !== '' && sources.some((source) => source.replace(/^'nonce-/i, "'nonce-") === `'nonce-${nonce}'`);
}

/** CSP3, "Does a source list allow all inline behavior for type?": a nonce, a hash or 'strict-dynamic' makes browsers ignore 'unsafe-inline'. */
function allowsAllInline(sources: readonly string[]): boolean {
  const strict =
    hashesOf(sources).length > 0 ||
    sources.some((source) => /^'nonce-/i.test(source)) ||
    hasKeyword(sources, 'strict-dynamic');
  return !strict && hasKeyword(sources, 'unsafe-inline');
}

function hasDigest(sources: readonly string[], text: string): boolean {
  const hashes = hashesOf(sources);
  return ['sha256', 'sha384', 'sha512'].some((algorithm) =>
    hashes.includes(likeHash(`${algorithm}-${createHash(algorithm).update(text).digest('base64')}`)),
  );
}

/** The hashes of a source list, as `likeHash` writes them. */
function hashesOf(sources: readonly string[]): readonly string[] {
  return sources
    .filter((source) => /^'sha(?:256|384|512)-.+'$/i.test(source))
    .map((source) => likeHash(source.slice(1, -1)));
}

/** One way of writing a digest: base64 and base64url are the same in a policy. */
function likeHash(written: string): string {
  const [algorithm = '', ...digest] = written.split('-');
  return `${algorithm.toLowerCase()}-${digest.join('-').replaceAll('-', '+').replaceAll('_', '/')}`;
}

function portOf(url: URL): string {
  if (url.port !== '') return url.port;
  return url.protocol === 'https:' || url.protocol === 'wss:' ? '443' : '80';
}

/** What an expression's scheme allows in Chromium: itself and its secure form. CSP3 specifies more for `http:` on a plain page. */
function upgrades(allowed: string, actual: string): boolean {
  return allowed === actual || (allowed === 'http:' && actual === 'https:') || (allowed === 'ws:' && actual === 'wss:');
}

/** 'self' covers the page's host over WebSocket too. */
function coversSelf(own: string, actual: string): boolean {
  return upgrades(own, actual.replace('ws', 'http'));
}
