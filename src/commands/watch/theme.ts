import { Chalk } from 'chalk';
import { describe } from '../../messages/index.ts';
import { failureLines, summaryLines } from '../../terminal/finding/finding.ts';
import type { Sheet } from '../../terminal/finding/sheet.ts';
import { isPasteable } from '../../reporters/pretty.ts';
import { stepMarks } from '../../terminal/marks.ts';
import type { TerminalOptions } from '../../terminal/terminal.ts';
import { placeLinks } from '../../terminal/watch/index.ts';
import type { Theme } from '../../terminal/watch/index.ts';

/** The screen's colours and signs; findings look as in every report, and their places are links. */
export function createTheme(
  { colour, unicode }: TerminalOptions,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Theme {
  const chalk = new Chalk({ level: colour ? 1 : 0 });
  const marks = stepMarks(unicode);
  const link = placeLinks(folder, env);
  const sheet = (width: number): Sheet => ({ width, marks, chalk, link });
  return {
    marks,
    chalk,
    turning: unicode ? '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'.split('') : ['-', '\\', '|', '/'],
    finding: (finding, width) =>
      failureLines(describe(finding), sheet(width), { pasteable: isPasteable(finding.evidence.did?.kind) }),
    summary: (finding, width) => summaryLines(describe(finding), sheet(width), { fix: finding.severity === 'warning' }),
  };
}
