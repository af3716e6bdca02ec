import { EXIT, wrongUsage } from '../../model/result.ts';
import { undo } from '../../workspace/index.ts';
import type { CommandContext } from '../context.ts';
import type { CommonOptions } from '../options.ts';
import { shortened } from '../report-move.ts';
import { createVoice, listed, printProblem } from '../say.ts';
import { openOwnSession } from '../session.ts';

export function undoChange(context: CommandContext, number: string | undefined, options: CommonOptions): number {
  const voice = createVoice(context, options);
  if (number !== undefined && !/^\d+$/.test(number)) {
    return printProblem(
      context,
      wrongUsage(`"${number}" is no number of a change.`, `${context.self} history lists the changes.`).problem,
    );
  }
  const session = openOwnSession(context, options, voice);
  if (!session.ok) return printProblem(context, session.problem);
  const report = undo(session.value.workspace, number === undefined ? undefined : Number(number));
  if (!report.ok) return printProblem(context, report.problem);
  if (report.value === undefined) {
    voice.say('There is nothing to undo.');
    return EXIT.passed;
  }
  const { undone, written, removed, kept, edited, snapshot, workspace } = report.value;
  voice.say(`Undone: change ${undone.number}, ${undone.reason}.`);
  if (written.length > 0) voice.say(`Put back: ${listed(written)}.`);
  if (removed.length > 0) voice.say(`Taken away: ${listed(shortened(removed))}.`);
  if (kept.length > 0) voice.say(`Kept, because you have changed it since: ${listed(kept)}.`);
  if (edited.length > 0)
    voice.say(
      `Changed since then: ${listed(edited)}. That version is in snapshot ${snapshot}; \`${context.self} undo ${snapshot}\` brings it back.`,
    );
  if (workspace.progress.current !== session.value.workspace.progress.current)
    voice.say(`You are at ${workspace.progress.current} again.`);
  return EXIT.passed;
}
