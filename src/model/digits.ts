/** Digits of any script as ASCII: `toLocaleTimeString('ar-EG')` writes Arabic-Indic ones. */
export function asciiDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    // Unicode keeps the ten digits of a script together and in order, so the zero is found by counting back.
    let zero = code;
    while (zero > 0 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero -= 1;
    return String(code < 128 ? code - 48 : code - zero);
  });
}
