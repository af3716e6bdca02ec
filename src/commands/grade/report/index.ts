import type { ClassReport } from './class-report.ts';
import { isPlaceName } from '../../../reporters/names.ts';
import type { PlaceName } from '../../../reporters/names.ts';
import { filesOf } from '../places.ts';
import { csvOf } from './csv.ts';
import { githubOf } from './github.ts';
import { jsonOf } from './json.ts';
import { junitOf } from './junit.ts';
import type { Format } from './names.ts';
import { tableOf } from './table.ts';
import { tapOf } from './tap.ts';

const REPORTS: Readonly<Record<Exclude<Format, PlaceName>, (report: ClassReport) => readonly string[]>> = {
  table: tableOf,
  json: jsonOf,
  junit: junitOf,
  tap: tapOf,
  github: githubOf,
  csv: csvOf,
};

/** @param format that of a place only where one folder was checked and its result is printed */
export function printReport(format: Format, report: ClassReport): void {
  if (!isPlaceName(format)) return report.output.lines(...REPORTS[format](report));
  for (const grade of report.grades) {
    const [result] = filesOf(format, grade, { ...report, points: report.partPoints });
    report.output.lines(result?.text.trimEnd() ?? '');
  }
}
