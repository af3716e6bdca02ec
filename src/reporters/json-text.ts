// JSON escapes the C0 controls; the others can steer a terminal as well, and people do read JSON in one.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/** As it is printed. */
export function jsonText(report: object): string {
  return JSON.stringify(report, null, 2).replaceAll(UNSAFE, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
