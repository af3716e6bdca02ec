import { escapeControls, safeLines } from '../../terminal/text.ts';

/** Markup that is whole and safe: only `markup` makes it, and what that is given as text is escaped. */
export class Html {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

/** What may be put into a template: text, markup, several of them, or nothing. */
export type Content = string | number | Html | undefined | readonly Content[];

/** HTML's text (section 13.2.3.5) may not have these; controls and halves of surrogate pairs have been made visible before. */
const NOT_IN_HTML = /\p{Noncharacter_Code_Point}/gu;

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** One line of text as it is written in HTML, in an element or a quoted attribute, with its control characters visible. */
export function escaped(text: string): string {
  return escapeControls(text)
    .replaceAll(NOT_IN_HTML, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`)
    .replaceAll(/[&<>"']/gu, (sign) => SIGNS[sign] ?? sign);
}

/** A template of HTML. Attributes are written in double quotes. */
export function markup(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(strings.map((part, index) => `${part}${markupOf(contents[index])}`).join(''));
}

function markupOf(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Html) return content.html;
  if (typeof content === 'string') return escaped(content);
  return typeof content === 'number' ? String(content) : content.map(markupOf).join('');
}

/** Text whose line breaks stay, for `<pre>`; other control characters are visible. */
export function multiline(text: string): Html {
  return new Html(safeLines(text).map(escaped).join('\n'));
}

/** A sentence, in which backticks mark code. */
export function prose(sentence: string): Content {
  return sentence
    .split(/(`[^`]*`)/u)
    .filter((part) => part !== '')
    .map((part) => (part.length > 1 && part.startsWith('`') ? markup`<code>${part.slice(1, -1)}</code>` : part));
}

/** A moment to the minute. @param iso as `toISOString` writes it */
export function moment(iso: string): Html {
  return markup`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
}
