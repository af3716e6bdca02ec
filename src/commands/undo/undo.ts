import { EXIT, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { undo } from '../../workspace/index.ts';
import type { CommandContext } from '../common/context.ts';
import type { CommonOptions } from '../common/options.ts';
import { shortened } from '../common/output/change-report.ts';
import { createOutput, listed, printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { openStartedSession } from '../common/folder/session.ts';
import type { StartedSession } from '../common/folder/session.ts';

export async function undoChange(
  context: CommandContext,
  number: string | undefined,
  options: CommonOptions,
): Promise<number> {
  const output = createOutput(context, options);
  if (number !== undefined && !/^\d+$/.test(number)) {
    return printProblem(
      context,
      wrongUsage(`"${number}" is not the number of a change.`, `htmx-realtime-tutor history lists the changes.`)
        .problem,
      options,
    );
  }
  const session = await openStartedSession(context, options, { output, command: 'undo' });
  if (!session.ok) return printProblem(context, session.problem, options);
  const undone = undoAndReport(session.value, number === undefined ? undefined : Number(number), output);
  return undone.ok ? EXIT.passed : printProblem(context, undone.problem, options);
}

/** Undoes a change and reports it. @returns the session with the earlier progress. */
export function undoAndReport(
  session: StartedSession,
  number: number | undefined,
  output: Output,
): Result<StartedSession> {
  const report = undo(session.workspace, number);
  if (!report.ok) return report;
  if (report.value === undefined) {
    output.say('Nothing is left to undo.');
    return { ok: true, value: session };
  }
  const { undone, written, removed, kept, edited, snapshot, workspace } = report.value;
  const { self } = session.context;
  output.say(`Undone: change ${undone.number}, ${undone.reason}.`);
  if (written.length > 0) output.say(`Restored: ${listed(written)}.`);
  if (removed.length > 0) output.say(`Removed: ${listed(shortened(removed))}.`);
  if (kept.length > 0) output.say(`Kept, because you have changed it since: ${listed(kept)}.`);
  if (edited.length > 0)
    output.say(
      `Changed since then: ${listed(edited)}. That version is in snapshot ${snapshot}; \`${self} undo ${snapshot}\` brings it back.`,
    );
  if (workspace.progress.current !== session.workspace.progress.current)
    output.say(`You are at ${workspace.progress.current} again.`);
  return { ok: true, value: { ...session, workspace } };
}
