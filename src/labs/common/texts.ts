import type { PageRecord } from '../../model/page.ts';
import { ofType } from '../../rules/records.ts';

/** The texts with a number that an element had, each once, in order. @param id of the element */
export function numberTexts(records: readonly PageRecord[], id: string): readonly string[] {
  const texts = ofType(records, 'text')
    .filter(({ element, text }) => element.includes(`#${id}`) && /\d/u.test(text))
    .map(({ text }) => text);
  return [...new Set(texts)];
}
