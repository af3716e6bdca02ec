import type { ClassReport } from './class-report.ts';
import { csvOf } from './csv.ts';
import { githubOf } from './github.ts';
import { jsonOf } from './json.ts';
import { junitOf } from './junit.ts';
import type { Format } from './names.ts';
import { tableOf } from './table.ts';
import { tapOf } from './tap.ts';

const REPORTS: Readonly<Record<Format, (report: ClassReport) => readonly string[]>> = {
  table: tableOf,
  json: jsonOf,
  junit: junitOf,
  tap: tapOf,
  github: githubOf,
  csv: csvOf,
};

export function printReport(format: Format, report: ClassReport): void {
  report.output.lines(...REPORTS[format](report));
}
