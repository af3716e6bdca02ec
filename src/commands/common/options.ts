import { Option } from 'commander';
import type { Command } from 'commander';
import type { BackendKind } from '../../model/backend.ts';
import { BACKENDS, SCAFFOLDED } from '../../servers/backends/index.ts';
import { PLACE_NAMES, REPORTER_NAMES } from '../../reporters/names.ts';

const PLACES = `or for a place that grades: ${PLACE_NAMES.join(', ')}`;

/** The options that mean the same in every command that has them. */
export interface CommonOptions {
  readonly dir?: string;
  /** In addition, each kind of backend has options of its own: see `BackendOption`. */
  readonly backend?: string;
  readonly json?: boolean;
  readonly reporter?: string;
  /** A file for a report in HTML. */
  readonly html?: string;
  /** False by `--no-color`. */
  readonly color?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly seed?: string;
  readonly browser?: boolean;
  /** Nothing is written into the folder. */
  readonly readOnly?: boolean;
  /** Id of the lab that the call names as its step; no option of the command line. */
  readonly unit?: string;
}

/** `--dir`, `--no-color`, `--quiet`, `--verbose`. */
export function withFolder(command: Command): Command {
  return withOutput(
    command.option(
      '--dir <folder>',
      'the folder to work in (default: this one; else one above that start made; else the one below that start makes without a name)',
    ),
  );
}

/** `--no-color`, `--quiet`, `--verbose`. */
export function withOutput(command: Command): Command {
  return command
    .option('--no-color', 'print no colours (as NO_COLOR does)')
    .addOption(new Option('--quiet', 'print only what is necessary').conflicts('verbose'))
    .option('--verbose', 'print more: each check and the whole timeline');
}

/** `--backend`, and the options of each kind of backend: `--python`, `--run`, `--url`. */
export function withBackend(command: Command): Command {
  const kinds = SCAFFOLDED.map(({ kind }) => kind).join(', ');
  command.addOption(
    new Option('--backend <name>', `the kind of server in the folder: ${kinds}`).conflicts(
      optionNames(BACKENDS.filter(({ overlay }) => overlay === undefined)),
    ),
  );
  const added = new Set<string>();
  for (const [index, { options }] of BACKENDS.entries())
    for (const { name, placeholder, description } of options) {
      // Kinds may share an option, as two frameworks for Python do.
      if (added.has(name)) continue;
      added.add(name);
      const others = BACKENDS.slice(index + 1).filter((kind) => !kind.options.some((option) => option.name === name));
      command.addOption(new Option(`--${name} <${placeholder}>`, description).conflicts(optionNames(others)));
    }
  return command;
}

function optionNames(kinds: readonly BackendKind[]): string[] {
  return kinds.flatMap(({ options }) => options.map(({ name }) => name));
}

/** What `run` and the watch screen do with the page in the person's own browser. */
export interface CoachOptions {
  /** False by `--no-coach`. */
  readonly coach?: boolean;
  /** False by `--no-reload`. */
  readonly reload?: boolean;
}

/** `--editor`: for the key that opens a file. */
export function withEditor(command: Command): Command {
  return command.option(
    '--editor <command>',
    'what the key e opens a file with (default: VISUAL, then EDITOR, then VS Code in its own terminal)',
  );
}

/** `--no-coach`, `--no-reload`. */
export function withCoach(command: Command): Command {
  return command
    .option('--no-coach', 'serve your page without the proxy by which the tutor watches it in your browser')
    .option('--no-reload', 'do not load the page in your browser again when you save a file of it');
}

/** `--json`, `--reporter`, `--points`, `--to`, `--html`, `--seed`, `--browser`. */
export function withCheck(command: Command): Command {
  return command
    .addOption(new Option('--json', 'print one JSON object and nothing else').conflicts('reporter'))
    .option('--reporter <name>', `how the result is printed: ${REPORTER_NAMES.join(', ')}; ${PLACES}`)
    .option('--points <points>', 'for a place that grades: step-2=1,step-4=3, or a file with such lines')
    .option('--to <folder>', 'for a place that grades: write its files there')
    .option('--html <file>', 'write a report for a browser into this file, besides what is printed')
    .option('--seed <text>', 'repeat the random words of an earlier check')
    .option('--browser', 'load the page in Chrome, Chromium or Edge instead of the built-in DOM');
}

/** Adds an `Examples` part to the command's help. Each example is the command line and what it does. */
export function withExamples(
  command: Command,
  examples: readonly (readonly [line: string, purpose: string])[],
): Command {
  const width = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, purpose]) => `  htmx-realtime-tutor ${line.padEnd(width)}  ${purpose}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
