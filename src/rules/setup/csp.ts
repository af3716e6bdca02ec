import type { FactsByCode } from '../../model/finding.ts';
import type { ObservedPage, PageRule } from '../observed-page.ts';

type Blocked = FactsByCode['page/csp-blocks']['blocks'];

/** What the browsers' own sentences say that was blocked, in Chromium's words of several years. Styles decide nothing here. */
const KINDS: readonly (readonly [RegExp, Blocked | undefined])[] = [
  [/style|font|image|frame/iu, undefined],
  [/Trusted(?:HTML|Script|Type)/u, 'trusted-types'],
  [/event handler|JavaScript URL/iu, 'handler'],
  [/inline script/iu, 'inline'],
  [/evaluat|unsafe-eval/iu, 'eval'],
  [/load(?:ing)? the script/iu, 'script'],
  [/connect/iu, 'connection'],
];

/** A browser names the policy in each complaint but those about Trusted Types. */
const OF_A_POLICY =
  /Content.Security.Policy|requires? '?Trusted(?:HTML|Script|ScriptURL)'? assignment|Trusted Type assignment/iu;

function kindOf(complaint: string): Blocked | undefined {
  if (/Trusted Type assignment/u.test(complaint)) return 'trusted-types';
  // The directive names other things than the one that was blocked.
  const said = complaint.split(/violates/iu)[0] ?? complaint;
  return KINDS.find(([pattern]) => pattern.test(said))?.[1];
}

/** The page's policy forbids one of these (Content Security Policy 3). The policy is in a meta tag, or the server sends it. */
export function cspBlocks(...kinds: readonly Blocked[]): PageRule {
  return (page) => {
    const complaints = page.complaints.filter((text) => OF_A_POLICY.test(text));
    const directive = complaints.find((text) => kinds.some((kind) => kind === kindOf(text)));
    if (directive === undefined) return undefined;
    return {
      code: 'page/csp-blocks',
      severity: 'error',
      facts: { directive, blocks: kindOf(directive) ?? 'connection' },
      evidence: page.evidence(policyPlace(page), { received: directive }),
    };
  };
}

/** A browser's complaint names the address without what follows the path. */
function withoutQuery(url: string): string {
  return url.split(/[?#]/u, 1)[0] ?? url;
}

/** Whether the policy forbids the connection to this address. @param url as the browser got it */
export function isForbidden({ complaints }: ObservedPage, url: string): boolean {
  return complaints.some(
    (text) => OF_A_POLICY.test(text) && kindOf(text) === 'connection' && text.includes(withoutQuery(url)),
  );
}

function policyPlace(page: ObservedPage): ReturnType<ObservedPage['place']> {
  const meta = page.place(
    ({ tag, attributes }) => tag === 'meta' && /content-security-policy/iu.test(attributes['http-equiv'] ?? ''),
  );
  return meta.length > 0 ? meta : page.locate.find('server', /content-security-policy/iu);
}

/** The policy forbids a script of the page itself: what that would have done did not happen. */
export const ownScriptBlocked: PageRule = cspBlocks('inline', 'handler', 'eval', 'script', 'trusted-types');

/** A form with a handler in an attribute, which the policy forbids: without it the browser submits the form itself. */
export const handlersBlocked: PageRule = (page) => {
  const handles = page.markup.some(
    ({ tag, attributes }) =>
      ['form', 'button', 'input', 'textarea'].includes(tag) &&
      Object.keys(attributes).some((name) => name.startsWith('on')),
  );
  return handles ? cspBlocks('handler')(page) : undefined;
};
