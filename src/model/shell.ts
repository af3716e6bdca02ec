/** Whose command lines a person types at: a Unix shell, or cmd and PowerShell. */
export type Shell = 'posix' | 'windows';

export const OWN_SHELL: Shell = process.platform === 'win32' ? 'windows' : 'posix';

/** The text as one word of a command line, quoted in any case (POSIX, Shell Command Language, section 2.2.2). */
export function shellQuote(text: string, shell: Shell = 'posix'): string {
  return shell === 'windows' ? `"${text}"` : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The same, quoted only if the shell would interpret it otherwise. */
export function shellWord(text: string, shell: Shell = 'posix'): string {
  const plain = shell === 'windows' ? /^[\w./:\\@+-]+$/u : /^[\w./:@%+-]+$/u;
  return plain.test(text) ? text : shellQuote(text, shell);
}
