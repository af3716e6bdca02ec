/** Whose command lines a person types at: a Unix shell, or cmd and PowerShell. */
export type Shell = 'posix' | 'windows';

export const OWN_SHELL: Shell = process.platform === 'win32' ? 'windows' : 'posix';

/** Characters that would steer the terminal on which the command is printed, or turn the direction of its text. */
const STEERING = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const EACH_TO_ESCAPE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}'\\]/gu;

/** The text as one word of a command line, quoted in any case (POSIX, Shell Command Language, sections 2.2.2 and 2.2.4). */
export function shellQuote(text: string, shell: Shell = 'posix'): string {
  if (shell === 'posix' && STEERING.test(text)) return `$'${text.replaceAll(EACH_TO_ESCAPE, octal)}'`;
  return shell === 'windows' ? `"${text}"` : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The same, quoted only if the shell would interpret it otherwise. */
export function shellWord(text: string, shell: Shell = 'posix'): string {
  const plain = shell === 'windows' ? /^[\w./:\\@+-]+$/u : /^[\w./:@%+-]+$/u;
  return plain.test(text) ? text : shellQuote(text, shell);
}

/** As `shellWord`; with `"…"`, as every shell reads it and as help writes a command, where nothing in the text needs more. */
export function shellCommand(text: string, shell: Shell = OWN_SHELL): string {
  const isPlain = !STEERING.test(text) && !/["$`\\!]/u.test(text);
  const word = shellWord(text, shell);
  return word !== text && isPlain ? `"${text}"` : word;
}

/** A character's bytes as `\\033`, which bash, zsh and every shell of POSIX.1-2024 read. */
function octal(character: string): string {
  return [...new TextEncoder().encode(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

/** A folder or file as one word of a command line that no command takes for an option; `cd -` leads elsewhere, too. */
export function shellPath(name: string, shell: Shell = OWN_SHELL): string {
  return shellWord(name.startsWith('-') ? `./${name}` : name, shell);
}
