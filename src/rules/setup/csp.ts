import type { PageRule } from '../observed-page.ts';

/** The page's policy forbids the connection (Content Security Policy 3, "connect-src"). It is in a meta tag, or the server sends it. */
export const cspBlocks: PageRule = (page) => {
  const directive = page.complaints.find((text) => /Content.Security.Policy/iu.test(text));
  if (directive === undefined) return undefined;
  const meta = page.place(
    ({ tag, attributes }) => tag === 'meta' && /content-security-policy/iu.test(attributes['http-equiv'] ?? ''),
  );
  const where = meta.length > 0 ? meta : page.locate.find('server', /content-security-policy/iu);
  return {
    code: 'page/csp-blocks',
    severity: 'error',
    facts: { directive },
    evidence: page.evidence(where, { received: directive }),
  };
};
