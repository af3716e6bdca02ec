import { randomBytes } from 'node:crypto';
import { ContentSecurity } from '../page/web-rules/content-security.ts';
import { withField } from './head.ts';
import type { Field, Head } from './head.ts';

/** Addresses of the instruments, on the page's own origin. */
export interface InstrumentUrls {
  readonly script: URL;
  /** Where they report to: `ws:`. */
  readonly report: URL;
}

/** How the script's tag has to be, and the page's head with it. */
export interface PolicyPlan {
  /** Of the tag; '': none is needed. */
  readonly nonce: string;
  readonly head: Head;
  /** Directives to which an address was added, by name. */
  readonly changed: readonly string[];
}

const POLICY = 'content-security-policy';

/**
 * Makes a page's policy allow the instruments. Where it names a nonce, their tag has it, so that the policy stays as it is; where it forbids
 * them all the same, their own two addresses are added to the directives that do. A policy in a meta element comes too late to forbid them.
 */
export function allowedBy(head: Head, urls: InstrumentUrls): PolicyPlan {
  const policies = head.fields.filter(([name]) => name.trim().toLowerCase() === POLICY);
  if (policies.length === 0) return { nonce: '', head, changed: [] };
  const all = policies.map(([, value]) => value).join(';');
  const named = /'nonce-([\w+/=-]+)'/iu.exec(all)?.[1];
  // Where this keyword is, browsers ignore addresses of files.
  const nonce = named ?? (/'strict-dynamic'/iu.test(all) ? randomBytes(12).toString('base64') : '');
  const changed = new Set<string>();
  const allow = (policy: string): string => {
    const own = new ContentSecurity(urls.script, policy);
    const script = { kind: 'script', url: urls.script, nonce, parserInserted: true, integrity: '' } as const;
    const source = named === undefined && nonce !== '' ? `'nonce-${nonce}'` : urls.script.href;
    const withScript = own.refusal(script) === undefined ? policy : widened(policy, SCRIPT, source, changed);
    const connect = { kind: 'connect', url: urls.report } as const;
    return own.refusal(connect) === undefined ? withScript : widened(withScript, CONNECT, urls.report.href, changed);
  };
  const fields = head.fields.map(([name, value]): Field =>
    name.trim().toLowerCase() === POLICY ? [name, value.split(',').map(allow).join(',')] : [name, value],
  );
  return { nonce, head: { ...head, fields }, changed: [...changed] };
}

/** Where a directive is missing, the next one applies. */
const SCRIPT = ['script-src-elem', 'script-src', 'default-src'];
const CONNECT = ['connect-src', 'default-src'];

/** The policy with one more source in the directive that applies. `default-src` stays as it is: the missing directive gets its sources. */
function widened(policy: string, names: readonly string[], source: string, changed: Set<string>): string {
  const directives = policy.split(';').map((each) => each.trim());
  const nameOf = (directive: string): string => (directive.split(/\s+/u)[0] ?? '').toLowerCase();
  const name = names.find((each) => directives.some((directive) => nameOf(directive) === each));
  const directive = directives.find((each) => nameOf(each) === name);
  if (name === undefined || directive === undefined) return policy;
  const sources = directive.split(/\s+/u).slice(1);
  const all = [...sources.filter((each) => each.toLowerCase() !== "'none'"), source].join(' ');
  const target = name === 'default-src' ? (names === CONNECT ? 'connect-src' : 'script-src') : name;
  changed.add(target);
  if (name === 'default-src') return [...directives.filter((each) => each !== ''), `${target} ${all}`].join('; ');
  return directives.map((each) => (each === directive ? `${name} ${all}` : each)).join('; ');
}

/** The head without what would let a browser keep a page with the instruments in it for a time when they are not there. */
export function notKept(head: Head): Head {
  return withField(head, 'Cache-Control', 'no-store');
}
