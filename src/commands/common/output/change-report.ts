import type { ChangeReport } from '../../use-cases/change-folder.ts';
import type { Surface } from '../folder/session.ts';
import { listed } from './output.ts';
import type { Output } from './output.ts';

/** Reports what was written into the folder, what was kept, and how to undo it. @param surface where it is read: on a screen, by a key */
export function reportChange(output: Output, report: ChangeReport, surface: Surface = 'commands'): void {
  const fresh = report.written.filter((file) => !report.replaced.includes(file));
  const replaced = report.written.filter((file) => report.replaced.includes(file));
  if (fresh.length > 0) output.say(`Written: ${listed(shortened(fresh))}.`);
  if (replaced.length > 0) output.say(`Replaced: ${listed(shortened(replaced))}.`);
  if (report.removed.length > 0) output.say(`Removed: ${listed(report.removed)}.`);
  if (report.kept.length > 0) output.say(`Kept as it is, because it is your own: ${listed(report.kept)}.`);
  const undo = surface === 'screen' ? 'u' : '`htmx-realtime-tutor undo`';
  if (report.snapshot !== undefined && report.replaced.length > 0)
    output.say(`The files as they were are in snapshot ${report.snapshot}; ${undo} brings them back.`);
}

/** Copied packages by their folder, so that a list stays readable. */
export function shortened(files: readonly string[]): readonly string[] {
  return [...new Set(files.map((file) => /^node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? file))];
}
