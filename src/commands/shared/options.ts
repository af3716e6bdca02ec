import { Option } from 'commander';
import type { Command } from 'commander';
import { REPORTER_NAMES } from '../../reporters/names.ts';

/** The options that mean the same in every command that has them. */
export interface CommonOptions {
  readonly dir?: string;
  readonly backend?: string;
  readonly python?: string;
  readonly run?: string;
  readonly url?: string;
  readonly json?: boolean;
  readonly reporter?: string;
  /** False by `--no-color`. */
  readonly color?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly seed?: string;
  readonly browser?: boolean;
}

/** `--dir`, `--no-color`, `--quiet`, `--verbose`. */
export function withFolder(command: Command): Command {
  return withOutput(
    command.option('--dir <folder>', 'the folder to work in (default: this one, or ./htmx-realtime-demo)'),
  );
}

/** `--no-color`, `--quiet`, `--verbose`. */
export function withOutput(command: Command): Command {
  return command
    .option('--no-color', 'print no colours (as NO_COLOR does)')
    .addOption(new Option('--quiet', 'print only what must be said').conflicts('verbose'))
    .option('--verbose', 'print more: each check and the whole timeline');
}

/** `--backend`, `--python`, `--run`, `--url`. */
export function withBackend(command: Command): Command {
  return command
    .addOption(
      new Option('--backend <name>', 'the kind of server in the folder: node, fastapi').conflicts(['run', 'url']),
    )
    .addOption(new Option('--python <path>', 'the Python that runs a FastAPI server').conflicts(['run', 'url']))
    .addOption(
      new Option('--run <command>', 'start the server by this command; {port} and PORT carry the port').conflicts(
        'url',
      ),
    )
    .option('--url <address>', 'use a server that already runs');
}

/** `--json`, `--reporter`, `--seed`, `--browser`. */
export function withCheck(command: Command): Command {
  return command
    .addOption(new Option('--json', 'print one JSON object and nothing else').conflicts('reporter'))
    .option('--reporter <name>', `how the result is printed: ${REPORTER_NAMES.join(', ')}`)
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
