import { jsonText } from '../json-text.ts';
import { partsOf, summaryOf } from './submission.ts';
import type { Submission } from './submission.ts';
import type { PlaceFile } from './place.ts';

/**
 * `results.json` (Gradescope, Autograder Specifications, "Output format"): a test for each step. The texts are plain: Gradescope shows them as they
 * are, whatever a learner's server has sent.
 */
export function gradescopeFiles(submission: Submission): readonly PlaceFile[] {
  const { outcome, seed, target, tutor, durationMs } = submission;
  const results = {
    execution_time: Math.round(durationMs) / 1000,
    output: summaryOf(submission),
    output_format: 'text',
    tests: partsOf(submission).map(({ name, passed, points, most, text }, index) => ({
      number: String(index + 1),
      name,
      name_format: 'text',
      status: passed ? 'passed' : 'failed',
      score: points,
      max_score: most,
      output: text,
      output_format: 'text',
    })),
    extra_data: { tutor, target, outcome, seed },
  };
  return [{ name: 'results.json', text: `${jsonText(results)}\n` }];
}
