import { EXIT, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { undo } from '../../workspace/index.ts';
import type { CommandContext } from '../shared/context.ts';
import type { CommonOptions } from '../shared/options.ts';
import { shortened } from '../shared/output/change-report.ts';
import { createVoice, listed, printProblem } from '../shared/output/output.ts';
import type { Voice } from '../shared/output/output.ts';
import { openOwnSession } from '../shared/folder/session.ts';
import type { OwnSession } from '../shared/folder/session.ts';

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
  const undone = undoAndTell(session.value, number === undefined ? undefined : Number(number), voice);
  return undone.ok ? EXIT.passed : printProblem(context, undone.problem);
}

/** Takes back a change and says what that did. @returns the session with the progress as it was. */
export function undoAndTell(session: OwnSession, number: number | undefined, voice: Voice): Result<OwnSession> {
  const report = undo(session.workspace, number);
  if (!report.ok) return report;
  if (report.value === undefined) {
    voice.say('There is nothing to undo.');
    return { ok: true, value: session };
  }
  const { undone, written, removed, kept, edited, snapshot, workspace } = report.value;
  const { self } = session.context;
  voice.say(`Undone: change ${undone.number}, ${undone.reason}.`);
  if (written.length > 0) voice.say(`Put back: ${listed(written)}.`);
  if (removed.length > 0) voice.say(`Taken away: ${listed(shortened(removed))}.`);
  if (kept.length > 0) voice.say(`Kept, because you have changed it since: ${listed(kept)}.`);
  if (edited.length > 0)
    voice.say(
      `Changed since then: ${listed(edited)}. That version is in snapshot ${snapshot}; \`${self} undo ${snapshot}\` brings it back.`,
    );
  if (workspace.progress.current !== session.workspace.progress.current)
    voice.say(`You are at ${workspace.progress.current} again.`);
  return { ok: true, value: { ...session, workspace } };
}
