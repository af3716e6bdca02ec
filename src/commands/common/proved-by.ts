import type { Step } from '../../model/step.ts';

/** The sentence of the step is about all of its checks; where only some could run, their titles say what is proved. */
export function provedBy(
  { proves }: Pick<Step, 'proves'>,
  only: readonly string[] | undefined,
  titles: Readonly<Record<string, string>>,
): string {
  if (only === undefined) return proves;
  const each = only.flatMap((id) => titles[id] ?? []);
  return each.length === 0 ? 'Nothing that the tutor could check.' : `${each.join('; ')}.`;
}
