import type { ServerLanguage } from '../model/backend.ts';

/** What shows the language of a server. */
export interface ServerWords {
  readonly language: ServerLanguage;
  /** The first file that the finding points to. */
  readonly file: string | undefined;
}

/**
 * The sentence for the language of the learner's server, known from the context, else from the file that the finding points to; both
 * sentences when neither shows it. `python` begins in lower case, to follow "In Python:".
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
