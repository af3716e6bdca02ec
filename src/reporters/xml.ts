import { escapeControls } from '../terminal/text.ts';

/** With a blank before each. */
export function attributes(values: Readonly<Record<string, string>>): string {
  const written = Object.entries(values).map(
    ([name, value]) => ` ${name}="${text(escapeControls(value)).replaceAll('"', '&quot;')}"`,
  );
  return written.join('');
}

/** XML 1.0 (section 2.2) forbids these, even as a reference; the other controls have been made visible before. */
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text for between tags. `>` is escaped too, so that `]]>` cannot appear in it. */
export function text(value: string): string {
  return value
    .replaceAll(NOT_IN_XML, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
