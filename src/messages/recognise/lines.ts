/** A line of a pasted text, ready to be matched. */
export interface PastedLine {
  /** From 1. */
  readonly number: number;
  /** As the patterns see it: no colours, no control characters; the place of a JavaScript error appended. */
  readonly text: string;
  /** A source line that a traceback quotes: it says where, seldom what. */
  readonly quoted: boolean;
}

const MOST_CHARACTERS = 2000;
// ECMA-48: operating system commands (titles, links), then control sequences (colours, cursor).
const SEQUENCES = /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[@-Z\\-_]/gu;
const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const FRAME_OF_PYTHON = /^\s*File "[^"]+", line \d+/u;
const FRAME_OF_JAVASCRIPT = /^\s*at .*:\d+|^\S*@https?:\/\/\S+:\d+/u;

/** The lines of a text, each text once, in the order in which it is first said. Long lines keep their beginning and their end. */
export function pastedLines(text: string): readonly PastedLine[] {
  const lines = plainLines(text);
  const seen = new Set<string>();
  return lines.flatMap((line, index) => {
    const whole = FRAME_OF_JAVASCRIPT.test(line) ? '' : withPlace(line, lines[index + 1]);
    if (whole.trim() === '' || seen.has(whole)) return [];
    seen.add(whole);
    return [{ number: index + 1, text: whole, quoted: FRAME_OF_PYTHON.test(lines[index - 1] ?? '') }];
  });
}

/** The text as lines without colours and control characters, for what needs the empty lines too. */
export function plainLines(text: string): readonly string[] {
  return text.split(/\r\n|[\n\r]/u).map(plain);
}

function plain(line: string): string {
  const cut =
    line.length <= MOST_CHARACTERS
      ? line
      : `${line.slice(0, MOST_CHARACTERS / 2)} … ${line.slice(-MOST_CHARACTERS / 2)}`;
  return cut.replaceAll(SEQUENCES, '').replaceAll('\t', ' ').replaceAll(CONTROLS, '').trimEnd();
}

function withPlace(line: string, next: string | undefined): string {
  return next !== undefined && FRAME_OF_JAVASCRIPT.test(next) ? `${line} ${next.trim()}` : line;
}
