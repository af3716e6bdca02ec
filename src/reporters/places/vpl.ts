import { partsOf, summaryOf, totalOf } from './submission.ts';
import type { Part, Submission } from './submission.ts';
import type { PlaceFile, Surroundings } from './place.ts';

/**
 * What an evaluation of Moodle's Virtual Programming Lab reads from standard output (mod_vpl, vpl_submission.class.php): comments between `<|--` and
 * `--|>`, where `-` begins a title and `>` a line that is shown as it is, then the grade, within VPL_GRADEMIN and VPL_GRADEMAX. VPL reads a grade from
 * any line that begins with its tag, so no line of a learner's may be the beginning of one. Without a verdict it has no grade.
 */
export function vplFiles(submission: Submission, { env }: Surroundings): readonly PlaceFile[] {
  const hasVerdict = submission.outcome === 'passed' || submission.outcome === 'not-passed';
  const lines = [
    '<|--',
    '-Summary',
    shown(summaryOf(submission)),
    ...partsOf(submission).flatMap(commentsOn),
    '--|>',
    ...(hasVerdict ? ['', `Grade :=>> ${gradeOf(submission, env)}`] : []),
  ];
  return [{ name: 'vpl.txt', text: `${lines.join('\n')}\n` }];
}

/** A title that ends in a parenthesis would be read as one with points of its own. */
function commentsOn({ name, passed, points, most, text }: Part): readonly string[] {
  const verdict = passed ? 'passed' : 'not passed';
  return [`-${name}: ${verdict}, ${points} of ${most}`, ...text.split('\n').map(shown)];
}

function shown(line: string): string {
  return `>${line}`;
}

function gradeOf(submission: Submission, env: Surroundings['env']): string {
  const { points, most } = totalOf(submission);
  const [least, best] = [Number(env['VPL_GRADEMIN'] || 0), Number(env['VPL_GRADEMAX'] || most)];
  const grade = most === 0 ? least : least + ((best - least) * points) / most;
  return String(Math.round(grade * 100) / 100);
}
