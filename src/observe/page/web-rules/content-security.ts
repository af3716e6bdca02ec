import { createHash } from 'node:crypto';

/** What the page wants to do. `inline` has the script's text and its nonce. */
export type PolicyQuestion =
  | { readonly kind: 'connect'; readonly url: URL }
  | { readonly kind: 'script'; readonly url: URL; readonly nonce: string }
  | { readonly kind: 'inline'; readonly text: string; readonly nonce: string };

type Policy = ReadonlyMap<string, readonly string[]>;

const fallbacks = {
  connect: ['connect-src', 'default-src'],
  script: ['script-src-elem', 'script-src', 'default-src'],
  inline: ['script-src-elem', 'script-src', 'default-src'],
} as const;

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

  #allows(sources: readonly string[], question: PolicyQuestion): boolean {
    if (question.kind !== 'connect' && question.nonce !== '' && sources.includes(`'nonce-${question.nonce}'`))
      return true;
    if (question.kind !== 'inline') return sources.some((source) => this.#matches(source, question.url));
    const hashes = sources.filter((source) => /^'sha(?:256|384|512)-/.test(source));
    // A nonce or a hash makes browsers ignore 'unsafe-inline'.
    const strict =
      hashes.length > 0 || sources.some((source) => source.startsWith("'nonce-") || source === "'strict-dynamic'");
    if (!strict && sources.some((source) => source.toLowerCase() === "'unsafe-inline'")) return true;
    return hashes.some((source) => {
      const [, algorithm = '', digest] = /^'(sha\d+)-(.+)'$/.exec(source) ?? [];
      return digest !== undefined && createHash(algorithm).update(question.text).digest('base64') === digest;
    });
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
