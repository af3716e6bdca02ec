import { EXIT } from '../../model/result.ts';
import { listSnapshots } from '../../workspace/index.ts';
import type { Snapshot } from '../../workspace/index.ts';
import { beside } from '../../terminal/text.ts';
import type { CommandContext } from '../common/context.ts';
import type { CommonOptions } from '../common/options.ts';
import { shortened } from '../common/output/change-report.ts';
import { createOutput, listed, printProblem } from '../common/output/output.ts';
import { openStartedSession } from '../common/folder/session.ts';

export async function history(context: CommandContext, options: CommonOptions): Promise<number> {
  const output = createOutput(context, options);
  const session = await openStartedSession(context, options, { output, command: 'history' });
  if (!session.ok) return printProblem(context, session.problem, options);
  const snapshots = listSnapshots(session.value.folder);
  if (options.json === true) {
    const changes = snapshots.map(({ number, at, reason, undone, entries }) => ({
      number,
      at,
      reason,
      undone,
      files: entries.map(({ file, before, after }) => ({ file, change: kindOf(before, after) })),
    }));
    output.lines(JSON.stringify({ schema: 1, changes }, null, 2));
    return EXIT.passed;
  }
  if (snapshots.length === 0) output.say('The tutor has not changed any file here yet.');
  for (const snapshot of snapshots) {
    const lead = `${String(snapshot.number).padStart(3)}  ${localTime(snapshot.at)}  `;
    output.lines(...beside(lead, `${snapshot.reason}${snapshot.undone ? ' (undone)' : ''}`, output.terminal.width));
    for (const line of fileLines(snapshot)) output.lines(...beside('       ', line, output.terminal.width));
  }
  if (snapshots.length > 0) output.next('undo', 'undo the last change that has not been undone');
  return EXIT.passed;
}

function fileLines({ entries }: Snapshot): readonly string[] {
  return (['made', 'replaced', 'removed'] as const).flatMap((kind) => {
    const files = entries.filter(({ before, after }) => kindOf(before, after) === kind).map(({ file }) => file);
    return files.length === 0 ? [] : [`${kind}: ${listed(shortened(files))}`];
  });
}

function kindOf(before: string | null, after: string | null): 'made' | 'replaced' | 'removed' {
  if (before === null) return 'made';
  return after === null ? 'removed' : 'replaced';
}

/** `2026-01-31 10:05:00`, in the person's time zone. */
function localTime(iso: string): string {
  const date = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}
