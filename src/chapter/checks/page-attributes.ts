import type { Finding } from '../../model/finding.ts';
import type { PageFacts } from './page-facts.ts';

/** Attributes that the ws extension 2 reads (its source: `ws-connect`, `ws-send`). */
const KNOWN = ['ws-connect', 'ws-send'];

/** What a name that nobody reads was meant to be. `''`: htmx has no attribute for it. */
type Meant = 'ws-connect' | 'ws-send' | 'hx-ext' | '';

function meantBy(name: string, value: string): Meant | undefined {
  if (/^hx[-_]?ext/u.test(name)) return name === 'hx-ext' ? undefined : 'hx-ext';
  if (!/^ws(?:[-_:].+|connect|send)$/u.test(name) || KNOWN.includes(name)) return undefined;
  if (/swap|target|reconnect|close/u.test(name)) return '';
  return value.includes('/') || /conn|url|src|open|path/u.test(name) ? 'ws-connect' : 'ws-send';
}

/** Attributes near those of the ws extension that no htmx knows, each once, as they stand in the page. */
export function unknownAttributes(facts: PageFacts): readonly { readonly meant: Meant; readonly finding: Finding }[] {
  const found = new Map<string, { readonly meant: Meant; readonly finding: Finding }>();
  for (const { attributes } of [...facts.markup, ...facts.snapshot.elements]) {
    for (const [attribute, value] of Object.entries(attributes)) {
      const meant = meantBy(attribute.replace(/^data-/u, ''), value);
      if (meant === undefined || found.has(attribute)) continue;
      const where = facts.place((element) => element.attributes[attribute] !== undefined);
      found.set(attribute, {
        meant,
        finding: {
          code: 'htmx/unknown-attribute',
          severity: 'error',
          facts: { attribute, value, use: meant },
          evidence: { did: { kind: 'page' }, where },
        },
      });
    }
  }
  return [...found.values()];
}

/** The attribute that stands where this one was meant. */
export function insteadOf(facts: PageFacts, meant: Meant): Finding | undefined {
  return unknownAttributes(facts).find((unknown) => unknown.meant === meant)?.finding;
}

/** The same on a page that connects all the same: they do nothing, which is worth a word. What is to send has a check of its own. */
export function uselessAttributes(facts: PageFacts): readonly Finding[] {
  const sends = facts.socketElements('send').length > 0;
  return unknownAttributes(facts)
    .filter(({ meant }) => meant !== 'ws-send' || sends)
    .map(({ finding }) => ({ ...finding, severity: 'warning' }));
}
