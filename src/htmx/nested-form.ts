import { parseFragment } from './parser.ts';
import type { MarkupElement } from './markup.ts';

/** Text that contains no tags of the page: comments, scripts, style sheets and the texts of fields. One without an end goes to the end of the page. */
const NO_TAGS = /<!--[^]*?(?:-->|$)|<(script|style|textarea|title)\b[^]*?(?:<\/\1\s*>|$)/giu;
/** Up to the sign that ends it. */
const FORM_TAG = /<\/?form(?=[\s/>])(?:"[^"]*"|'[^']*'|[^'">])*/giu;

/**
 * The first `<form>` that the source opens inside another one. The parser drops its tag, and with it its attributes (the HTML standard, 13.2.6.4.7,
 * a start tag "form" while the form element pointer is set). Undefined: no form is inside another.
 */
export function nestedForm(html: string): Pick<MarkupElement, 'tag' | 'attributes' | 'line'> | undefined {
  // Blanks keep the lines where they are.
  const source = html.replaceAll(NO_TAGS, (text) => text.replaceAll(/[^\n]/gu, ' '));
  let open = false;
  for (const { 0: begun, index } of source.matchAll(FORM_TAG)) {
    // The page ends inside this tag: the parser drops it.
    if (source[index + begun.length] !== '>') return undefined;
    const tag = `${begun}>`;
    const opens = !tag.startsWith('</');
    if (opens && open)
      return { tag: 'form', attributes: attributesOf(tag), line: source.slice(0, index).split('\n').length };
    open = opens;
  }
  return undefined;
}

function attributesOf(tag: string): Readonly<Record<string, string>> {
  const [form] = parseFragment(tag).childNodes;
  if (form === undefined || !('attrs' in form)) return {};
  return Object.fromEntries(form.attrs.map(({ name, value }) => [name, value]));
}
