import type { SourceLocator } from '../locate.ts';
import { quoted } from '../places.ts';
import type { Rule } from '../rule.ts';

/** The answer to a request for the page. */
export interface DocumentView {
  readonly status: number;
  /** Keyed by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Path of the request. */
  readonly path: string;
  readonly locate: SourceLocator;
}

const LOOKS_LIKE_HTML =
  /^[\s\uFEFF]*<(?:!doctype html|!--|html|head|body|script|title|style|div|h1|p|a|b|br|table|iframe)[\s>]/iu;

/** A browser would show the answer as text, or save it. Without a type it sniffs the first bytes (WHATWG MIME Sniffing, section 7.1). */
export const notHtml: Rule<DocumentView> = ({ status, headers, body, path, locate }) => {
  const contentType = headers['content-type'] ?? '';
  const sniffed = contentType === '' && headers['x-content-type-options'] !== 'nosniff';
  if (status >= 300 || (sniffed && LOOKS_LIKE_HTML.test(body))) return undefined;
  if (/\b(?:text\/html|application\/xhtml\+xml)\b/iu.test(contentType)) return undefined;
  return {
    code: 'page/not-html',
    severity: 'error',
    facts: { contentType },
    evidence: {
      did: { kind: 'http', path },
      received: body.slice(0, 300),
      where: locate.find(
        'server',
        /content-type/iu,
        new RegExp(String.raw`^\s*@\w[\w.]*\(\s*${quoted(path).source}`, 'u'),
      ),
    },
  };
};

/** A page without any text: no file was found, or nothing was passed on. */
export const emptyPage: Rule<DocumentView> = ({ status, body, path, locate }) =>
  status >= 300 || body.trim() !== ''
    ? undefined
    : {
        code: 'page/not-served',
        severity: 'error',
        facts: { status, error: '', empty: true },
        evidence: { did: { kind: 'http', path }, answer: { status }, where: locate.find('server', quoted(path)) },
      };
