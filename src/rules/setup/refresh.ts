import { readMarkup } from '../../htmx/markup.ts';
import type { Finding } from '../../model/finding.ts';
import type { Rule } from '../rule.ts';
import type { DocumentView } from './document.ts';

/** A page that is loaded again after this long has been looked at for long enough. Seconds. */
const LONG = 3600;

/** The page loads itself again, or another one, and loses its connections and all that came over them (HTML standard, 4.2.5.3 "Refresh state"). */
export const reloadsItself: Rule<Pick<DocumentView, 'body' | 'path' | 'locate'>> = ({
  body,
  path,
  locate,
}): Finding | undefined => {
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
  const text = content.trim();
  const [time = '', digits] = /^(\d*)(?:\.[\d.]*)?(?=[\s;,]|$)/u.exec(text) ?? [];
  if (time === '') return undefined;
  const url = text.slice(time.length).replace(/^\s*[;,]?\s*(?:url\s*=\s*)?/iu, '');
  const quote = /^["']/u.exec(url)?.[0];
  const end = quote === undefined ? -1 : url.indexOf(quote, 1);
  return { seconds: Number(digits), url: end === -1 ? url : url.slice(1, end) };
}
