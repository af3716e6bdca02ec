import { provedBy } from '../common/proved-by.ts';
import type { CommandContext } from '../common/context.ts';
import { labsOf } from '../list/labs.ts';

/** What was proved in the labs that have passed in folders near by, as a section in Markdown; empty: none has. */
export async function provedInLabs(context: CommandContext): Promise<string> {
  const passed = (await labsOf(context)).filter(({ state }) => state === 'passed');
  const lines = passed.map(async ({ step, only }) => {
    const lab = context.chapter.labs?.find(({ id }) => id === step.id);
    const titles = only === undefined ? undefined : (await lab?.loadWording())?.checkTitles;
    return `- **${step.id}, ${step.title}.** ${provedBy(step, only, titles ?? {})}`;
  });
  return passed.length === 0 ? '' : `\n\n## What you proved in labs\n\n${(await Promise.all(lines)).join('\n')}`;
}
