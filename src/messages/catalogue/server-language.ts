import type { Evidence } from '../../model/finding.ts';

/**
 * The sentence for the language that the learner's server is written in, known by the run, else by the file that the finding
 * points at; both when it points at none. `python` begins in lower case, to stand behind "In Python:".
 */
export function inServerLanguage(
  evidence: Evidence,
  sentences: { readonly node: string; readonly python: string },
): string {
  const file = evidence.where?.[0]?.file ?? '';
  if (evidence.server === 'node') return sentences.node;
  if (evidence.server === 'fastapi' || file.endsWith('.py'))
    return sentences.python.charAt(0).toUpperCase() + sentences.python.slice(1);
  if (/\.[cm]?[jt]s$/u.test(file)) return sentences.node;
  return `${sentences.node} In Python: ${sentences.python}`;
}
