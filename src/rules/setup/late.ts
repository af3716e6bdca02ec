import type { Transport } from '../../htmx/index.ts';
import { partOfScript } from '../../htmx/cdn.ts';
import type { MarkupElement } from '../../htmx/markup.ts';
import { momentOf } from '../markup/scripts.ts';
import type { ObservedPage, PageRule } from '../observed-page.ts';

/**
 * htmx 4 sets up the page once (`initialize`): in a timeout where it runs when the document has been parsed, which does not wait for other scripts. An
 * extension that registers later does not see the elements that are there. The element that connects has none of htmx's data, so nothing set it up.
 */
export function extensionLate(extension: Transport): PageRule {
  return (page) => {
    if (page.dialect.major < 4 || page.snapshot.htmx === undefined) return undefined;
    const connector = page.withOwnRole(extension, 'connect').find(({ element }) => isLeftAlone(page, element.index));
    const scripts = page.markup.filter(({ tag }) => tag === 'script');
    const of = (part: 'core' | Transport): MarkupElement | undefined =>
      scripts.find(({ attributes: { src = '' } }) => partOfScript(src) === part);
    const [core, late] = [of('core'), of(extension)];
    if (connector === undefined || core === undefined || late === undefined) return undefined;
    const [first, second] = [momentOf(core), momentOf(late)];
    // What runs while the document is parsed waits for what is deferred.
    if (second !== 'any' && (first === 'parsing' || second === 'parsing')) return undefined;
    const decides =
      first === 'parsing' ? ({ of: 'extension', tag: late } as const) : ({ of: 'core', tag: core } as const);
    return {
      code: 'htmx/extension-late',
      severity: 'error',
      facts: {
        script: late.attributes['src'] ?? '',
        attribute: connector.role.attribute,
        of: decides.of,
        by: waitsBy(decides.tag),
      },
      evidence: page.evidence(page.locate.servedLine(page.html, decides.tag.line)),
    };
  };
}

/** It was served with the page, and htmx keeps no data for it. */
function isLeftAlone({ snapshot, elements, markup }: ObservedPage, index: number): boolean {
  const element = elements[index];
  if (element === undefined || snapshot.notSetUp?.includes(index) !== true) return false;
  return markup.some(({ tag, attributes }) => tag === element.tag && (attributes['id'] ?? '') === element.id);
}

function waitsBy({ attributes: { type = '', async } }: MarkupElement): 'defer' | 'async' | 'module' {
  if (async !== undefined) return 'async';
  return type.trim().toLowerCase() === 'module' ? 'module' : 'defer';
}
