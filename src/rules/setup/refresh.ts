import { readMarkup } from '../../htmx/markup.ts';
import type { Finding } from '../../model/finding.ts';
import type { Rule } from '../rule.ts';
import type { DocumentView } from './document.ts';

/** A page that is loaded again after this long has been looked at for long enough. Seconds. */
const LONG = 3600;

/** The page loads itself again, or another one, and loses its connections and all that came over them (HTML standard, 4.2.5.3 "Refresh state"). */
export const reloadsItself: Rule<DocumentView> = ({ body, path, locate }): Finding | undefined => {
  const refresh = readMarkup(body)
    .filter(({ tag, attributes }) => tag === 'meta' && attributes['http-equiv']?.toLowerCase() === 'refresh')
    .map(({ attributes }) => parsed(attributes['content'] ?? ''))
    .find((each) => each !== undefined);
  if (refresh === undefined || refresh.seconds >= LONG) return undefined;
  return {
    code: 'page/reloads-itself',
    severity: 'error',
    facts: refresh,
    evidence: { did: { kind: 'http', path }, where: locate.find('page', /http-equiv\s*=\s*["']?refresh/iu) },
  };
};

/** HTML standard, "shared declarative refresh steps". */
function parsed(content: string): { readonly seconds: number; readonly url: string } | undefined {
  const found = /^\s*(\d*)(?:\.[\d.]*)?(?:\s*[;,]\s*|\s+|$)(?:url\s*=\s*)?(.*)$/isu.exec(content);
  if (found === null || (found[1] === '' && !content.trim().startsWith('.'))) return undefined;
  return { seconds: Number(found[1]), url: (found[2] ?? '').trim().replace(/^(["'])(.*?)\1.*$/su, '$2') };
}
