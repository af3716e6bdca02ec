import { isSwapped } from '../../htmx/disposition.ts';
import { dataOf } from '../../htmx/ledger.ts';
import { literal } from '../../model/pattern.ts';
import type { Finding } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { Place } from '../../model/timeline.ts';
import type { ObservedPage } from '../observed-page.ts';
import { hasNoEndTag, isVoid } from './heard.ts';

/** A start tag at the end of the data. */
const LAST_TAG = /<([a-z][\w-]*)((?:\s[^<>]*)?)>\s*$/iu;
/** With these alone an element without content shows nothing. */
const PLAIN = /^(?:\s+(?:class|id|role)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']+))?)*\s*$/iu;

/**
 * Each event of a name ends with the start tag of an element, which stays empty: the data was written with its line ends after one `data:`, and the page
 * got the first line alone. Where the source is there, a line of it ends with that tag.
 * @param entries of the stream
 */
export function cutAfterFirstLine(page: ObservedPage, entries: readonly LedgerEntry[]): Finding | undefined {
  const shown = entries.filter(({ predicted }) => predicted.some((part) => isSwapped(part) && part.via === 'main'));
  for (const entry of shown) {
    const cut = cutTag(dataOf(entry));
    const same = shown.filter((each) => nameOf(each) === nameOf(entry)).map(dataOf);
    if (cut === undefined || !same.every((data) => cutTag(data) !== undefined)) continue;
    const where = writtenLine(page, cut.tag, cut.attributes);
    const hasSource = page.locate.serverFile().length > 0;
    if (hasSource ? where.length === 0 : !PLAIN.test(cut.attributes)) continue;
    return {
      code: 'sse/multiline-without-prefix',
      severity: 'error',
      facts: { cut: dataOf(entry).trim() },
      evidence: page.evidence(where, { ledger: [entry], received: dataOf(entry) }),
    };
  }
  return undefined;
}

function nameOf({ incoming }: LedgerEntry): string {
  return typeof incoming === 'string' ? '' : incoming.name;
}

/** The tag that the data ends with; undefined: its element may well be empty, or have no end. */
function cutTag(data: string): { readonly tag: string; readonly attributes: string } | undefined {
  const [, tag = '', attributes = ''] = LAST_TAG.exec(data) ?? [];
  const isAlone = data.indexOf('<') === data.lastIndexOf('<');
  if (tag === '' || isVoid(tag) || attributes.trimEnd().endsWith('/')) return undefined;
  return isAlone && hasNoEndTag(tag) ? undefined : { tag, attributes };
}

/** The line of the source that ends with this tag: of the server, or of a template. */
function writtenLine({ locate }: ObservedPage, tag: string, attributes: string): readonly Place[] {
  const [first = ''] = attributes.trim().split(/[=\s]/u);
  const begins = first === '' ? '' : String.raw`\s[^<]*\b${literal(first)}\b[^<]*`;
  const pattern = new RegExp(String.raw`<${literal(tag)}${begins}>\s*$`, 'iu');
  const written = locate.find('server', pattern);
  return written.length > 0 ? written : locate.find('page', pattern);
}
