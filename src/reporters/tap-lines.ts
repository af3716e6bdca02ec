import { escapeControls } from '../terminal/text.ts';

/** The diagnostics of a test point. Every JSON value is a YAML value, and in one line it needs no indentation of its own. */
export function block(values: Readonly<Record<string, unknown>>): readonly string[] {
  return ['  ---', ...Object.entries(values).map(([name, value]) => `  ${name}: ${encode(value)}`), '  ...'];
}

// JSON escapes the C0 controls alone; YAML 1.2 (section 5.1) does not allow the others, nor halves of surrogate pairs.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}\ufeff\ufffe\uffff]/gu;

function encode(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    UNSAFE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `#` begins a directive and `\` escapes it, so both are escaped. */
export function description(words: string): string {
  return escapeControls(words).replaceAll(/[\\#]/g, (sign) => `\\${sign}`);
}

export function comment(words: string): string {
  return `# ${escapeControls(words)}`;
}
