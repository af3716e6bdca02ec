import type { Evidence } from '../../model/finding.ts';
import type { Words } from '../entry.ts';
import { inline } from '../visible.ts';

/** How another command is given: by the option in a folder of one's own, and for good in one that remembers it. */
export const OTHER_COMMAND =
  'A folder of `start` takes another command by `htmx-realtime-tutor start --run "the new command"`.';

/** How programs begin or end the text that lists what they can be told. The last lines of it are what the evidence has. */
const USAGE =
  /^[ \t]*usage\b|^See 'APPLICATION help COMMAND'|^Type '.+ help <subcommand>'|^Available (?:sub)?commands:|^Try '.+ (?:--help|-h)' for help|the following arguments are required:/imu;

/** What Mojolicious lists when its program is started without a command. */
const MOJOLICIOUS = /^[ \t]*daemon\s+Start application with HTTP and WebSocket server/mu;

/** Whether the program ended because its command does not say what to do: it then prints what it can do. */
export function printsUsage({ output = [] }: Evidence): boolean {
  return USAGE.test(output.join('\n'));
}

/** What its command lacks, where the program is known. */
export function usageWords({ output = [], did }: Evidence): Pick<Words, 'cause' | 'fix'> {
  const cause = 'It printed how it is used and ended: its command does not tell it to start a server.';
  if (!MOJOLICIOUS.test(output.join('\n')))
    return {
      cause,
      fix: `Complete the command that starts it, with \`{port}\` where the port belongs: \`--run "my-server --port {port}"\`. ${OTHER_COMMAND}`,
    };
  const started = did?.kind === 'run' ? inline(did.command) : 'perl app.pl';
  return {
    cause,
    fix: `Add Mojolicious's command for it, with the port: \`--run "${started} daemon -l http://127.0.0.1:{port}"\`. ${OTHER_COMMAND}`,
  };
}
