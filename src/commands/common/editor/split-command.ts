/**
 * The words of a command as a shell would read them, without a shell: blanks part them, quotes keep them together, and nothing is expanded. On Windows a
 * backslash is a part of a path, elsewhere it takes the meaning from the next character. undefined: a quote has no end.
 */
export function splitCommand(text: string, platform: NodeJS.Platform): readonly string[] | undefined {
  const escapes = platform !== 'win32';
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (escapes && character === '\\' && quote !== "'" && (quote === undefined || /["\\$`]/u.test(next))) {
      word = (word ?? '') + next;
      at += 1;
    } else if (character === quote) quote = undefined;
    else if (quote === undefined && (character === '"' || (escapes && character === "'"))) {
      quote = character;
      word ??= '';
    } else if (quote === undefined && /\s/u.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== undefined) return undefined;
  return word === undefined ? words : [...words, word];
}
