import type { Command, Help } from 'commander';
import { wrap } from '../../../terminal/text.ts';

/** A term and what it means; an empty meaning: the term alone. */
type Item = readonly [term: string, meaning: string];

/** The help of one command, before it is laid out for a width. */
export interface HelpPage {
  readonly usage: string;
  readonly about: string;
  readonly lists: readonly { readonly title: string; readonly items: readonly Item[] }[];
  /** What follows: the examples. */
  readonly after: string;
}

/** Of a command's name; the empty one is the program's own. */
export type HelpPages = Readonly<Record<string, HelpPage>>;

/** Commander's own: a meaning gets at least this many columns, or is not wrapped. */
const NARROWEST = 40;
const INDENT = '  ';

/** The help of the program and of each command, as commander has it. For the build, which writes it down. */
export function helpPages(program: Command): HelpPages {
  const helper = program.createHelp();
  const commands = helper.visibleCommands(program).filter((command) => command.name() !== 'help');
  return Object.fromEntries([
    ['', pageOf(program, helper)],
    ...commands.map((command) => [command.name(), pageOf(command, helper)] as const),
  ]);
}

function pageOf(command: Command, helper: Help): HelpPage {
  const lists = [
    {
      title: 'Arguments:',
      items: helper
        .visibleArguments(command)
        .map((each): Item => [helper.argumentTerm(each), helper.argumentDescription(each)]),
    },
    {
      title: 'Options:',
      items: helper
        .visibleOptions(command)
        .map((each): Item => [helper.optionTerm(each), helper.optionDescription(each)]),
    },
    {
      title: 'Commands:',
      items: helper
        .visibleCommands(command)
        .map((each): Item => [helper.subcommandTerm(each), helper.subcommandDescription(each)]),
    },
  ];
  const written: string[] = [];
  command.configureOutput({ writeOut: (text) => void written.push(text) }).outputHelp();
  return {
    usage: helper.commandUsage(command),
    about: helper.commandDescription(command),
    lists: lists.filter(({ items }) => items.length > 0),
    after: written.slice(1).join(''),
  };
}

/** The page as commander lays it out. @param width columns */
export function layOutHelp({ usage, about, lists, after }: HelpPage, width: number): string {
  const termWidth = Math.max(...lists.flatMap(({ items }) => items.map(([term]) => term.length)));
  const hang = ' '.repeat(2 * INDENT.length + termWidth);
  const rest = width - hang.length;
  const lines = [
    `Usage: ${usage}`,
    '',
    ...wrap(about, width),
    '',
    ...lists.flatMap(({ title, items }) => [
      title,
      ...items.flatMap(([term, meaning]) =>
        (rest < NARROWEST ? [meaning] : wrap(meaning, rest)).map(
          (line, at) => `${at === 0 ? `${INDENT}${term.padEnd(termWidth)}${INDENT}` : hang}${line}`,
        ),
      ),
      '',
    ]),
  ];
  return `${lines.join('\n')}${after}`;
}
