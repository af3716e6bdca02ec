import { textOf } from '../../../files/regular.ts';
import { isOwnReport } from '../../../model/own-report.ts';

/** A report has at most a few megabytes: a larger file was written by somebody else. */
const LARGEST = 64 * 1024 * 1024;

/** Whether a file is a report that the tutor has written; false for one that is gone or cannot be read. */
export function isReportFile(file: string): boolean {
  return isOwnReport(textOf(file, LARGEST) ?? '');
}
