import type { Argument, Command, Option } from 'commander';
import type { Course, Step } from '../../model/step.ts';
import { BACKENDS, SCAFFOLDED } from '../../servers/backends/index.ts';
import { codesOf, explain } from '../../messages/index.ts';
import type { Wording } from '../../messages/index.ts';
import { PLACE_NAMES, REPORTER_NAMES } from '../../reporters/names.ts';
import { WATCH_REPORTERS } from '../watch/options.ts';
import { FORMATS } from '../grade/report/names.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** A word that the Tab key may write. No white space and no sign of a shell is in it. */
export interface Word {
  readonly word: string;
  /** One line for the shells that show it beside the word. */
  readonly about: string;
}

/** A list of words that several options or arguments share. */
export interface WordList {
  /** A part of a function's name: only letters. */
  readonly name: string;
  readonly words: readonly Word[];
}

/** What a value can be: a word of a list, something in the file system, or anything. */
export type Values =
  | { readonly kind: 'list'; readonly list: WordList }
  | { readonly kind: 'folders' | 'files' | 'free' };

export interface OptionWords {
  /** `--dir`. */
  readonly flag: string;
  /** `-h`. */
  readonly short: string | undefined;
  readonly about: string;
  /** Undefined: it takes no value. */
  readonly values: Values | undefined;
}

export interface CommandWords extends Word {
  readonly options: readonly OptionWords[];
  /** The tutor's commands have at most one. */
  readonly argument: { readonly name: string; readonly values: Values } | undefined;
}

/** Everything that the Tab key may write. */
export interface WordTree {
  readonly program: string;
  readonly version: string;
  /** Of the program itself. */
  readonly options: readonly OptionWords[];
  readonly commands: readonly CommandWords[];
  /** Every list in use, once. */
  readonly lists: readonly WordList[];
}

/** What the chapter and its labs are: their names are words. */
export interface Taught {
  readonly course: Course;
  readonly labs: readonly Step[];
}

/** Reads the commands, their options and arguments from the program as its help shows them. */
export function wordTree(program: Command, taught: Taught, wording: Wording): WordTree {
  const help = program.createHelp();
  const visible = help.visibleCommands(program);
  const commandList: WordList = {
    name: 'commands',
    words: visible.map((command) => ({ word: command.name(), about: oneLine(command.description()) })),
  };
  const known = knownValues(commandList, taught, wording);
  const optionsOf = (command: Command): readonly OptionWords[] =>
    help.visibleOptions(command).flatMap((option) => optionWords(command, option, known));
  const commands = visible.map((command): CommandWords => {
    const [argument] = command.registeredArguments;
    return {
      word: command.name(),
      about: oneLine(command.description()),
      options: optionsOf(command),
      argument:
        argument === undefined
          ? undefined
          : { name: argument.name(), values: argumentValues(command, argument, known) ?? { kind: 'files' } },
    };
  });
  const values = commands.flatMap(({ options, argument }) => [
    ...options.map((option) => option.values),
    argument?.values,
  ]);
  const lists = values.flatMap((value) => (value?.kind === 'list' ? [value.list] : []));
  return {
    program: program.name(),
    version: program.version() ?? '',
    options: optionsOf(program),
    commands,
    lists: [...new Set([commandList, ...lists])],
  };
}

/** The places of a program whose values are unknown: each should have its line in `knownValues`. */
export function unknownValues(program: Command, taught: Taught, wording: Wording): readonly string[] {
  const known = knownValues({ name: 'commands', words: [] }, taught, wording);
  return program.commands.flatMap((command) => [
    ...command.options
      .filter((option) => takesValue(option) && known.options[option.attributeName()] === undefined)
      .map(({ long }) => `${command.name()} ${long}`),
    ...command.registeredArguments
      .filter((argument) => argumentValues(command, argument, known) === undefined)
      .map((argument) => `${command.name()} ${argument.name()}`),
  ]);
}

interface KnownValues {
  /** By the option's name in camel case, or by the command's and the option's names where that command takes more words. */
  readonly options: Readonly<Record<string, Values>>;
  /** By the argument's name, or by the command's and the argument's names where that command takes other words. */
  readonly arguments: Readonly<Record<string, Values>>;
}

/** Options whose value can be anything. */
const FREE_OPTIONS = ['editor', 'seed', 'port', 'for', 'send', 'click', 'header', 'cookie', 'proxy'];

/** What the options and arguments take; a new one is a line here. */
function knownValues(commands: WordList, { course, labs }: Taught, wording: Wording): KnownValues {
  const steps = course.steps.map(({ id, title }) => ({ word: id, about: title }));
  const units = [...steps, ...labs.map(({ id, title }) => ({ word: id, about: title }))];
  const pages = course.pages.map(({ id, title }) => ({ word: id, about: title }));
  const list = (name: string, words: readonly Word[]): Values => ({
    kind: 'list',
    list: { name, words: checked(words) },
  });
  const checkpoints = list('checkpoints', [...units, { word: 'all', about: 'every step' }]);
  const folders: Values = { kind: 'folders' };
  const free: Values = { kind: 'free' };
  return {
    options: {
      ...Object.fromEntries(
        BACKENDS.flatMap(({ options }) => options.map(({ name, completes }) => [name, { kind: completes }])),
      ),
      dir: folders,
      to: folders,
      server: folders,
      ...Object.fromEntries(FREE_OPTIONS.map((name) => [name, free])),
      html: { kind: 'files' },
      ...gradeValues(checkpoints),
      backend: list(
        'backends',
        SCAFFOLDED.map(({ kind, title }) => ({ word: kind, about: title })),
      ),
      reporter: list('reporters', wordsOf(REPORTER_NAMES)),
      'watch reporter': list('watchreporters', wordsOf(WATCH_REPORTERS)),
      'check reporter': list('checkreporters', wordsOf([...REPORTER_NAMES, ...PLACE_NAMES])),
    },
    arguments: {
      step: list('steps', units),
      'check step': checkpoints,
      'lesson step': list('lessons', [...units, ...pages]),
      code: list(
        'codes',
        codesOf(wording.catalogue).map((code) => ({ word: code, about: explain(code, wording)?.title ?? '' })),
      ),
      shell: list(
        'shells',
        SHELLS.map((shell) => ({ word: shell, about: '' })),
      ),
      command: { kind: 'list', list: commands },
      dir: folders,
      folders,
      number: free,
      'diagnose page': { kind: 'files' },
      file: list(
        'copies',
        copiesOf(course).map((word) => ({ word, about: '' })),
      ),
    },
  };
}

/** What the options of `grade` take. */
function gradeValues(checkpoints: Values): KnownValues['options'] {
  const files: Values = { kind: 'files' };
  const free: Values = { kind: 'free' };
  return {
    step: checkpoints,
    jobs: free,
    timeout: free,
    memory: free,
    shard: free,
    roster: files,
    results: files,
    inside: files,
    points: files,
    format: { kind: 'list', list: { name: 'formats', words: checked(wordsOf(FORMATS)) } },
  };
}

function wordsOf(names: readonly string[]): readonly Word[] {
  return names.map((name) => ({ word: name, about: '' }));
}

/** Files that `assets` replaces when they are named; a package is not among them. */
function copiesOf({ steps }: Course): readonly string[] {
  return steps.flatMap(({ provides }) => provides.map(({ to }) => to)).filter((to) => !to.startsWith('node_modules/'));
}

function optionWords(command: Command, option: Option, known: KnownValues): readonly OptionWords[] {
  if (option.long === undefined) return [];
  const name = option.attributeName();
  const named = known.options[`${command.name()} ${name}`] ?? known.options[name];
  const values = takesValue(option) ? (named ?? { kind: 'files' as const }) : undefined;
  return [{ flag: option.long, short: option.short, about: oneLine(option.description), values }];
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

function argumentValues(command: Command, argument: Argument, known: KnownValues): Values | undefined {
  return known.arguments[`${command.name()} ${argument.name()}`] ?? known.arguments[argument.name()];
}

/** The scripts write the words unquoted. */
function checked(words: readonly Word[]): readonly Word[] {
  const odd = words.find(({ word }) => !/^[\w./-]+$/u.test(word));
  if (odd !== undefined) throw new Error(`"${odd.word}" cannot be completed by a shell`);
  return words.map(({ word, about }) => ({ word, about: oneLine(about) }));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
