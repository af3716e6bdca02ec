import { realpathSync } from 'node:fs';
import path from 'node:path';
import { textOf } from '../../../files/regular.ts';
import type { Wording } from '../../../messages/index.ts';
import type { RunEvent } from '../../../model/event.ts';
import type { Problem } from '../../../model/result.ts';
import { createHtmlReport } from '../../../reporters/html/index.ts';
import type { SourceReader } from '../../../reporters/html/source-lines.ts';
import type { CommandContext } from '../context.ts';
import { atBreak } from './at-break.ts';
import { writeHtml } from './html-file.ts';
import type { HtmlFile } from './html-file.ts';
import type { Output } from './output.ts';

/** A report in HTML that is being made, and is written once, however the run ends. */
export interface OpenHtml {
  readonly add: (event: RunEvent) => void;
  /**
   * Writes it, where the run has begun and it has not been written. @param ended why the run did not come to its end, one sentence; for a run that did,
   * it is not used. @returns why it could not be written; undefined: it was
   */
  readonly finish: (ended: string) => Problem | undefined;
}

interface Call {
  readonly context: Pick<CommandContext, 'signal' | 'atEnd'>;
  readonly output: Output;
  readonly wording: Wording;
  readonly source: SourceReader;
}

/** Opens the report of a run. One that is interrupted or breaks before `finish` is written as far as it came. */
export function openHtml(file: HtmlFile, { context, output, wording, source }: Call): OpenHtml {
  const report = createHtmlReport({ wording: { ...wording, typed: output.typed }, source });
  let isWritten = false;
  const finish = (ended: string): Problem | undefined => {
    if (isWritten) return undefined;
    isWritten = true;
    close();
    const page = report.page(ended);
    const written = page === undefined ? undefined : writeHtml(file, page);
    if (written?.ok === true) output.note(`The report is in ${file.shown}.`);
    return written?.ok === false ? written.problem : undefined;
  };
  const close = atBreak(context, () => {
    const problem = finish(context.signal.aborted ? INTERRUPTED : BROKEN);
    if (problem !== undefined) output.warn(problem.message);
  });
  return { add: report.add, finish };
}

/** Said where a person or another program ends a run. */
export const INTERRUPTED = 'The run was interrupted. What is here was seen before.';
const BROKEN = 'The run broke off by a fault of the tutor itself. What is here was seen before.';

/** Longer files are not a person's sources. */
const LARGEST_SOURCE = 1024 * 1024;

/** Reads a folder's files for quoting. What a link in it leads to elsewhere is not shown: a report is passed on. @param folder absolute path */
export function sourceIn(folder: string): SourceReader {
  return (file) => {
    try {
      const inner = path.relative(realpathSync(folder), realpathSync(path.resolve(folder, file)));
      if (inner === '' || inner.startsWith('..') || path.isAbsolute(inner)) return undefined;
      return textOf(path.resolve(folder, file), LARGEST_SOURCE);
    } catch {
      // It is not there any more, or cannot be read.
      return undefined;
    }
  };
}
