import type { ServerLanguage } from '../model/backend.ts';

/** What tells the language of a server. */
export interface ServerWords {
  readonly language: ServerLanguage;
  /** The file that the finding points at first. */
  readonly file: string | undefined;
}

/**
 * The sentence for the language that the learner's server is written in, known by the context, else by the file that the finding
 * points at; both when that tells nothing. `python` begins in lower case, to stand behind "In Python:".
 */
export function inServerLanguage(
  { language, file = '' }: ServerWords,
  sentences: { readonly node: string; readonly python: string },
): string {
  if (language === 'node') return sentences.node;
  if (language === 'python' || file.endsWith('.py'))
    return sentences.python.charAt(0).toUpperCase() + sentences.python.slice(1);
  if (/\.[cm]?[jt]s$/u.test(file)) return sentences.node;
  return `${sentences.node} In Python: ${sentences.python}`;
}
