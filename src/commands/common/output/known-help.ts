import { readFileSync } from 'node:fs';
import type { CommandContext } from '../context.ts';
import { asTyped } from '../own-command.ts';
import { layOutHelp } from './help-page.ts';
import type { HelpPages } from './help-page.ts';
import { fitHelp, widthOf } from './help-text.ts';

/**
 * The help that a command line asks for, from what the build has written (`Chapter.compiledHelp`): to register all commands takes longer than
 * all else that help needs. Undefined: it asks for something else, or for a command that is not known, or the build wrote none.
 * @param args without the runtime and the script
 */
export function knownHelp(
  args: readonly string[],
  { chapter, stdout, env, self }: Pick<CommandContext, 'chapter' | 'stdout' | 'env' | 'self'>,
): string | undefined {
  const name = commandAskedFor(args);
  const pages = name === undefined ? undefined : readPages(chapter.compiledHelp);
  if (name === undefined || pages === undefined || !Object.hasOwn(pages, name)) return undefined;
  const page = pages[name];
  const width = widthOf(stdout, env);
  return page && fitHelp(asTyped(layOutHelp(page, width), { self, dir: '' }), width);
}

/** Empty: the program itself. Undefined: no help is asked for, or in a way that commander has to judge. */
function commandAskedFor(args: readonly string[]): string | undefined {
  const isFlag = (word: string | undefined): boolean => word === '--help' || word === '-h';
  const [first = '', second, ...more] = args;
  if (more.length > 0) return undefined;
  if (second === undefined) return first === '' || first === 'help' || isFlag(first) ? '' : undefined;
  if (first === 'help') return second;
  return isFlag(second) && !first.startsWith('-') ? first : undefined;
}

function readPages(file: string | undefined): HelpPages | undefined {
  if (file === undefined) return undefined;
  try {
    // Written by our own build.
    return JSON.parse(readFileSync(file, 'utf8')) as HelpPages;
  } catch {
    return undefined;
  }
}
