import { stepMarks } from '../../../terminal/marks.ts';
import type { PagerEnd } from '../../../terminal/pager.ts';
import { canAsk } from '../context.ts';
import type { FolderSession, Invocation } from '../folder/session.ts';
import type { CommonOptions } from '../options.ts';
import { createRecorder } from './recorder.ts';
import type { Output } from './output.ts';

/** Options of the commands that print longer texts. */
export interface ReadOptions extends CommonOptions {
  /** Words instead of drawn characters, no colours, no paging. */
  readonly plain?: boolean;
}

/** The part of a call that reading needs: no folder. */
type Reading = Pick<Invocation<FolderSession, ReadOptions>, 'options' | 'output'> & {
  readonly session: Pick<FolderSession, 'context'>;
};

/**
 * Prints what `show` prints; paged on a terminal. `PAGER=cat` and an empty `PAGER`, as for other programs, mean that nothing
 * waits for a key.
 */
export async function readPaged(
  { session: { context }, options, output }: Reading,
  show: (output: Output) => unknown,
): Promise<PagerEnd> {
  const { env } = context;
  if (!canAsk(context) || options.plain === true || ['', 'cat'].includes(env['PAGER'] ?? 'own')) {
    await show(output);
    return 'read';
  }
  const recorder = createRecorder(output.terminal, output.typed);
  await show(recorder.output);
  const { showPaged } = await import('../../../terminal/pager.ts');
  const lines = recorder.document()(output.terminal.width);
  return showPaged(lines, output.terminal, context);
}

/** The output for `--plain`: Markdown without colours and drawn characters. */
export function plainOutput(output: Output): Output {
  return {
    ...output,
    marks: stepMarks(false),
    markdown: async (text) => {
      const { renderPlainMarkdown } = await import('../../../terminal/lesson-plain.ts');
      output.lines(renderPlainMarkdown(output.typed(text), output.terminal));
    },
  };
}
